/** What the chain said about peers, for a while and for a bounded number of them. */

/** An answer and when it came, epoch milliseconds. */
export interface CachedStake {
  readonly staked: boolean
  readonly atMs: number
}

/** How long answers count. */
export interface StakeCacheOptions {
  readonly successMs: number
  readonly failureMs: number
  /** How long a yes counts while no endpoint answers. */
  readonly staleMs: number
  readonly maxEntries: number
}

/** The entry used longest ago goes first. */
export class StakeCache {
  readonly #options: StakeCacheOptions
  readonly #entries = new Map<string, CachedStake>()

  constructor (options: StakeCacheOptions) {
    this.#options = options
  }

  /** Entries held now. */
  get size (): number { return this.#entries.size }

  /** The answer while it is fresh. */
  fresh (key: string, nowMs: number): boolean | undefined {
    const entry = this.#touch(key)
    if (entry === undefined) return undefined
    return nowMs - entry.atMs < (entry.staked ? this.#options.successMs : this.#options.failureMs) ? entry.staked : undefined
  }

  /** Whether there was a yes that still counts when nobody can be asked. */
  isStaleYes (key: string, nowMs: number): boolean {
    const entry = this.#entries.get(key)
    return entry?.staked === true && nowMs - entry.atMs < this.#options.staleMs
  }

  set (key: string, entry: CachedStake): void {
    this.#entries.delete(key)
    if (this.#entries.size >= this.#options.maxEntries) this.#makeRoom()
    this.#entries.set(key, entry)
  }

  #touch (key: string): CachedStake | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry
  }

  /** A no goes before a yes, among those looked at: strangers are free to make, and must not push out those who have stake. */
  #makeRoom (): void {
    let looked = 0
    let oldest: string | undefined
    for (const [key, { staked }] of this.#entries) {
      oldest ??= key
      if (!staked) { this.#entries.delete(key); return }
      if (++looked >= 64) break
    }
    if (oldest !== undefined) this.#entries.delete(oldest)
  }
}
