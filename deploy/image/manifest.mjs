// Leaves of package.json what an installation depends on:  node manifest.mjs   (in its folder)
import { readFileSync, utimesSync, writeFileSync } from 'node:fs'

const { scripts, ...rest } = JSON.parse(readFileSync('package.json', 'utf8'))
writeFileSync('package.json', `${JSON.stringify(rest, null, 2)}\n`)
utimesSync('package.json', 0, 0)
