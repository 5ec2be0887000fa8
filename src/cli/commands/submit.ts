/** `subnetes submit`: a call that survives whoever made it. */
import type { Command } from 'commander'
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { Message } from '@subnetes/proto'
import { readCallWords } from '../call-words.ts'
import { writeOut } from '../context.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { stableIdentity } from '../identity.ts'
import { callJobs, jobError, jobOf, watchJob } from '../job-client.ts'
import type { WatchInit } from '../job-client.ts'
import { outputView } from '../job-view.ts'
import type { WatchView } from '../job-view.ts'
import { encodeJson, readAll, toJson } from '../messages.ts'
import { positiveInteger, wholeNumber } from '../options.ts'
import { connectPeer } from '../peer.ts'
import type { PeerLink } from '../peer.ts'
import { methodFromFile, methodFromPeer } from '../schema.ts'

/** Longest time of the command unless told; with --wait there is none. */
const DEFAULT_DEADLINE_MS = 30_000

interface SubmitFlags {
  via?: string
  expectPeer?: string
  proto?: string
  key?: string
  priority?: number
  delay?: number
  attempts?: number
  timeout?: number
  wait?: boolean
  text?: string
  deadline?: number
  identity?: string
  json?: boolean
}

/** What to submit, out of the command line. */
interface SubmitRequest { address: string | undefined, handle: string, json: string }

/** Adds `submit`. */
export function addSubmitCommand (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  program.command('submit')
    .description('Submits a call as a durable job and prints its id. The job belongs to the identity that submitted it.')
    .usage('MULTIADDR HANDLER [JSON] [options]\n       subnetes submit --via MULTIADDR HANDLER [JSON] [options]')
    .argument('[words...]', 'peer, handler and request; the request is {} when left out, and "-" reads it from standard input')
    .option('--via <multiaddr>', 'find a peer that serves the handler through the DHT, starting at this one; its address is printed')
    .option('--expect-peer <id>', 'only this peer will do, whatever the DHT says')
    .option('--proto <file>', 'the schema; left out, the peer tells it (ReflectionProtocol)')
    .option('--key <text>', 'idempotency key: the same again is the same job; left out, every submit is a new one')
    .option('--priority <n>', '0 (default) to 7; larger goes first', wholeNumber)
    .option('--delay <ms>', 'not before this long from now', wholeNumber)
    .option('--attempts <n>', 'starts that may fail (default: what the protocol says)', positiveInteger)
    .option('--timeout <seconds>', 'longest run of one attempt (default: what the method says)', positiveInteger)
    .option('--wait', 'wait for the end and print the answer as call does; Ctrl-C leaves the job running')
    .option('--text <field>', 'with --wait: print only this field, without line ends between the messages')
    .option('--deadline <ms>', `longest time of the command (default: ${DEFAULT_DEADLINE_MS}; none with --wait)`, positiveInteger)
    .option('--identity <file>', 'key file to submit with; left out, the one of this user, made once')
    .option('--json', 'the job as one line of JSON; with --wait a line for each answer; errors as JSON on standard error')
    .addHelpText('after', EXIT_CODE_HELP)
    .action(async (words: string[], flags: SubmitFlags) => {
      await submit(readWords(words, flags), flags, context)
      finish(ExitCode.Ok)
    })
}

function readWords (words: readonly string[], flags: SubmitFlags): SubmitRequest {
  const { address, handle, json = '{}' } = readCallWords('submit', words, flags.via)
  if (flags.text !== undefined && (flags.wait !== true || flags.json === true)) throw new SubnetesError('invalid_argument', '--text goes with --wait and not with --json')
  return { address, handle, json }
}

function deadlineOf ({ deadline, wait }: SubmitFlags): number | undefined {
  return deadline === undefined && wait === true ? undefined : Date.now() + (deadline ?? DEFAULT_DEADLINE_MS)
}

async function submit ({ address, handle, json }: SubmitRequest, flags: SubmitFlags, context: CliContext): Promise<void> {
  const deadline = deadlineOf(flags)
  using limit = ownedSignal({ parents: [context.signal], deadline, what: `submitting ${handle}` })
  const { signal } = limit
  const identity = await stableIdentity(flags.identity, context.env)
  const known = flags.proto === undefined ? undefined : await methodFromFile(handle, flags.proto)
  await using link = await connectPeer({ ...flags, identity, address, handle }, signal)
  const method = known ?? await methodFromPeer(handle, link, { signal, deadline })
  const request = encodeJson(json === '-' ? await readAll(context.stdin) : json, method, 'the request')
  const job = await callJobs(link, 'rpc_submit', submitRequest(handle, request, flags), { signal, deadline })
  if (flags.wait !== true) return await tell(job, link, flags, context)
  const connect = async (): Promise<PeerLink> => await connectPeer({ address: link.address, identity }, signal)
  await follow(job, { link, connect, view: outputView(method, flags, context), options: { signal, deadline: deadline ?? Infinity }, stderr: context.stderr })
}

interface Following extends Pick<WatchInit, 'link' | 'connect' | 'options'> { view: WatchView, stderr: CliContext['stderr'] }

/** To the job's end. @throws {SubnetesError} the job's own error */
async function follow (job: Message, { link, connect, options, view, stderr }: Following): Promise<void> {
  const id = String(job['id'])
  await writeOut(stderr, `subnetes: job ${id}\n`)
  const onLost = async (words: string): Promise<void> => { await view.note(`${words}; looking for the peer again`) }
  let last = job
  try {
    for await (const event of watchJob({ id, after: { attempt: 0, sequence: 0 }, link, connect, options, onLost })) {
      await view.event(event)
      last = jobOf(event) ?? last
    }
  } finally {
    await view.end()
  }
  const error = jobError(last)
  if (error !== undefined) throw error
}

function submitRequest (handle: string, request: Uint8Array, flags: SubmitFlags): Message {
  return {
    handle,
    request,
    idempotency_key: flags.key ?? '',
    priority: flags.priority ?? 0,
    delay_ms: flags.delay ?? 0,
    max_attempts: flags.attempts ?? 0,
    timeout_seconds: flags.timeout ?? 0
  }
}

/** The id alone on standard output, for scripts; with --via where to ask for it, too. */
async function tell (job: Message, link: PeerLink, flags: SubmitFlags, { stdout, stderr }: CliContext): Promise<void> {
  if (flags.json === true) return await writeOut(stdout, `${toJson({ ...job, multiaddr: link.address })}\n`)
  await writeOut(stdout, `${String(job['id'])}\n`)
  if (flags.via !== undefined || stdout.isTTY === true) await writeOut(stderr, `watch it:  npx subnetes watch ${link.address} ${String(job['id'])}\n`)
}
