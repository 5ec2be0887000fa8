/** `npm start`: the demo's subnet, kept up. Prints its multiaddr and a ready-to-paste call; Ctrl-C stops it. */
import { fileURLToPath } from 'node:url'
import { processContext, runCli } from '@subnetes/cli'
import { installGuest } from './guest.ts'

const manifest = fileURLToPath(new URL('../deploy/samples/inference.yaml', import.meta.url))

try {
  await installGuest()
} catch (error) {
  process.stderr.write(`npm start: ${(error as Error).message}\n`)
  process.exit(1)
}
process.exit(await runCli(['up', '-f', manifest, ...process.argv.slice(2)], processContext()))
