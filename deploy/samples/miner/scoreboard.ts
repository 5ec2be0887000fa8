/** What a miner remembers: scores of peers, results of rounds, notices seen. All bounded; lost with the process. */

/** Peers remembered; the one seen longest ago goes first. */
const MAX_PEERS = 1000
/** Results remembered. */
const MAX_RESULTS = 100
/** Notices remembered, to pass each on once. */
const MAX_NOTICES = 10_000
/** Characters of a peer's text that are kept. */
const MAX_TEXT = 1000
/** Weight of the newest time to first text. */
const SMOOTHING = 0.3

/** What is known of a peer. */
export interface PeerScore { rounds: number, answered: number, firstTextMs: number }

/** One peer in one round. */
export interface RoundResult { peerId: string, at: number, text: string, firstTextMs?: number, error?: string }

/** A miner's memory. */
export class Scoreboard {
  readonly #scores = new Map<string, PeerScore>()
  readonly #results: RoundResult[] = []
  readonly #notices = new Set<string>()

  /** The score of a peer; zeros when it was never asked. */
  score (peerId: string): PeerScore & { score: number } {
    const known = this.#scores.get(peerId) ?? { rounds: 0, answered: 0, firstTextMs: 0 }
    return { ...known, score: known.rounds === 0 ? 0 : known.answered / known.rounds }
  }

  /** The newest results first. */
  results (limit: number): RoundResult[] {
    return this.#results.slice(-limit).reverse()
  }

  /** Adds what came of one peer in one round. */
  record (result: RoundResult): void {
    const known = this.#scores.get(result.peerId) ?? { rounds: 0, answered: 0, firstTextMs: 0 }
    this.#scores.delete(result.peerId)
    this.#scores.set(result.peerId, next(known, result))
    this.#results.push({ ...result, text: result.text.slice(0, MAX_TEXT) })
    if (this.#results.length > MAX_RESULTS) this.#results.shift()
    dropOldest(this.#scores, MAX_PEERS)
  }

  /** @returns whether the notice is new */
  notice (id: string): boolean {
    if (this.#notices.has(id)) return false
    this.#notices.add(id)
    dropOldest(this.#notices, MAX_NOTICES)
    return true
  }
}

function next (known: PeerScore, result: RoundResult): PeerScore {
  const rounds = known.rounds + 1
  if (result.firstTextMs === undefined) return { ...known, rounds }
  const firstTextMs = known.answered === 0 ? result.firstTextMs : known.firstTextMs + SMOOTHING * (result.firstTextMs - known.firstTextMs)
  return { rounds, answered: known.answered + 1, firstTextMs }
}

function dropOldest (collection: Map<string, unknown> | Set<string>, max: number): void {
  for (const key of collection.keys()) {
    if (collection.size <= max) return
    collection.delete(key)
  }
}
