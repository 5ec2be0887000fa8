/** The `subnetes` command. */
import { processContext } from './context.ts'
import { runCli } from './program.ts'

process.exit(await runCli(process.argv.slice(2), processContext()))
