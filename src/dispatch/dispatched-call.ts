/** The life of one call in a pooled dispatcher: wait for a slot, run at a worker, try another one where that is safe. */
import { SubnetesError, abortError, ownedSignal, pullAnswers } from '@subnetes/common'
import type { RunningCall } from '@subnetes/common'
import type { CallCounters, CallTally } from './call-counters.ts'
import type { DispatchCall } from './dispatcher.ts'
import type { DispatchMetrics } from './dispatch-metrics.ts'
import { isNotStarted } from './not-started.ts'
import type { PoolWorker } from './pool-worker.ts'
import { ReadOnceRequests } from './requests.ts'
import type { SlotGate, SlotRequest } from './slot-gate.ts'

/** What a call needs of its dispatcher. */
export interface DispatchedCallComponents {
  readonly gate: SlotGate
  readonly counters: CallCounters
  readonly metrics: DispatchMetrics
  /** Calls to abort when the dispatcher stops. */
  readonly open: Set<DispatchedCall>
}

/** Codes that mean "this worker could not", as against "the answer is no". */
const ELSEWHERE = new Set(['unavailable', 'resource_exhausted', 'internal'])

/** One call's messages. Ending the iteration or aborting its signal cancels it at once, even while a message is awaited. */
export class DispatchedCall implements AsyncIterableIterator<Uint8Array> {
  readonly #call: DispatchCall
  readonly #components: DispatchedCallComponents
  #owned: ReturnType<typeof ownedSignal> | undefined
  #earlyCancel: SubnetesError | undefined
  #messages: AsyncGenerator<Uint8Array, undefined> | undefined
  /** When the present run at a worker must end; kept over a retry of a call that may have started. */
  #workDeadline: number | undefined
  /** 2 once the call may have started at a worker that was lost. */
  #attempt = 1
  #hasDelivered = false

  constructor (call: DispatchCall, components: DispatchedCallComponents) {
    this.#call = call
    this.#components = components
  }

  async next (): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#messages ??= this.#run()
    return await this.#messages.next()
  }

  async return (): Promise<IteratorResult<Uint8Array, undefined>> {
    this.cancel(new SubnetesError('cancelled', 'the caller ended the call'))
    await this.#messages?.return(undefined)
    this.#messages ??= nothing()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator] (): this {
    return this
  }

  /** Ends it with an error. */
  cancel (reason: SubnetesError): void {
    if (this.#owned === undefined) this.#earlyCancel ??= reason
    else this.#owned.abort(reason)
  }

  async * #run (): AsyncGenerator<Uint8Array, undefined> {
    const { counters, open } = this.#components
    const tally = counters.arrive()
    open.add(this)
    using owned = ownedSignal({ parents: [this.#call.signal] })
    this.#owned = owned
    if (this.#earlyCancel !== undefined) owned.abort(this.#earlyCancel)
    const requests = new ReadOnceRequests(this.#call)
    let failure: SubnetesError | undefined
    try {
      yield * this.#attempts(requests, tally, owned.signal)
    } catch (error) {
      failure = SubnetesError.from(error)
      throw failure
    } finally {
      tally.end(failure)
      this.#components.metrics.onEnd(failure)
      open.delete(this)
      requests.close()
    }
  }

  async * #attempts (requests: ReadOnceRequests, tally: CallTally, signal: AbortSignal): AsyncGenerator<Uint8Array, undefined> {
    let since = Date.now()
    let previous: SlotRequest['previous']
    this.#components.gate.checkRoom(this.#call)
    await requests.prepare(signal, this.#call.deadline ?? since + this.#components.gate.spec.hold.timeoutMs)
    for (;;) {
      const waitsFrom = performance.now()
      const worker = await this.#components.gate.acquire({ call: this.#call, signal, since, previous })
      this.#components.metrics.onSlot(performance.now() - waitsFrom)
      tally.run()
      try {
        yield * this.#runAt(worker, requests, signal)
        return
      } catch (caught) {
        const error = SubnetesError.from(caught)
        if (!this.#mayTryAgain(error, requests, signal)) throw error
        const didStart = !isNotStarted(error)
        tally.holdAgain(didStart)
        this.#components.metrics.onRetry(error)
        previous = { workerId: worker.id, error }
        if (didStart) {
          since = Date.now()
          this.#attempt += 1
        }
      }
    }
  }

  /** One attempt. The slot is given back when the worker has ended, for a single answer before it is handed on. */
  async * #runAt (worker: PoolWorker, requests: ReadOnceRequests, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const { method, deadline: callerDeadline } = this.#call
    if (this.#attempt === 1) this.#workDeadline = Math.min(callerDeadline ?? Infinity, Date.now() + method.timeoutMs)
    let error: SubnetesError | undefined
    let isReleased = false
    const release = (): void => {
      if (!isReleased) this.#components.gate.release(worker, error)
      isReleased = true
    }
    let running: RunningCall | undefined
    const onAbort = (): void => running?.cancel(abortError(signal))
    try {
      const messages = pullAnswers((sink) => { running = worker.link.start({
        call: this.#call,
        protocol: this.#components.gate.spec.protocol,
        attempt: this.#attempt,
        requests: requests.forAttempt(),
        deadline: this.#workDeadline as number
      }, sink); return running })
      signal.addEventListener('abort', onAbort)
      if (method.responseStream) {
        for await (const message of messages) {
          this.#hasDelivered = true
          yield message
        }
      } else {
        const answer = await onlyMessage(messages, method.path)
        release()
        yield answer
      }
    } catch (caught) {
      error = SubnetesError.from(caught)
      throw error
    } finally {
      signal.removeEventListener('abort', onAbort)
      release()
    }
  }

  #mayTryAgain (error: SubnetesError, requests: ReadOnceRequests, signal: AbortSignal): boolean {
    if (signal.aborted || this.#hasDelivered || !requests.canReplay || !ELSEWHERE.has(error.code)) return false
    if (isNotStarted(error)) return true
    const hasTime = Date.now() < (this.#workDeadline as number)
    return this.#call.method.idempotent && this.#attempt === 1 && error.code === 'unavailable' && hasTime
  }
}

/** The answer of a method without a response stream. It is handed on only when the status is known. */
async function onlyMessage (messages: AsyncIterable<Uint8Array>, path: string): Promise<Uint8Array> {
  let answer: Uint8Array | undefined
  for await (const message of messages) {
    if (answer !== undefined) throw new SubnetesError('internal', `worker answered ${path} with more than one message; the method has a single response`)
    answer = message
  }
  if (answer === undefined) throw new SubnetesError('internal', `worker answered ${path} with status OK and no message; the method has a single response`)
  return answer
}

async function * nothing (): AsyncGenerator<Uint8Array, undefined> {
  // A call ended before its first pull has no messages.
}
