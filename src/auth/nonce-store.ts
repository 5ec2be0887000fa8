/** Which nonces were seen, per caller, in bounded memory. */
import { refusal } from './refusal.ts'

/** A nonce of a caller whose signature was checked. */
export interface SeenNonce {
  /** Peer id of the signer, base58 text. */
  readonly caller: string
  readonly nonce: Uint8Array
  /** When the caller says it signed, epoch milliseconds. */
  readonly timeMs: number
  /** How long it must be remembered. */
  readonly keepMs: number
}

/** Remembers nonces. A shared one makes messages without a recipient safe at several replicas and across restarts. */
export interface NonceStore {
  /**
   * Remembers a nonce, in one step with looking it up.
   *
   * @returns false when it was seen before, or when that can no longer be told
   * @throws {SubnetesError} `resource_exhausted` when there is no room, `unavailable` when the store cannot be reached; the call is then refused
   */
  remember: (seen: SeenNonce) => Promise<boolean> | boolean
}

/** Nonces of one caller: 11 a second for 180 s. Above it the oldest are forgotten and messages as old as they are refused. */
export const DEFAULT_MAX_NONCES_PER_CALLER = 2_048

/** Nonces of all callers; about 20 MB. */
export const DEFAULT_MAX_NONCES = 131_072

/** Callers at once. */
export const DEFAULT_MAX_NONCE_CALLERS = 16_384

/** What a {@link MemoryNonceStore} may be told. */
export interface MemoryNonceStoreInit {
  /** @default {@link DEFAULT_MAX_NONCES_PER_CALLER} */
  maxPerCaller?: number
  /** @default {@link DEFAULT_MAX_NONCES} */
  maxNonces?: number
  /** @default {@link DEFAULT_MAX_NONCE_CALLERS} */
  maxCallers?: number
  now?: () => number
}

interface Caller {
  /** In the order they came. */
  readonly nonces: Map<string, { readonly timeMs: number, readonly expiresAtMs: number }>
  /** Messages signed at or before this moment can no longer be told from replays. */
  floorMs: number
  expiresAtMs: number
}

/** Told when there is no room; a nonce of another caller must run out first. */
const FULL_RETRY_MS = 10_000

/** Nonces of this process. */
export class MemoryNonceStore implements NonceStore {
  readonly #limits: { readonly maxPerCaller: number, readonly maxNonces: number, readonly maxCallers: number }
  readonly #now: () => number
  /** The one that was quiet longest comes first. */
  readonly #callers = new Map<string, Caller>()
  #size = 0

  constructor (init: MemoryNonceStoreInit = {}) {
    const { maxPerCaller = DEFAULT_MAX_NONCES_PER_CALLER, maxNonces = DEFAULT_MAX_NONCES, maxCallers = DEFAULT_MAX_NONCE_CALLERS, now = Date.now } = init
    this.#limits = { maxPerCaller, maxNonces, maxCallers }
    this.#now = now
  }

  /** Nonces held now. */
  get size (): number { return this.#size }

  /** Callers held now. */
  get callers (): number { return this.#callers.size }

  remember ({ caller: name, nonce, timeMs, keepMs }: SeenNonce): boolean {
    const now = this.#now()
    this.#forgetQuiet(now)
    const caller = this.#caller(name, now)
    this.#expire(caller, now)
    const key = Buffer.from(nonce).toString('base64')
    if (timeMs <= caller.floorMs || caller.nonces.has(key)) return false
    if (caller.nonces.size >= this.#limits.maxPerCaller || this.#size >= this.#limits.maxNonces) this.#halve(caller)
    if (this.#size >= this.#limits.maxNonces) throw full('nonces')
    caller.nonces.set(key, { timeMs, expiresAtMs: now + keepMs })
    caller.expiresAtMs = Math.max(caller.expiresAtMs, now + keepMs)
    this.#size += 1
    this.#callers.delete(name)
    this.#callers.set(name, caller)
    return true
  }

  #caller (name: string, now: number): Caller {
    const known = this.#callers.get(name)
    if (known !== undefined) return known
    if (this.#callers.size >= this.#limits.maxCallers) throw full('callers')
    return { nonces: new Map(), floorMs: -Infinity, expiresAtMs: now }
  }

  #forgetQuiet (now: number): void {
    for (const [name, caller] of this.#callers) {
      if (caller.expiresAtMs > now) return
      this.#size -= caller.nonces.size
      this.#callers.delete(name)
    }
  }

  #expire (caller: Caller, now: number): void {
    for (const [key, { expiresAtMs }] of caller.nonces) {
      if (expiresAtMs > now) return
      caller.nonces.delete(key)
      this.#size -= 1
    }
  }

  /** Makes room at the cost of the caller that needs it: what it forgets raises the floor of that caller alone. */
  #halve (caller: Caller): void {
    let left = Math.ceil(caller.nonces.size / 2)
    for (const [key, { timeMs }] of caller.nonces) {
      if (left-- <= 0) return
      caller.floorMs = Math.max(caller.floorMs, timeMs)
      caller.nonces.delete(key)
      this.#size -= 1
    }
  }
}

function full (what: string): Error {
  return refusal('nonce_memory', `as many ${what} are remembered as there is room for`, { retryAfterMs: FULL_RETRY_MS })
}
