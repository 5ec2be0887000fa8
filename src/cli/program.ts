/** The command line: subcommands, their options, and what becomes of errors. */
import { Command, CommanderError } from 'commander'
import { SubnetesError, abortError, packageVersion } from '@subnetes/common'
import { addCallCommand } from './commands/call.ts'
import { addJobCommands } from './commands/jobs.ts'
import { addKeysCommand } from './commands/keys.ts'
import { addProtocolsCommand } from './commands/protocols.ts'
import { addQueueCommands } from './commands/queue.ts'
import { addScaleCommands } from './commands/scale.ts'
import { addSubmitCommand } from './commands/submit.ts'
import { addUpCommand } from './commands/up.ts'
import { addWatchCommand } from './commands/watch.ts'
import { ReaderLeft } from './context.ts'
import type { CliContext } from './context.ts'
import { EXIT_CODE_HELP, ExitCode, exitCodeOf } from './exit-codes.ts'
import type { ExitCodeValue } from './exit-codes.ts'

/**
 * Runs one command line.
 *
 * @param args without the program's name
 * @returns the exit code; errors are printed, as JSON with `--json`
 */
export async function runCli (args: readonly string[], context: CliContext): Promise<ExitCodeValue> {
  let code: ExitCodeValue = ExitCode.Ok
  const program = createProgram(context, (result) => { code = result })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof ReaderLeft) return ExitCode.Ok
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Ok : ExitCode.BadInput
    return report(error, args, context)
  }
}

function createProgram (context: CliContext, finish: (code: ExitCodeValue) => void): Command {
  const program = new Command('subnetes')
    .description('Runs the compute behind a peer-to-peer subnet node, and calls what such nodes serve.')
    .version(packageVersion(import.meta.url), '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => context.stdout.write(text), writeErr: (text) => context.stderr.write(text) })
    .showSuggestionAfterError()
    .showHelpAfterError('(subnetes --help tells more)')
    .addHelpText('after', EXIT_CODE_HELP)
  const commands = [addUpCommand, addScaleCommands, addCallCommand, addProtocolsCommand, addSubmitCommand, addWatchCommand, addJobCommands, addQueueCommands, addKeysCommand]
  for (const add of commands) add(program, context, finish)
  return program
}

function report (error: unknown, args: readonly string[], context: CliContext): ExitCodeValue {
  const known = context.signal.aborted && !(error instanceof SubnetesError) ? abortError(context.signal) : SubnetesError.from(error, 'internal')
  context.stderr.write(args.includes('--json') ? `${errorJson(known)}\n` : `subnetes: ${known.message}\n`)
  return exitCodeOf(known)
}

/** One line: `{"error":{"code","message","retryable","details"}}`. */
function errorJson ({ code, message, retryable, details }: SubnetesError): string {
  return JSON.stringify({ error: { code, message, retryable, details } })
}
