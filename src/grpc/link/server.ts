/** The runner's end of all its links: gives calls to compute, refuses what it cannot take, and ends links in order. */
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { notStarted } from '../not-started.ts'
import type { ReceivedCall, ServeCall } from '../received-call.ts'
import type { Carrier } from './carrier.ts'
import { ReceivedContexts, readMetadata } from './contexts.ts'
import { Link } from './link.ts'
import type { LinkEnd } from './link.ts'
import { CallFlag, LINK_VERSION, NO_TIMEOUT, RecordType, StatusFlag, decodeCallHead, decodeTexts, encodeStatus, violation } from './records.ts'
import { ServerCall } from './server-call.ts'

/** What a runner's end works with. */
export interface LinkServerInit {
  readonly serve: ServeCall
  readonly logger: Logger
  /** Largest request. @default {@link DEFAULT_MAX_REQUEST_BYTES} */
  readonly maxMessageBytes?: number | undefined
}

/** Largest request that a link takes: the largest message of a stream that gateways take from peers. 16 MiB. */
export const DEFAULT_MAX_REQUEST_BYTES = 16_777_216
/** A connection without a HELLO is closed after this. */
const HELLO_TIMEOUT_MS = 10_000
/** Answers that wait for a gateway to read them, over all calls of its link; beyond, it gets no new call done. 32 MiB. */
const MAX_QUEUED_BYTES = 33_554_432

/** Serves links. */
export interface LinkServer {
  /** Calls that run or whose answers wait to leave. */
  readonly activeCalls: number
  /** Begins a link on a connection of a gateway. */
  accept: (carrier: Carrier) => void
  /** Takes no new call on any link; each closes when its calls have ended. */
  goAway: () => void
  /** Resolves when no call runs on any link and no answer waits to leave. */
  idle: () => Promise<void>
  /** Resolves when there is no link any more. */
  closed: () => Promise<void>
  /** Cuts everything off. */
  destroy: () => void
}

export function createLinkServer (init: LinkServerInit): LinkServer {
  return new Server(init)
}

class Server implements LinkServer {
  readonly #init: LinkServerInit
  readonly #links = new Set<ServedLink>()
  readonly #waitingForIdle: Array<() => void> = []
  readonly #waiting: Array<() => void> = []

  constructor (init: LinkServerInit) {
    this.#init = { ...init, logger: init.logger.child({ component: 'link-server' }) }
  }

  get activeCalls (): number {
    let count = 0
    for (const link of this.#links) count += link.activeCalls
    return count
  }

  accept (carrier: Carrier): void {
    const link = new ServedLink(carrier, this.#init, {
      onIdle: () => this.#onIdle(),
      onEnd: (error) => {
        this.#links.delete(link)
        if (error !== undefined) this.#init.logger.warn('link ended', { error: error.message })
        if (this.#links.size > 0) return
        for (const resolve of this.#waiting.splice(0)) resolve()
      }
    })
    this.#links.add(link)
  }

  goAway (): void {
    for (const link of this.#links) link.goAway()
  }

  async idle (): Promise<void> {
    if (this.activeCalls > 0) await new Promise<void>((resolve) => { this.#waitingForIdle.push(resolve) })
  }

  async closed (): Promise<void> {
    if (this.#links.size > 0) await new Promise<void>((resolve) => { this.#waiting.push(resolve) })
  }

  destroy (): void {
    for (const link of [...this.#links]) link.destroy()
  }

  #onIdle (): void {
    if (this.#waitingForIdle.length === 0 || this.activeCalls > 0) return
    for (const resolve of this.#waitingForIdle.splice(0)) resolve()
  }
}

/** Whom a link tells of its calls and of its end. */
interface ServedLinkOwner {
  /** Its last call is over. */
  readonly onIdle: () => void
  readonly onEnd: (error: SubnetesError | undefined) => void
}

/** One link. */
class ServedLink implements LinkEnd {
  readonly link: Link
  readonly maxMessageBytes: number
  readonly #serve: ServeCall
  readonly #owner: ServedLinkOwner
  readonly #contexts = new ReceivedContexts()
  readonly #calls = new Map<number, ServerCall>()
  readonly #helloTimer: NodeJS.Timeout
  #lastId = 0
  #isGreeted = false
  #isGoingAway = false

  constructor (carrier: Carrier, init: LinkServerInit, owner: ServedLinkOwner) {
    this.#serve = init.serve
    this.#owner = owner
    this.maxMessageBytes = init.maxMessageBytes ?? DEFAULT_MAX_REQUEST_BYTES
    this.#helloTimer = setTimeout(() => this.link.destroy(new SubnetesError('unavailable', `no hello within ${HELLO_TIMEOUT_MS} ms`)), HELLO_TIMEOUT_MS).unref()
    this.link = new Link(carrier, this, { keepaliveMs: 0, keepaliveTimeoutMs: 0 })
  }

  get activeCalls (): number {
    return this.#calls.size
  }

  get lastId (): number {
    return this.#lastId
  }

  goAway (): void {
    if (this.#isGoingAway) return
    this.#isGoingAway = true
    this.link.send({ type: RecordType.GoAway, id: 0, argument: this.#lastId })
    this.#endWhenIdle()
  }

  destroy (): void {
    this.link.destroy(new SubnetesError('unavailable', 'the runner closed the link'))
  }

  forget (id: number): void {
    this.#calls.delete(id)
    if (this.#calls.size === 0) this.#owner.onIdle()
    this.#endWhenIdle()
  }

  onRecord (type: number, id: number, argument: number, body: Buffer): void {
    if (!this.#isGreeted) this.#greet(type, argument)
    else if (type === RecordType.Call || type === RecordType.Open) this.#open({ type, id, argument }, body)
    else if (type === RecordType.Define) this.#contexts.define(argument, body)
    else if (type === RecordType.Forget) this.#contexts.forget(argument)
    else if (id === 0 || id > this.#lastId) this.#unknown(type, id)
    else this.#calls.get(id)?.take({ type, argument, body }) // none: it ended here while the record was under way
  }

  onClosed (error: SubnetesError | undefined): void {
    clearTimeout(this.#helloTimer)
    const left = new SubnetesError('cancelled', 'the caller left', { cause: error })
    for (const call of [...this.#calls.values()]) call.abandon(left)
    this.#owner.onEnd(error)
  }

  #greet (type: number, version: number): void {
    if (type !== RecordType.Hello) throw violation('no hello first')
    if (version !== LINK_VERSION) throw violation(`a hello of version ${version}; this end speaks ${LINK_VERSION}`)
    this.#isGreeted = true
    clearTimeout(this.#helloTimer)
    // The byte says that records are taken straight on a connection too: see `carrier.ts`.
    this.link.send({ type: RecordType.Hello, id: 0, argument: LINK_VERSION, body: Buffer.from([1]) })
  }

  #unknown (type: number, id: number): void {
    // After a GOAWAY calls that the gateway made before it heard of it are passed over: it knows that they did not start.
    if (type === RecordType.GoAway || (this.#isGoingAway && id > 0)) return
    throw violation(`a record of type ${type} for call ${id}, which was never made`)
  }

  #open ({ type, id, argument }: { type: number, id: number, argument: number }, body: Buffer): void {
    if (id <= this.#lastId) throw violation(`call ${id} after call ${this.#lastId}`)
    if (this.#isGoingAway) return
    this.#lastId = id
    const { timeoutMs, flags, metadata, rest } = decodeCallHead(body)
    const context = this.#contexts.get(argument)
    if (context === undefined) return this.#refuse(id, 'its context is not known here any more')
    if (this.link.queuedBytes > MAX_QUEUED_BYTES) return this.#refuse(id, `${this.link.queuedBytes} bytes of answers wait for the gateway to read them`)
    const call = new ServerCall(this, id, (flags & CallFlag.StreamedAnswers) !== 0)
    const received: Omit<ReceivedCall, 'requests'> = {
      context,
      metadata: metadata === undefined ? undefined : readMetadata(decodeTexts(metadata)),
      deadline: timeoutMs === NO_TIMEOUT ? undefined : Date.now() + timeoutMs
    }
    this.#calls.set(id, call)
    call.start(this.#serve, received, type === RecordType.Call ? rest : undefined)
  }

  #refuse (id: number, why: string): void {
    const error = notStarted(new SubnetesError('unavailable', `the call was refused: ${why}`))
    this.link.send({ type: RecordType.Status, id, argument: UNAVAILABLE, body: encodeStatus(StatusFlag.NotStarted | StatusFlag.Retryable, error.message) })
  }

  #endWhenIdle (): void {
    if (this.#isGoingAway && this.#calls.size === 0) this.link.end()
  }
}

const UNAVAILABLE = 14
