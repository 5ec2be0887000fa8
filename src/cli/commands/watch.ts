/** `subnetes watch`: a job's progress and output as they happen. */
import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { Message } from '@subnetes/proto'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { stableIdentity } from '../identity.ts'
import { RESUME_MS, callJobs, connectJob, jobError, jobOf, watchJob } from '../job-client.ts'
import type { WatchPosition } from '../job-client.ts'
import { watchView } from '../job-view.ts'
import { readJobWords, withJobWords } from '../job-words.ts'
import type { JobPeerFlags, JobWords } from '../job-words.ts'
import { positiveInteger } from '../options.ts'
import { connectPeer } from '../peer.ts'
import type { PeerLink } from '../peer.ts'
import { methodFromFile, methodFromPeer } from '../schema.ts'

interface WatchCommandFlags extends JobPeerFlags { after?: WatchPosition, proto?: string, text?: string, deadline?: number, identity?: string, json?: boolean }

/** Adds `watch`. */
export function addWatchCommand (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  withJobWords(program.command('watch'))
    .description(`Shows a job's progress and output until it ends: a bar on a terminal, JSON lines elsewhere. Goes on by itself when the peer comes back within ${RESUME_MS / 1000} s.`)
    .option('--after <attempt.sequence>', 'begin after this output: the last one seen, as 1.40', position)
    .option('--text <field>', 'print only this field of the output, without line ends between the messages')
    .option('--proto <file>', 'the schema of the output; left out, the peer tells it (ReflectionProtocol)')
    .option('--deadline <ms>', 'longest time of the command (default: none)', positiveInteger)
    .option('--identity <file>', 'key file it was submitted with; left out, the one of this user')
    .option('--json', 'JSON lines on a terminal too; errors as JSON on standard error')
    .addHelpText('after', EXIT_CODE_HELP)
    .action(async (words: string[], flags: WatchCommandFlags) => {
      const job = readJobWords('watch', words, flags)
      if (flags.json === true && flags.text !== undefined) throw new SubnetesError('invalid_argument', 'give either --json or --text, not both')
      await watch(job, flags, context)
      finish(ExitCode.Ok)
    })
}

function position (text: string): WatchPosition {
  const match = /^(\d{1,9})\.(\d{1,12})$/.exec(text)
  if (match === null) throw new InvalidArgumentError('Allowed is ATTEMPT.SEQUENCE, as 1.40.')
  return { attempt: Number(match[1]), sequence: Number(match[2]) }
}

async function watch ({ address, id }: JobWords, flags: WatchCommandFlags, context: CliContext): Promise<void> {
  const deadline = flags.deadline === undefined ? undefined : Date.now() + flags.deadline
  using limit = ownedSignal({ parents: [context.signal], deadline, what: `watching job ${id}` })
  const { signal } = limit
  const identity = await stableIdentity(flags.identity, context.env)
  await using link = await connectJob({ ...flags, address, identity }, id, signal)
  const connect = async (): Promise<PeerLink> => await connectPeer({ address: address ?? link.address, identity }, signal)
  const options = { signal, ...(deadline === undefined ? {} : { deadline }) }
  const handle = String((await callJobs(link, 'rpc_get', { id }, options))['handle'])
  const method = flags.proto === undefined ? await methodFromPeer(handle, link, options) : await methodFromFile(handle, flags.proto)
  const view = watchView(method, flags, context)
  let last: Message | undefined
  try {
    const after = flags.after ?? { attempt: 0, sequence: 0 }
    for await (const event of watchJob({ id, after, link, connect, options, onLost: async (words) => { await view.note(`${words}; looking for the peer again`) } })) {
      await view.event(event)
      last = jobOf(event) ?? last
    }
  } finally {
    await view.end()
  }
  const error = last === undefined ? undefined : jobError(last)
  if (error !== undefined) throw error
}
