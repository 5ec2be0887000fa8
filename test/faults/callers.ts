/** Peers that submit jobs and collect them, through whatever gateway answers, as long as it takes. */
import { setTimeout as sleep } from 'node:timers/promises'
import { SubnetesError } from '@subnetes/common'
import type { Message } from '@subnetes/proto'
import type { SubnetNode } from '@subnetes/rpc'
import type { FaultSubnet } from './fault-subnet.ts'
import { pick } from './random.ts'
import { methodOf } from './work-service.ts'
import type { Work } from './work-service.ts'

/** A job and what became of it. */
export interface Outcome {
  readonly work: Work
  readonly peer: SubnetNode
  readonly id: string
  /** Serialized messages of the result; undefined when the job failed. */
  readonly messages: readonly Uint8Array[] | undefined
  readonly error: string
}

/** What callers met on the way. */
export interface Trouble {
  /** Calls that failed and were made again, by code. */
  readonly retries: Record<string, number>
  /** Jobs that were acknowledged and then unknown: what a Redis lost. They were submitted again under their key. */
  readonly forgotten: Set<string>
}

const SUBMIT_MS = 10_000
const RESULT_WAIT_SECONDS = 20
const RETRY_MS = 250
/** Nothing that a further try could mend. */
const FINAL: ReadonlySet<string> = new Set(['invalid_argument', 'already_exists', 'permission_denied', 'out_of_range', 'data_loss', 'internal'])

/** Submits and collects jobs. */
export class Callers {
  readonly #subnet: FaultSubnet
  readonly #random: () => number
  readonly #signal: AbortSignal
  readonly trouble: Trouble = { retries: {}, forgotten: new Set() }

  constructor (subnet: FaultSubnet, random: () => number, signal: AbortSignal) {
    this.#subnet = subnet
    this.#random = random
    this.#signal = signal
  }

  /** A job from submit to result. */
  async run (work: Work): Promise<Outcome> {
    const peer = pick(this.#subnet.peers, this.#random)
    const id = await this.submit(work, peer)
    return await this.collect({ work, peer, id })
  }

  /** Collects the result of a job that was submitted. */
  async collect ({ work, peer, id }: { work: Work, peer: SubnetNode, id: string }): Promise<Outcome> {
    while (true) {
      try {
        const result = await this.#call(peer, { method: 'rpc_result', request: { id, wait_seconds: RESULT_WAIT_SECONDS }, timeoutMs: (RESULT_WAIT_SECONDS + 10) * 1000 })
        return { work, peer, id, messages: result['messages'] as Uint8Array[], error: '' }
      } catch (cause) {
        const error = this.#met(cause)
        const state = await this.#state(peer, id)
        if (state === 'unknown') {
          this.trouble.forgotten.add(id)
          await this.submit(work, peer)
        } else if (state === 'JOB_STATE_FAILED' || state === 'JOB_STATE_CANCELLED') {
          return { work, peer, id, messages: undefined, error: `${state}: ${error.message}` }
        }
      }
      await sleep(RETRY_MS)
    }
  }

  /** Submits under a key until a gateway has taken it. @returns the job's id */
  async submit (work: Work, peer: SubnetNode): Promise<string> {
    const method = methodOf(work)
    const request = { handle: `WorkProtocol.${method.name}`, request: method.encodeRequest({ ...work }), idempotency_key: `job-${work.number}` }
    while (true) {
      try {
        return String((await this.#call(peer, { method: 'rpc_submit', request, timeoutMs: SUBMIT_MS }))['id'])
      } catch (cause) {
        const error = this.#met(cause)
        if (FINAL.has(error.code)) throw error
        await sleep(RETRY_MS)
      }
    }
  }

  async #call (peer: SubnetNode, init: { method: string, request: Message, timeoutMs: number }): Promise<Message> {
    return await this.#subnet.call(peer, pick(this.#subnet.doors, this.#random), init)
  }

  async #state (peer: SubnetNode, id: string): Promise<string> {
    try {
      return String((await this.#call(peer, { method: 'rpc_get', request: { id }, timeoutMs: SUBMIT_MS }))['state'])
    } catch (cause) {
      return this.#met(cause).code === 'not_found' ? 'unknown' : ''
    }
  }

  #met (cause: unknown): SubnetesError {
    if (this.#signal.aborted) throw new Error('the time of the test is over')
    const error = SubnetesError.from(cause)
    this.trouble.retries[error.code] = (this.trouble.retries[error.code] ?? 0) + 1
    return error
  }
}

/** Runs `action` on every item, `lanes` at a time, in order. */
export async function inLanes<T, R> (items: readonly T[], lanes: number, action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await action(items[at] as T)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}
