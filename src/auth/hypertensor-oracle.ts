/** Stake as the Hypertensor chain knows it: `network_proofOfStake` over JSON-RPC. */
import { SubnetesError, abortError, silentLogger } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { EndpointPool } from './endpoint-pool.ts'
import type { EndpointHealth } from './endpoint-pool.ts'
import { DEFAULT_CONNECT_TIMEOUT_MS, DEFAULT_RPC_TIMEOUT_MS, JsonRpcSocket } from './json-rpc-socket.ts'
import { refusal } from './refusal.ts'
import { StakeCache } from './stake-cache.ts'
import { STAKE_CLASSES } from './stake-oracle.ts'
import type { StakeClass, StakeOracle } from './stake-oracle.ts'

/** How long a yes counts, as both templates. */
export const DEFAULT_STAKE_SUCCESS_MS = 300_000

/** How long a no counts: short, so that a node that registers just after a refusal is let in soon. */
export const DEFAULT_STAKE_FAILURE_MS = 20_000

/** How long a yes counts while no endpoint answers. An hour of an absent chain stops nobody who had stake. */
export const DEFAULT_STAKE_STALE_MS = 3_600_000

/** Answers remembered; about 4 MB. */
export const DEFAULT_STAKE_ENTRIES = 16_384

/** Questions under way at once, over all peers. */
export const DEFAULT_MAX_STAKE_QUESTIONS = 256

/** What a hypertensor oracle is told. */
export interface HypertensorOracleInit {
  /** `ws://` or `wss://` URLs, the preferred one first. */
  endpoints: readonly string[]
  /** The chain's number of the subnet (u32). */
  subnetId: number
  /** @default {@link DEFAULT_STAKE_SUCCESS_MS} */
  successMs?: number | undefined
  /** @default {@link DEFAULT_STAKE_FAILURE_MS} */
  failureMs?: number | undefined
  /** @default {@link DEFAULT_STAKE_STALE_MS} */
  staleMs?: number | undefined
  /** @default {@link DEFAULT_STAKE_ENTRIES} */
  maxEntries?: number | undefined
  /** @default {@link DEFAULT_MAX_STAKE_QUESTIONS} */
  maxQuestions?: number | undefined
  /** @default {@link DEFAULT_CONNECT_TIMEOUT_MS} */
  connectTimeoutMs?: number | undefined
  /** @default {@link DEFAULT_RPC_TIMEOUT_MS} */
  rpcTimeoutMs?: number | undefined
  now?: (() => number) | undefined
}

/** A {@link StakeOracle} on a chain. */
export interface HypertensorOracle extends StakeOracle {
  /** In the order of the endpoints. */
  readonly health: readonly EndpointHealth[]
}

const METHOD = 'network_proofOfStake'

/** A peer without an answer is told to come back after this, when the endpoints are not known to be away longer. */
const RETRY_MS = 1_000

/** A base58 peer id of the longest kind has 60 characters. */
const PEER_PATTERN = /^[1-9A-HJ-NP-Za-km-z]{40,64}$/

/**
 * Asks the chain. `true` is yes and `false` is no; an endpoint that answers anything else is treated as failing, and the next is asked. When none answers, a
 * yes that is not older than `staleMs` goes on to count, and everything else is refused as `unavailable` with a retry hint.
 *
 * @throws {SubnetesError} `invalid_argument` for wrong URLs, none at all, or a subnet id that is no u32
 */
export function hypertensorOracle (init: HypertensorOracleInit): (components?: { logger?: Logger }) => HypertensorOracle {
  return ({ logger = silentLogger } = {}) => new ChainOracle(init, logger.child({ component: 'stake-oracle' }))
}

class ChainOracle implements HypertensorOracle {
  readonly #init: HypertensorOracleInit
  readonly #now: () => number
  readonly #pool: EndpointPool
  readonly #cache: StakeCache
  /** One for each peer and class. */
  readonly #questions = new Map<string, Promise<boolean>>()

  constructor (init: HypertensorOracleInit, logger: Logger) {
    const { endpoints, subnetId, now = Date.now, connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS, rpcTimeoutMs = DEFAULT_RPC_TIMEOUT_MS } = init
    if (endpoints.length === 0) throw new SubnetesError('invalid_argument', 'a hypertensor stake oracle needs at least one endpoint')
    if (!Number.isInteger(subnetId) || subnetId < 0 || subnetId > 0xffffffff) throw new SubnetesError('invalid_argument', `subnet id ${subnetId} is no whole number of 32 bits`)
    this.#init = init
    this.#now = now
    this.#pool = new EndpointPool(endpoints.map((url) => new JsonRpcSocket(url, { connectTimeoutMs, rpcTimeoutMs })), { logger, now })
    const { successMs = DEFAULT_STAKE_SUCCESS_MS, failureMs = DEFAULT_STAKE_FAILURE_MS, staleMs = DEFAULT_STAKE_STALE_MS, maxEntries = DEFAULT_STAKE_ENTRIES } = init
    this.#cache = new StakeCache({ successMs, failureMs, staleMs, maxEntries })
  }

  get health (): readonly EndpointHealth[] { return this.#pool.health }

  /** Nothing is opened before the first question. */
  async start (): Promise<void> {}

  async stop (): Promise<void> {
    this.#pool.close()
    await Promise.allSettled(this.#questions.values())
  }

  async isStaked (peer: string, minClass: StakeClass, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<boolean> {
    if (!PEER_PATTERN.test(peer)) return false
    const known = this.#known(peer, minClass)
    if (known !== undefined) return known
    return await unlessAborted(this.#question(peer, minClass), signal)
  }

  /** A yes for a higher class is one for those below, a no for a lower class one for those above. */
  #known (peer: string, minClass: StakeClass): boolean | undefined {
    const [now, wanted] = [this.#now(), STAKE_CLASSES.indexOf(minClass)]
    for (const [index, stakeClass] of STAKE_CLASSES.entries()) {
      const answer = this.#cache.fresh(keyOf(peer, stakeClass), now)
      if (answer === true ? index >= wanted : answer === false && index <= wanted) return answer
    }
    return undefined
  }

  #question (peer: string, minClass: StakeClass): Promise<boolean> {
    const key = keyOf(peer, minClass)
    const open = this.#questions.get(key)
    if (open !== undefined) return open
    const { maxQuestions = DEFAULT_MAX_STAKE_QUESTIONS } = this.#init
    const asked = this.#questions.size >= maxQuestions
      ? this.#unknown(key, new SubnetesError('unavailable', `${maxQuestions} questions to the chain are open, as many as allowed`))
      : this.#ask(peer, minClass).catch((error: unknown) => this.#unknown(key, error))
    const question = asked.finally(() => this.#questions.delete(key))
    this.#questions.set(key, question)
    return question
  }

  async #ask (peer: string, minClass: StakeClass): Promise<boolean> {
    const params = [this.#init.subnetId, [...peer].map((character) => character.charCodeAt(0)), STAKE_CLASSES.indexOf(minClass)]
    const staked = await this.#pool.ask(METHOD, params, (result) => typeof result === 'boolean' ? result : undefined)
    this.#cache.set(keyOf(peer, minClass), { staked, atMs: this.#now() })
    return staked
  }

  async #unknown (key: string, cause: unknown): Promise<boolean> {
    if (this.#cache.isStaleYes(key, this.#now())) return true
    throw refusal('stake_unknown', 'the chain cannot be asked for the stake of this peer now', { retryAfterMs: Math.max(this.#pool.retryAfterMs, RETRY_MS), cause })
  }
}

function keyOf (peer: string, stakeClass: StakeClass): string {
  return `${stakeClass}/${peer}`
}

/** The question goes on for others who wait for it. */
async function unlessAborted (question: Promise<boolean>, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal === undefined) return await question
  if (signal.aborted) throw abortError(signal)
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(abortError(signal))
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([question, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
