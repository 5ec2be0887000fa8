/** One worker as the pool sees it: its slots in use, and whether it can be given a call now. */
import { Backoff, SubnetesError } from '@subnetes/common'
import type { EndpointState, Logger, WorkerEndpoint } from '@subnetes/common'
import { isNotStarted, isWorkerLost } from '@subnetes/grpc'
import type { Transport, WorkerLink } from './transport.ts'

/** Pauses after a worker could not be reached. The first is short: most losses are a restart; the cap bounds how late a worker that is back is noticed. */
const FAILURE_BACKOFF = { minMs: 25, maxMs: 2_000 }
/** Pauses after a worker turned a call away, mostly because another gateway filled its slots. */
const REFUSAL_BACKOFF = { minMs: 10, maxMs: 200 }

/** With these a worker turns a call away. Other calls that did not start ended by their caller's doing, which says nothing about the worker. */
const REFUSALS: ReadonlySet<string | undefined> = new Set(['unavailable', 'resource_exhausted'])

/** What a worker needs of its pool. */
export interface PoolWorkerComponents {
  readonly transport: Transport
  readonly logger: Logger
  /** Told when the worker may have become able to take a call, or unable. */
  readonly onChange: () => void
}

/** `checking`: to be prepared before it gets a call. `resting`: failed or refused, tried again after a pause. */
type Phase = 'checking' | 'up' | 'resting'

/** A worker with its link. */
export class PoolWorker {
  readonly id: string
  readonly address: string
  readonly link: WorkerLink
  readonly #logger: Logger
  readonly #onChange: () => void
  readonly #failures = new Backoff(FAILURE_BACKOFF)
  readonly #refusals = new Backoff(REFUSAL_BACKOFF)
  readonly #closing = new AbortController()
  #state: EndpointState | 'removed' = 'starting'
  #phase: Phase = 'checking'
  #restsFor: Backoff | undefined
  #isPreparing = false
  #timer: NodeJS.Timeout | undefined
  #active = 0

  constructor (endpoint: WorkerEndpoint, components: PoolWorkerComponents) {
    this.id = endpoint.id
    this.address = endpoint.address
    this.#logger = components.logger
    this.#onChange = components.onChange
    this.link = components.transport.link(endpoint, () => this.#rest(this.#failures))
  }

  /** Slots in use. */
  get active (): number {
    return this.#active
  }

  get isReady (): boolean {
    return this.#state === 'ready' && this.#phase === 'up'
  }

  get isRemoved (): boolean {
    return this.#state === 'removed'
  }

  /** Takes over what the operator says of it. */
  setState (state: EndpointState | 'removed'): void {
    if (this.#state === state) return
    this.#state = state
    if (state === 'ready') this.#prepare()
  }

  /** A call takes a slot. */
  begin (): void {
    this.#active += 1
  }

  /** A call gives its slot back; its error may say something about the worker. */
  end (error: SubnetesError | undefined): void {
    this.#active -= 1
    if (isWorkerLost(error)) this.#rest(this.#failures)
    else if (isNotStarted(error) && REFUSALS.has(error?.code)) this.#rest(this.#refusals)
    else this.#onEnd(error)
    this.#onChange()
  }

  /** Lets go of the link. Calls on it end with `unavailable`. */
  async close (): Promise<void> {
    this.#state = 'removed'
    this.#closing.abort(new SubnetesError('unavailable', `worker ${this.id} was removed`))
    clearTimeout(this.#timer)
    await this.link.close()
  }

  /** A slot is free now, whatever the worker said before; and a success shows that it is well. */
  #onEnd (error: SubnetesError | undefined): void {
    if (this.#phase === 'resting' && this.#restsFor === this.#refusals) this.#check()
    if (error !== undefined) return
    this.#failures.reset()
    this.#refusals.reset()
  }

  #rest (backoff: Backoff): void {
    if (this.#phase === 'resting' || this.isRemoved) return
    this.#phase = 'resting'
    this.#restsFor = backoff
    this.#timer = setTimeout(() => this.#check(), backoff.next())
    this.#onChange()
  }

  /** The rest is over. */
  #check (): void {
    clearTimeout(this.#timer)
    this.#phase = 'checking'
    this.#prepare()
  }

  /** Asks the worker whether it can take calls, when it is to have any. */
  #prepare (): void {
    if (this.#phase !== 'checking' || this.#state !== 'ready' || this.#isPreparing) return
    if (this.link.prepare === undefined) {
      this.#setUp()
      return
    }
    this.#isPreparing = true
    this.link.prepare({ signal: this.#closing.signal }).then(
      () => { this.#isPreparing = false; this.#setUp() },
      (error: unknown) => { this.#isPreparing = false; this.#onUnprepared(SubnetesError.from(error)) })
  }

  #setUp (): void {
    if (this.#phase !== 'checking') return
    this.#phase = 'up'
    this.#onChange()
  }

  #onUnprepared (error: SubnetesError): void {
    if (this.isRemoved) return
    this.#logger.debug('worker does not answer yet', { workerId: this.id, address: this.address, error: error.message, attempts: this.#failures.attempts })
    this.#rest(this.#failures)
  }
}
