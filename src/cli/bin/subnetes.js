#!/usr/bin/env node
// Starts the command under a Node that can run it: this one, else the one that came with `npm ci` (package `node`).
// Plain JavaScript without newer syntax, because the machine's own Node may be old.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const isBuilt = existsSync(join(root, 'dist', 'main.js')) && !existsSync(join(root, 'main.ts'))
const program = isBuilt ? [join(root, 'dist', 'main.js')] : ['--conditions=@subnetes/source', join(root, 'main.ts')]

const node = findNode()
if (node === undefined) {
  console.error(`subnetes: Node ${process.versions.node} is too old; 22.19 or newer is needed. Run "npm ci" in the checkout, which brings one, or install a newer Node`)
  process.exit(3)
}

// By the channel the child notices our end, also one by SIGKILL.
const child = spawn(node, [...program, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
// In a terminal the child gets Ctrl-C by itself; a signal to this process alone is passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT') })
child.on('error', (error) => { console.error(`subnetes: ${node} cannot be started: ${error.message}`); process.exit(3) })
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)))

function findNode () {
  if (isNewEnough(process.versions.node)) return process.execPath
  try {
    const file = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
    return existsSync(file) ? file : undefined
  } catch {
    return undefined // the package is not installed: the message says what to do
  }
}

function isNewEnough (version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 19)
}
