/** Installs the packages of the example worker, `workers/llm`, once. It has its own lock file: the core install never hears of it. */
import { spawn } from 'node:child_process'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const GUEST = fileURLToPath(new URL('../workers/llm', import.meta.url))
/** npm writes it when an install is complete. */
const MARK = `${GUEST}/node_modules/.package-lock.json`

/**
 * Runs `npm ci` in the guest unless its packages are those of its lock file. Progress goes to standard error.
 *
 * @throws {Error} naming the command to run by hand
 */
export async function installGuest (): Promise<void> {
  if (isCurrent()) return
  process.stderr.write('installing the packages of workers/llm (CPU binary of llama.cpp, about 60 MB, once)\n')
  const code = await runNpm(['ci', '--prefix', GUEST, '--no-audit', '--no-fund'])
  if (code !== 0) throw new Error(`npm ci --prefix workers/llm ended with ${String(code)}; run it by hand to see why`)
  utimesSync(MARK, new Date(), new Date()) // npm may date it before the lock file
}

function isCurrent (): boolean {
  return existsSync(MARK) && statSync(MARK).mtimeMs > statSync(`${GUEST}/package-lock.json`).mtimeMs
}

async function runNpm (args: readonly string[]): Promise<number | string> {
  const own = process.env['npm_execpath'] // the npm that runs us, when one does
  const [command, first] = own === undefined ? ['npm', []] : [process.execPath, [own]]
  return await new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], { stdio: ['ignore', 2, 2] })
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code'))
  })
}
