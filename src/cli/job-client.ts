/** Jobs of a peer: its JobsProtocol, and a watch that goes on when the gateway it was at comes back. */
import { Backoff, SubnetesError, abortError, delay } from '@subnetes/common'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { createStub } from '@subnetes/rpc'
import type { CallOptions, DynamicStub } from '@subnetes/rpc'
import { connectPeer } from './peer.ts'
import type { PeerLink, PeerTarget } from './peer.ts'

/** A job's whole output and what is around it. */
const MAX_ANSWER_BYTES = 24 * 1024 * 1024
/** How long a watch looks for a gateway that has gone. */
export const RESUME_MS = 30_000

const service = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })

/** States by the words that people use. */
export const JOB_STATES: readonly string[] = ['waiting', 'delayed', 'active', 'succeeded', 'failed', 'cancelled']

/** `succeeded` of `JOB_STATE_SUCCEEDED`. */
export function stateWord (job: Message): string {
  return String(job['state']).replace('JOB_STATE_', '').toLowerCase()
}

/** The state of the contract behind a word. */
export function stateName (word: string): string {
  return `JOB_STATE_${word.toUpperCase()}`
}

/** Whether a job's state never changes again. */
export function isOver (job: Message): boolean {
  return ['succeeded', 'failed', 'cancelled'].includes(stateWord(job))
}

/** A job's own error as ours, or undefined when it has none. */
export function jobError (job: Message): SubnetesError | undefined {
  const code = String(job['error_code'])
  if (!isOver(job) || stateWord(job) === 'succeeded') return undefined
  return new SubnetesError((code === '' ? 'unknown' : code) as SubnetesError['code'], `job ${String(job['id'])} ${stateWord(job)}: ${String(job['error_message'])}`, { retryable: false })
}

/** Connects to the peer; with `via` to one that knows the job. @throws {SubnetesError} as `connectPeer` */
export async function connectJob (target: Omit<PeerTarget, 'handle' | 'whyNot'>, id: string, signal: AbortSignal): Promise<PeerLink> {
  return await connectPeer({
    ...target,
    handle: 'JobsProtocol.rpc_get',
    whyNot: async (node, peer, options) => await callJobs({ node, peer }, 'rpc_get', { id }, options).then(() => undefined, (error: unknown) => {
      const { code, message } = SubnetesError.from(error)
      return code === 'not_found' ? `knows no job ${id} of this identity` : message
    })
  }, signal)
}

/** Calls a unary method. @throws {SubnetesError} `failed_precondition` when the peer has no jobs */
export async function callJobs (link: Pick<PeerLink, 'node' | 'peer'>, method: string, request: Message, options: CallOptions): Promise<Message> {
  try {
    return await (stub(link)[method]?.(request, options) as Promise<Message>)
  } catch (error) {
    throw explain(error, link)
  }
}

function stub (link: Pick<PeerLink, 'node' | 'peer'>): DynamicStub {
  return createStub(link.node, link.peer, { service, maxResponseBytes: MAX_ANSWER_BYTES })
}

function explain (error: unknown, link: Pick<PeerLink, 'peer'>): SubnetesError {
  const known = SubnetesError.from(error)
  return known.code === 'unimplemented' ? new SubnetesError('failed_precondition', `peer ${link.peer} does not serve JobsProtocol, so it takes no jobs`, { cause: error }) : known
}

/** Where a watch stands: attempt and sequence of the last output seen. */
export interface WatchPosition { readonly attempt: number, readonly sequence: number }

/** What {@link watchJob} works with. */
export interface WatchInit {
  readonly id: string
  readonly after: WatchPosition
  /** The first connection; closed by its owner. */
  readonly link: PeerLink
  /** Another one, when that is lost. */
  readonly connect: () => Promise<PeerLink>
  readonly options: CallOptions & { readonly signal: AbortSignal }
  /** Told when the peer is lost and when it is there again. */
  readonly onLost: (words: string) => Promise<void>
}

/** A job's events to its end. When the peer goes away, it is looked for again for {@link RESUME_MS}, and the watch goes on after the last event. */
export async function * watchJob (init: WatchInit): AsyncGenerator<Message> {
  const { signal } = init.options
  let position = init.after
  let link = init.link
  let lostAt = 0
  const backoff = new Backoff({ minMs: 250, maxMs: 2_000 })
  try {
    while (true) {
      const end: WatchEnd = {}
      for await (const event of watchOnce(link, { ...init, after: position }, end)) {
        lostAt = 0
        backoff.reset()
        position = { attempt: Number(event['attempt']), sequence: Number(event['sequence']) }
        yield event
      }
      if (end.lost === undefined) return
      if (lostAt === 0) await init.onLost(end.lost.message)
      lostAt ||= Date.now()
      if (Date.now() - lostAt > RESUME_MS) throw end.lost
      await delay(backoff.next(), { signal }).catch(() => { throw abortError(signal) })
      const next = await reconnect(init)
      if (next !== undefined && link !== init.link) await link[Symbol.asyncDispose]()
      link = next ?? link
    }
  } finally {
    if (link !== init.link) await link[Symbol.asyncDispose]()
  }
}

/** `lost`: the peer went away before the job ended. */
interface WatchEnd { lost?: SubnetesError }

async function * watchOnce (link: PeerLink, { id, after, options }: WatchInit, end: WatchEnd): AsyncGenerator<Message> {
  try {
    const request = { id, after_attempt: after.attempt, after_sequence: after.sequence }
    for await (const event of stub(link)['rpc_watch']?.(request, { deadline: Infinity, ...options }) as AsyncIterable<Message>) {
      yield event
      const job = jobOf(event)
      if (job !== undefined && isOver(job)) return
    }
    end.lost = new SubnetesError('unavailable', `the watch of job ${id} ended before the job did`)
  } catch (error) {
    const known = explain(error, link)
    if (known.code !== 'unavailable' || options.signal.aborted) throw known
    end.lost = known
  }
}

/** The job of an event that has one. */
export function jobOf (event: Message): Message | undefined {
  const job = event['job']
  return typeof job === 'object' && job !== null ? job as Message : undefined
}

async function reconnect ({ connect, options }: WatchInit): Promise<PeerLink | undefined> {
  try {
    return await connect()
  } catch (error) {
    if (options.signal.aborted || SubnetesError.from(error).code !== 'unavailable') throw error
    return undefined
  }
}
