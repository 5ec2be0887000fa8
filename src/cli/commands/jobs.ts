/** `subnetes jobs`, `result`, `cancel`: what became of one's jobs. */
import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { Message } from '@subnetes/proto'
import { writeOut } from '../context.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { stableIdentity } from '../identity.ts'
import { JOB_STATES, callJobs, connectJob, stateName } from '../job-client.ts'
import { jobLine } from '../job-view.ts'
import { readJobWords, withJobWords } from '../job-words.ts'
import type { JobPeerFlags, JobWords } from '../job-words.ts'
import { toJson } from '../messages.ts'
import { collect, positiveInteger, wholeNumber } from '../options.ts'
import { connectPeer } from '../peer.ts'
import type { PeerLink } from '../peer.ts'
import { messagePrinter } from '../printer.ts'
import { methodFromFile, methodFromPeer } from '../schema.ts'

/** Longest time of a command unless told, beyond a wait that was asked for. */
const DEFAULT_DEADLINE_MS = 15_000
/** Jobs listed unless told. */
const DEFAULT_LIMIT = 100
/** Largest page of the contract. */
const MAX_PAGE = 1000

interface PeerFlags { deadline?: number, identity?: string, json?: boolean }
interface ListFlags extends PeerFlags { state?: string[], limit?: number }
interface JobFlags extends PeerFlags, JobPeerFlags {}
interface ResultFlags extends JobFlags { wait?: number, text?: string, proto?: string }
interface Asking { link: PeerLink, signal: AbortSignal, deadline: number }

/** Adds `jobs`, `result` and `cancel`. */
export function addJobCommands (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  common(program.command('jobs').description('Lists the jobs of this identity at a peer, newest first.'))
    .argument('<multiaddr>', 'the peer, or any other gateway of its subnet node')
    .option('--state <state>', `only these (${JOB_STATES.join(', ')}); may be given several times`, state)
    .option('--limit <n>', `list so many at most (default: ${DEFAULT_LIMIT})`, positiveInteger)
    .action(async (address: string, flags: ListFlags) => {
      const peer: AskedPeer = { where: address, connect: async (identity, signal) => await connectPeer({ address, identity }, signal) }
      await ask(peer, flags, context, async (asking) => { await list(asking, flags, context) })
      finish(ExitCode.Ok)
    })
  common(withJobWords(program.command('result')).description('Prints the answer of a job that has ended; its own error is the error of the command.'))
    .option('--wait <seconds>', 'wait so long for the end (default: not at all)', wholeNumber)
    .option('--text <field>', 'print only this field, without line ends between the messages')
    .option('--proto <file>', 'the schema of the answer; left out, the peer tells it (ReflectionProtocol)')
    .action(async (words: string[], flags: ResultFlags) => {
      const job = readJobWords('result', words, flags)
      if (flags.json === true && flags.text !== undefined) throw new SubnetesError('invalid_argument', 'give either --json or --text, not both')
      const patience = { deadline: DEFAULT_DEADLINE_MS + (flags.wait ?? 0) * 1000, ...flags }
      await ask(peerOf(job, flags), patience, context, async (asking) => { await result(asking, job.id, flags, context) })
      finish(ExitCode.Ok)
    })
  common(withJobWords(program.command('cancel')).description('Ends a job: at once while it waits, and by asking its worker to stop while it runs. Prints how it ended.'))
    .action(async (words: string[], flags: JobFlags) => {
      const wanted = readJobWords('cancel', words, flags)
      await ask(peerOf(wanted, flags), flags, context, async ({ link, signal, deadline }) => {
        const job = await callJobs(link, 'rpc_cancel', { id: wanted.id }, { signal, deadline })
        await writeOut(context.stdout, flags.json === true ? `${toJson(job)}\n` : `${jobLine(job)}\n`)
      })
      finish(ExitCode.Ok)
    })
}

function common (command: Command): Command {
  return command
    .option('--deadline <ms>', `longest time of the command (default: ${DEFAULT_DEADLINE_MS}, and the wait)`, positiveInteger)
    .option('--identity <file>', 'key file the jobs were submitted with; left out, the one of this user')
    .option('--json', 'JSON lines; errors as JSON on standard error')
    .addHelpText('after', EXIT_CODE_HELP)
}

function state (text: string, earlier?: readonly string[]): string[] {
  if (!JOB_STATES.includes(text)) throw new InvalidArgumentError(`Allowed are ${JOB_STATES.join(', ')}.`)
  return collect(text, earlier)
}

interface AskedPeer { where: string, connect: (identity: string, signal: AbortSignal) => Promise<PeerLink> }

function peerOf ({ address, id }: JobWords, { via, expectPeer }: JobFlags): AskedPeer {
  return { where: via ?? address ?? '', connect: async (identity, signal) => await connectJob({ address, via, expectPeer, identity }, id, signal) }
}

async function ask ({ where, connect }: AskedPeer, flags: PeerFlags, context: CliContext, use: (asking: Asking) => Promise<void>): Promise<void> {
  const deadline = Date.now() + (flags.deadline ?? DEFAULT_DEADLINE_MS)
  using limit = ownedSignal({ parents: [context.signal], deadline, what: `asking ${where}` })
  const identity = await stableIdentity(flags.identity, context.env)
  await using link = await connect(identity, limit.signal)
  await use({ link, signal: limit.signal, deadline })
}

async function list ({ link, signal, deadline }: Asking, flags: ListFlags, { stdout }: CliContext): Promise<void> {
  const limit = flags.limit ?? DEFAULT_LIMIT
  let left = limit
  let pageToken = ''
  do {
    const request = { limit: Math.min(left, MAX_PAGE), page_token: pageToken, states: (flags.state ?? []).map(stateName) }
    const page = await callJobs(link, 'rpc_list', request, { signal, deadline })
    const jobs = page['jobs'] as Message[]
    for (const job of jobs) await writeOut(stdout, flags.json === true ? `${toJson(job)}\n` : `${jobLine(job)}\n`)
    left -= jobs.length
    pageToken = String(page['next_page_token'])
  } while (pageToken !== '' && left > 0)
  if (left === limit && flags.json !== true) await writeOut(stdout, '(no jobs of this identity here)\n')
}

async function result ({ link, signal, deadline }: Asking, id: string, flags: ResultFlags, context: CliContext): Promise<void> {
  const answer = await callJobs(link, 'rpc_result', { id, wait_seconds: flags.wait ?? 0 }, { signal, deadline })
  const handle = String((answer['job'] as Message)['handle'])
  const method = flags.proto === undefined ? await methodFromPeer(handle, link, { signal, deadline }) : await methodFromFile(handle, flags.proto)
  const print = messagePrinter(method, flags, context)
  for (const message of answer['messages'] as Uint8Array[]) await print.message(method.decodeResponse(message))
  await print.end()
}
