/** The interpreter of the hivemind environment. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('../../scripts/python-hivemind.sh', import.meta.url))

/** Path of a python that can import hivemind; the environment is made when it is missing, which takes a minute, once. */
export function hivemindPython (): string {
  const output = execFileSync('bash', [SCRIPT], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  return output.trimEnd().split('\n').at(-1) ?? ''
}

/** vitest's global set-up: the environment is made before the clocks of the tests run. */
export default function setup (): void {
  hivemindPython()
}
