/** The gateway's end of a link: starts calls at a runner and hands their answers to sinks. */
import { SubnetesError } from '@subnetes/common'
import type { AnswerSink, RunningCall } from '@subnetes/common'
import { notStarted, workerLost } from '../not-started.ts'
import type { Carrier } from './carrier.ts'
import { ClientCall } from './client-call.ts'
import { DefinedContexts } from './contexts.ts'
import type { LinkCall } from './link-call.ts'
import { Link } from './link.ts'
import type { LinkEnd, LinkOptions } from './link.ts'
import { LINK_VERSION, RecordType, violation } from './records.ts'

/** What a gateway's end needs. */
export interface LinkClientInit extends LinkOptions {
  /** The runner, for messages. */
  readonly address: string
  /** Largest answer. */
  readonly maxMessageBytes: number
  /** How long the runner may take to say HELLO. */
  readonly helloTimeoutMs: number
  /** Called once when the link takes no more calls, unless {@link LinkClient.close} did that. */
  readonly onUnusable: (error: SubnetesError) => void
  /** Called once when a link that {@link connectLink} returned is gone. */
  readonly onClosed: () => void
}

/** A link that stands. */
export interface LinkClient {
  /** Whether it takes calls. */
  readonly isUsable: boolean
  /** Whether the runner also speaks records straight on a connection. */
  readonly isLeanOffered: boolean
  /** Starts a call. Errors carry the marks of `not-started.ts`. */
  start: (call: LinkCall, sink: AnswerSink) => RunningCall
  /** Takes no more calls; closes when the last has ended. */
  finish: () => void
  /** Ends running calls with `unavailable`. */
  close: () => void
}

/** Last number a call may have; then the link takes no more and another is made. */
const LAST_ID = 0xffff_fff0

/** A link that may not stand yet. */
export interface BegunLink extends LinkClient {
  /** Resolves when the runner has said HELLO; calls are taken from then on. Rejects with `unavailable`, not started. */
  readonly greeted: Promise<void>
  readonly destroy: (error: SubnetesError) => void
}

/** Begins a link on a carrier without waiting for the runner. */
export function beginLink (carrier: Carrier, init: LinkClientInit): BegunLink {
  return new Client(carrier, init)
}

/** Begins a link on a carrier. @throws {SubnetesError} `unavailable`, not started, when there is no HELLO of our version in time */
export async function connectLink (carrier: Carrier, init: LinkClientInit, signal: AbortSignal): Promise<LinkClient> {
  const client = beginLink(carrier, init)
  const timer = setTimeout(() => client.destroy(new SubnetesError('unavailable', `no hello within ${init.helloTimeoutMs} ms`)), init.helloTimeoutMs)
  const onAbort = (): void => client.destroy(SubnetesError.from(signal.reason, 'cancelled'))
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    await client.greeted
    return client
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

class Client implements BegunLink, LinkEnd {
  readonly lastId = 0
  readonly link: Link
  readonly contexts: DefinedContexts
  readonly maxMessageBytes: number
  readonly address: string
  readonly #init: LinkClientInit
  readonly #greeted = Promise.withResolvers<void>()
  readonly #calls = new Map<number, ClientCall>()
  /** Calls whose first record waits in a queue. */
  readonly #unsent = new Set<ClientCall>()
  #lastCall = 0
  #state: 'greeting' | 'up' | 'leaving' | 'closed' = 'greeting'
  #isLeanOffered = false

  constructor (carrier: Carrier, init: LinkClientInit) {
    this.#init = init
    this.address = init.address
    this.maxMessageBytes = init.maxMessageBytes
    this.link = new Link(carrier, this, init)
    this.contexts = new DefinedContexts(this.link)
    this.link.send({ type: RecordType.Hello, id: 0, argument: LINK_VERSION })
  }

  /** Resolves when the other end has said HELLO. */
  get greeted (): Promise<void> {
    return this.#greeted.promise
  }

  get isUsable (): boolean {
    return this.#state === 'up'
  }

  get isLeanOffered (): boolean {
    return this.#isLeanOffered
  }

  start (call: LinkCall, sink: AnswerSink): RunningCall {
    const running = new ClientCall(this, sink)
    this.#unsent.add(running)
    if (this.#state === 'up') running.start(call)
    else running.finish(this.#untaken())
    return running
  }

  finish (): void {
    if (this.#state !== 'up') return
    this.#state = 'leaving'
    this.#endWhenIdle()
  }

  close (): void {
    this.destroy(new SubnetesError('unavailable', 'the link was closed'))
  }

  destroy (error: SubnetesError): void {
    if (this.#state === 'up') this.#state = 'leaving'
    this.link.destroy(error)
  }

  /** The number of a call whose first record leaves now. */
  register (call: ClientCall): number {
    this.#unsent.delete(call)
    this.#lastCall += 1
    this.#calls.set(this.#lastCall, call)
    if (this.#lastCall >= LAST_ID) this.#leave(new SubnetesError('unavailable', 'the link has no more numbers for calls'))
    return this.#lastCall
  }

  /** A call has ended. */
  forget (call: ClientCall): void {
    if (call.id === 0) this.#unsent.delete(call)
    else this.#calls.delete(call.id)
    this.#endWhenIdle()
  }

  onRecord (type: number, id: number, argument: number, body: Buffer): void {
    if (this.#state === 'greeting') this.#onHello(type, argument, body)
    else if (type === RecordType.GoAway) this.#onGoAway(argument, body)
    else if (id === 0 || id > this.#lastCall) throw violation(`a record of type ${type} for call ${id}, which was never made`)
    else this.#calls.get(id)?.take({ type, argument, body }) // none: it ended here while the record was under way
  }

  onClosed (error: SubnetesError | undefined): void {
    const before = this.#state
    this.#state = 'closed'
    const why = error === undefined ? '' : `: ${error.message}`
    for (const call of [...this.#unsent, ...this.#calls.values()]) {
      if (call.isSent) call.finish(workerLost(`connection to the worker at ${this.address} was lost during the call${why}`, error))
      else call.finish(notStarted(workerLost(`worker at ${this.address} closed the connection before it took the call${why}`, error)))
    }
    const loss = new SubnetesError('unavailable', `link to the worker at ${this.address} ended${why}`, { cause: error })
    this.#greeted.reject(notStarted(loss))
    this.#greeted.promise.catch(() => {}) // `connectLink` may have returned already
    if (before === 'greeting') return
    if (before === 'up') this.#init.onUnusable(loss)
    this.#init.onClosed()
  }

  #onHello (type: number, argument: number, body: Buffer): void {
    if (type !== RecordType.Hello || argument !== LINK_VERSION) throw violation(`no hello of version ${LINK_VERSION} first`)
    this.#isLeanOffered = body[0] === 1
    this.#state = 'up'
    this.#greeted.resolve()
  }

  #onGoAway (lastSeen: number, text: Buffer): void {
    for (const call of [...this.#unsent, ...this.#calls.values()]) {
      if (call.id === 0 || call.id > lastSeen) call.finish(this.#untaken())
    }
    this.#leave(new SubnetesError('unavailable', `worker at ${this.address} takes no more calls on this link${text.length === 0 ? '' : `: ${text.toString('utf8', 0, 500)}`}`))
    this.#endWhenIdle()
  }

  #leave (error: SubnetesError): void {
    if (this.#state !== 'up') return
    this.#state = 'leaving'
    this.#init.onUnusable(error)
  }

  #endWhenIdle (): void {
    if (this.#state === 'leaving' && this.#calls.size === 0 && this.#unsent.size === 0) this.link.end()
  }

  #untaken (): SubnetesError {
    return notStarted(workerLost(`worker at ${this.address} closed the connection before it took the call`))
  }
}
