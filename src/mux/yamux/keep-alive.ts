/**
 * Whether the peer is still there. Any byte that is heard counts as life, so a busy connection is a live one however late its pings are answered; a
 * silent one is asked, and ends when it stays silent.
 */
import { ACK, PING, SYN } from './frame.ts'
import type { MuxLimits } from './limits.ts'
import type { TurnWriter } from './turn-writer.ts'

/** Pings of one connection. */
export class KeepAlive {
  readonly #limits: MuxLimits
  readonly #writer: TurnWriter
  #heardMs: number
  #askedMs: number | undefined
  #pingId = 0
  #pingSentMs: number | undefined
  /** Round trip of the last answered ping, -1 before. */
  roundTripMs = -1

  constructor (limits: MuxLimits, writer: TurnWriter, nowMs: number) {
    this.#limits = limits
    this.#writer = writer
    this.#heardMs = nowMs
  }

  /** Something was heard, or the peer's socket took bytes. */
  onLife (nowMs: number): void {
    this.#heardMs = nowMs
    this.#askedMs = undefined
  }

  /** Sends a ping unless one is on its way. */
  ping (nowMs: number): void {
    if (this.#pingSentMs !== undefined) return
    this.#pingSentMs = nowMs
    this.#pingId = (this.#pingId + 1) >>> 0
    this.#writer.header(PING | SYN, 0, this.#pingId)
  }

  /** A ping frame came: a question, which is answered, or the answer to ours. */
  onPing (kind: number, id: number, nowMs: number): void {
    if ((kind & SYN) !== 0) this.#writer.header(PING | ACK, 0, id)
    else if (this.#pingSentMs !== undefined && id === this.#pingId) {
      this.roundTripMs = nowMs - this.#pingSentMs
      this.#pingSentMs = undefined
    }
  }

  /** @returns false when the peer is gone */
  check (nowMs: number, wasPaused: boolean): boolean {
    if (wasPaused) this.onLife(nowMs)
    if (nowMs - this.#heardMs < this.#limits.keepAliveMs) return true
    if (this.#askedMs !== undefined) return nowMs - this.#askedMs < this.#limits.keepAliveTimeoutMs
    this.#askedMs = nowMs
    // An earlier ping whose answer got lost must not keep this one back.
    this.#pingSentMs = undefined
    this.ping(nowMs)
    return true
  }
}
