/** Several endpoints of one chain as one: the first that is healthy is asked, a failing one is left alone for a while. */
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import type { JsonRpcSocket } from './json-rpc-socket.ts'

/** First and longest time that a failing endpoint is left alone; doubled with every failure in a row. */
export const ENDPOINT_BACKOFF_MS = { first: 1_000, longest: 60_000 } as const

/** What an {@link EndpointPool} stands on. */
export interface EndpointPoolComponents {
  readonly logger: Logger
  readonly now: () => number
}

interface Endpoint {
  readonly socket: Pick<JsonRpcSocket, 'name' | 'call' | 'close'>
  failures: number
  retryAtMs: number
}

/** How an endpoint does, for readiness and logs. */
export interface EndpointHealth {
  readonly name: string
  readonly isHealthy: boolean
}

/** Asks endpoints in the given order, healthy ones first. */
export class EndpointPool {
  readonly #endpoints: readonly Endpoint[]
  readonly #logger: Logger
  readonly #now: () => number

  constructor (sockets: ReadonlyArray<Endpoint['socket']>, { logger, now }: EndpointPoolComponents) {
    this.#endpoints = sockets.map((socket) => ({ socket, failures: 0, retryAtMs: 0 }))
    this.#logger = logger
    this.#now = now
  }

  /** In the given order. */
  get health (): readonly EndpointHealth[] {
    return this.#endpoints.map(({ socket, failures }) => ({ name: socket.name, isHealthy: failures === 0 }))
  }

  /** When the next endpoint may be asked again; 0 when one can be asked now. */
  get retryAfterMs (): number {
    return Math.max(0, Math.min(...this.#endpoints.map(({ retryAtMs }) => retryAtMs)) - this.#now())
  }

  /**
   * Asks one endpoint after the other until one gives an answer that `accept` takes.
   *
   * @param accept the answer, or undefined when the endpoint talks nonsense
   * @throws {SubnetesError} `unavailable` when none does, or all are left alone now
   */
  async ask <Answer> (method: string, params: readonly unknown[], accept: (result: unknown) => Answer | undefined): Promise<Answer> {
    const reasons: string[] = []
    for (const endpoint of this.#candidates()) {
      try {
        const answer = accept(await endpoint.socket.call(method, params))
        if (answer === undefined) throw new SubnetesError('unavailable', `chain endpoint ${endpoint.socket.name}: the answer to ${method} is of the wrong type`)
        this.#succeeded(endpoint)
        return answer
      } catch (error) {
        reasons.push(SubnetesError.from(error).message)
        this.#failed(endpoint, reasons.at(-1) as string)
      }
    }
    throw new SubnetesError('unavailable', reasons.length === 0 ? 'every chain endpoint failed a moment ago' : reasons.join('; '))
  }

  close (): void {
    for (const { socket } of this.#endpoints) socket.close()
  }

  #candidates (): Endpoint[] {
    const now = this.#now()
    return this.#endpoints.filter(({ retryAtMs }) => retryAtMs <= now).sort((a, b) => Math.sign(a.failures) - Math.sign(b.failures))
  }

  #succeeded (endpoint: Endpoint): void {
    if (endpoint.failures > 0) this.#logger.info('chain endpoint answers again', { endpoint: endpoint.socket.name })
    endpoint.failures = 0
    endpoint.retryAtMs = 0
  }

  /** Calls that failed together count once. */
  #failed (endpoint: Endpoint, error: string): void {
    const now = this.#now()
    if (endpoint.retryAtMs > now) return
    const backoffMs = Math.min(ENDPOINT_BACKOFF_MS.first * 2 ** Math.min(endpoint.failures, 16), ENDPOINT_BACKOFF_MS.longest)
    endpoint.failures += 1
    endpoint.retryAtMs = now + backoffMs
    this.#logger.warn('chain endpoint failed', { endpoint: endpoint.socket.name, error, failures: endpoint.failures, backoffMs })
  }
}
