/** `subnetes status` and `subnetes scale`: a look at a running `subnetes up`, and the count of a protocol's workers. */
import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { writeOut } from '../context.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { wholeNumber } from '../options.ts'
import { detailLines } from '../status-view.ts'
import { askScale, askStatus } from '../up-link.ts'
import type { Scaled } from '../up-link.ts'

/** The most that `spec.replicas` may say. */
const MAX_REPLICAS = 10_000

interface Flags { state: string, json?: boolean }

/** Adds `status` and `scale`. */
export function addScaleCommands (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  common(program.command('status').description('Shows a running subnetes up: its gateway, and of each protocol the workers, what they do, how many there should be and why.'))
    .action(async (flags: Flags) => {
      const status = await askStatus(flags.state)
      await writeOut(context.stdout, flags.json === true ? `${JSON.stringify(status)}\n` : detailLines(status).map((line) => `${line}\n`).join(''))
      finish(ExitCode.Ok)
    })
  common(program.command('scale').description('Says how many workers a protocol of a running subnetes up should have, as kubectl scale does in a cluster.'))
    .argument('<protocol>', 'the manifest\'s name')
    .argument('<replicas>', `workers, 0 to ${MAX_REPLICAS}`, replicaCount)
    .action(async (protocol: string, replicas: number, flags: Flags) => {
      const scaled = await askScale(flags.state, protocol, replicas)
      await writeOut(context.stdout, `${flags.json === true ? JSON.stringify(scaled) : scaledText(scaled)}\n`)
      finish(ExitCode.Ok)
    })
}

function common (command: Command): Command {
  return command
    .option('--state <dir>', 'state folder of the running subnetes up', '.subnetes')
    .option('--json', 'one line of JSON; errors as JSON on standard error')
    .addHelpText('after', EXIT_CODE_HELP)
}

function replicaCount (text: string): number {
  const count = wholeNumber(text)
  if (count > MAX_REPLICAS) throw new InvalidArgumentError(`Allowed is a whole number from 0 to ${MAX_REPLICAS}.`)
  return count
}

function scaledText ({ protocol, from, to, mode, isSuspended }: Scaled): string {
  const then = isSuspended ? '; it is suspended, so they start when spec.suspend is false' : mode === 'Internal' ? '; its autoscaler goes on from there (spec.autoscaling.mode Off keeps it)' : ''
  return `${protocol}: ${from} → ${to} workers${then}`
}
