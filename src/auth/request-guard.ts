/**
 * What a signed request must hold beside its signature: a recipient, a time, a nonce that is new.
 *
 * Requests bound to this node need no shared store. What this process accepted it remembers; what an earlier process of the same identity may
 * have accepted was signed before this one started, give or take how far ahead a caller's clock may be, and is refused.
 */
import { SubnetesError } from '@subnetes/common'
import type { AuthorizerCall } from '@subnetes/rpc'
import type { RequestAuth } from './auth-message.ts'
import { MemoryNonceStore } from './nonce-store.ts'
import type { NonceStore } from './nonce-store.ts'
import { refusal } from './refusal.ts'

/** How far a request's time may be from now, hivemind's and the template's minute. */
export const DEFAULT_TIME_WINDOW_MS = 60_000

/**
 * How far ahead the clock of a caller may be that binds its requests. Small, because for as long after a restart bound requests are refused: 5 s is far
 * more than clocks under NTP differ.
 */
export const DEFAULT_MAX_AHEAD_MS = 5_000

/** How long a nonce is remembered: the time window in both directions and as much again, as hivemind does. */
export const NONCE_KEEP_MS = 180_000

/** Nonces of hivemind have 8 bytes; fewer could be guessed or meet by chance. */
export const MIN_NONCE_BYTES = 8

/** What is remembered of each request stays small. */
export const MAX_NONCE_BYTES = 64

/** What a {@link RequestGuard} may be told. */
export interface RequestGuardInit {
  /** Of requests bound to this node. @default a {@link MemoryNonceStore} of its own */
  nonces?: NonceStore | undefined
  /** Of requests bound to nobody, shared by all nodes that would take them. Without it such requests are refused with `unavailable`. */
  sharedNonces?: NonceStore | undefined
  /** @default {@link DEFAULT_TIME_WINDOW_MS} */
  timeWindowMs?: number | undefined
  /** @default {@link DEFAULT_MAX_AHEAD_MS} */
  maxAheadMs?: number | undefined
  /** When this process began to take requests under its identity, epoch milliseconds. @default when the process started */
  startedAtMs?: number | undefined
  now?: (() => number) | undefined
}

/** Checks recipients, times and nonces of requests to one node. */
export class RequestGuard {
  readonly #ownKey: Buffer
  readonly #nonces: NonceStore
  readonly #sharedNonces: NonceStore | undefined
  readonly #windowMs: number
  readonly #aheadMs: number
  readonly #startedAtMs: number
  readonly #now: () => number

  /** @param ownKey OpenSSH text */
  constructor (ownKey: string, init: RequestGuardInit = {}) {
    const { now = Date.now, timeWindowMs = DEFAULT_TIME_WINDOW_MS, maxAheadMs = DEFAULT_MAX_AHEAD_MS, startedAtMs = performance.timeOrigin } = init
    this.#ownKey = Buffer.from(ownKey)
    this.#nonces = init.nonces ?? new MemoryNonceStore({ now })
    this.#sharedNonces = init.sharedNonces
    this.#windowMs = timeWindowMs
    this.#aheadMs = Math.min(maxAheadMs, timeWindowMs)
    this.#startedAtMs = startedAtMs
    this.#now = now
  }

  /** What can be told before the signature is checked, and costs less. @throws {SubnetesError} a refusal */
  check (auth: RequestAuth, { handle: what }: AuthorizerCall): void {
    const isBound = auth.servicePublicKey.length > 0
    if (auth.nonce.length < MIN_NONCE_BYTES || auth.nonce.length > MAX_NONCE_BYTES) {
      throw refusal('malformed', `the nonce has ${auth.nonce.length} bytes; ${MIN_NONCE_BYTES} to ${MAX_NONCE_BYTES} are allowed`, { what })
    }
    if (isBound && !this.#ownKey.equals(auth.servicePublicKey)) throw refusal('wrong_recipient', 'the request is bound to the key of another node; bind it to the one it is sent to', { what })
    if (!isBound && this.#sharedNonces === undefined) {
      throw refusal('unbound', 'the request is bound to nobody, and without a store shared by all replicas a replay could not be told; bind it with service_public_key', { what })
    }
    this.#checkTime(auth.time * 1000, isBound, what)
  }

  /** Remembers the nonce of a request whose signature was checked. @throws {SubnetesError} a refusal */
  async remember (auth: RequestAuth, caller: string, { handle: what }: AuthorizerCall): Promise<void> {
    const store = auth.servicePublicKey.length > 0 ? this.#nonces : this.#sharedNonces
    if (store === undefined) throw refusal('unbound', 'the request is bound to nobody', { what })
    if (!await this.#ask(store, auth, caller)) throw refusal('replayed', 'this nonce was used before; sign each request anew', { what })
  }

  async #ask (store: NonceStore, { nonce, time }: RequestAuth, caller: string): Promise<boolean> {
    try {
      return await store.remember({ caller, nonce, timeMs: time * 1000, keepMs: NONCE_KEEP_MS })
    } catch (error) {
      if (error instanceof SubnetesError) throw error
      throw refusal('nonce_store', 'the store of nonces failed, so a replay could not be told', { cause: error })
    }
  }

  #checkTime (timeMs: number, isBound: boolean, what: string): void {
    const aheadMs = timeMs - this.#now()
    // Written so that a time that is no number is refused.
    if (!(Math.abs(aheadMs) <= this.#windowMs)) {
      throw refusal('expired', `the request says it was signed ${seconds(aheadMs)} from now; ${seconds(this.#windowMs)} are allowed, so check both clocks`, { what })
    }
    if (!isBound) return
    if (aheadMs > this.#aheadMs) throw refusal('clock_ahead', `the caller's clock is ${seconds(aheadMs)} ahead; ${seconds(this.#aheadMs)} are allowed`, { what })
    const opensAtMs = this.#startedAtMs + this.#aheadMs
    if (timeMs < opensAtMs) {
      throw refusal('before_start', 'the request may have been taken before this node restarted; sign it anew', { what, retryAfterMs: opensAtMs - timeMs })
    }
  }
}

function seconds (milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
