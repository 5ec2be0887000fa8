/** `subnetes queue` and `retry`: what operators do with the jobs of a protocol, at the installation's Redis. */
import type { Command } from 'commander'
import { Env, LOCAL_NAMESPACE, SubnetesError, checkRedisUrl } from '@subnetes/common'
import type { QueueAdmin, QueueStats } from '@subnetes/dispatch/bullmq'
import { privateRedisUrl } from '@subnetes/local'
import { writeOut } from '../context.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { namespaceName } from '../options.ts'

interface QueueFlags { redis?: string, namespace: string, state: string, json?: boolean }

/** What a command tells: an object for programs, words for people. */
interface Answer { readonly json: object, readonly text: string }

/** Adds `retry` and `queue`. */
export function addQueueCommands (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  const run = async (protocol: string, flags: QueueFlags, use: (admin: QueueAdmin) => Promise<Answer>): Promise<void> => {
    const { json, text } = await withQueue(protocol, flags, context, use)
    await writeOut(context.stdout, flags.json === true ? `${JSON.stringify(json)}\n` : `${text}\n`)
    finish(ExitCode.Ok)
  }
  common(program.command('retry').description('For operators: gives a failed or cancelled job all its attempts again.'))
    .argument('<job>', 'its id')
    .action(async (protocol: string, id: string, flags: QueueFlags) => {
      await run(protocol, flags, async (admin) => {
        const { state, attempt, maxAttempts } = await admin.retry(id)
        return { json: { id, protocol, namespace: flags.namespace, state, attempt, maxAttempts }, text: `job ${id} waits again` }
      })
    })
  const queue = program.command('queue').description('For operators: the queue of a protocol\'s jobs.').addHelpText('after', EXIT_CODE_HELP)
  common(queue.command('stats').description('Tells how many jobs wait, run and have ended, and whether the queue is paused.'))
    .action(async (protocol: string, flags: QueueFlags) => {
      await run(protocol, flags, async (admin) => { const stats = await admin.stats(); return { json: stats, text: statsText(stats) } })
    })
  common(queue.command('pause').description('Lets no more job start; those that run go on, and new ones are taken.'))
    .action(async (protocol: string, flags: QueueFlags) => {
      await run(protocol, flags, async (admin) => { await admin.pause(); return { json: { protocol, namespace: flags.namespace, isPaused: true }, text: `the queue of ${protocol} is paused` } })
    })
  common(queue.command('resume').description('Lets jobs start again.'))
    .action(async (protocol: string, flags: QueueFlags) => {
      await run(protocol, flags, async (admin) => { await admin.resume(); return { json: { protocol, namespace: flags.namespace, isPaused: false }, text: `the queue of ${protocol} runs` } })
    })
  common(queue.command('drain').description('Cancels every job that has not started; their submitters find them cancelled.'))
    .action(async (protocol: string, flags: QueueFlags) => {
      await run(protocol, flags, async (admin) => { const cancelled = await admin.drain(); return { json: { protocol, namespace: flags.namespace, cancelled }, text: `${cancelled} jobs of ${protocol} cancelled` } })
    })
}

function common (command: Command): Command {
  return command
    .argument('<protocol>', 'the manifest\'s name')
    .option('--redis <url>', `the installation's Redis (default: ${Env.Redis}, else the one that subnetes up started here)`)
    .option('--namespace <name>', 'where the Protocol is', namespaceName, LOCAL_NAMESPACE)
    .option('--state <dir>', 'state folder of a running subnetes up that has a redis-server of its own', '.subnetes')
    .option('--json', 'one line of JSON; errors as JSON on standard error')
    .addHelpText('after', EXIT_CODE_HELP)
}

async function withQueue (protocol: string, flags: QueueFlags, { env }: CliContext, use: (admin: QueueAdmin) => Promise<Answer>): Promise<Answer> {
  const given = flags.redis ?? env[Env.Redis]
  const url = given === undefined ? await privateRedisUrl(flags.state) : checkRedisUrl(given)
  if (url === undefined) {
    throw new SubnetesError('invalid_argument', `no Redis is known: ${flags.state} belongs to no running subnetes up with a redis-server of its own; name one with --redis URL, or that folder with --state DIR`)
  }
  const { openQueueAdmin } = await import('@subnetes/dispatch/bullmq') // BullMQ is loaded only where it is used
  const admin = await openQueueAdmin({ url, namespace: flags.namespace, protocol })
  try {
    return await use(admin)
  } finally {
    await admin.close()
  }
}

function statsText (stats: QueueStats): string {
  const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`
  return [
    `queue      ${stats.protocol} (namespace ${stats.namespace})${stats.isPaused ? ', paused' : ''}`,
    `waiting    ${stats.waiting}${stats.waiting === 0 ? '' : `, the next one for ${(stats.nextWaitedMs / 1000).toFixed(1)} s`}`,
    `delayed    ${stats.delayed}`,
    `active     ${stats.active}`,
    `succeeded  ${stats.succeeded}`,
    `failed     ${stats.failed}`,
    `Redis      ${mebibytes(stats.usedBytes)}${stats.maxBytes === 0 ? '' : ` of ${mebibytes(stats.maxBytes)}`}`
  ].join('\n')
}
