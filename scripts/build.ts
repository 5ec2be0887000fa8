/** Builds `dist` of every package: TypeScript by project references, then the files that are not TypeScript. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
execFileSync(process.execPath, [tsc, '-b', 'tsconfig.build.json', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })

for (const folder of ['proto', ...globSync('src/*', { cwd: root })]) {
  for (const file of globSync(['gen/*.js', 'gen/*.d.ts', '*.yaml', 'page/*.{html,css,js,svg}'], { cwd: join(root, folder) })) {
    const target = join(root, folder, 'dist', file)
    if (existsSync(join(root, folder, 'dist'))) cpSync(join(root, folder, file), target)
  }
}
