/** Held calls with their deadline, and jobs that wait as long as it takes; calls go first. */
import type { Piece } from './pool.ts'

class Line {
  #pieces: Piece[] = []
  #first = 0

  get size (): number {
    return this.#pieces.length - this.#first
  }

  get head (): Piece | undefined {
    return this.#pieces[this.#first]
  }

  push (piece: Piece): void {
    this.#pieces.push(piece)
  }

  shift (): Piece | undefined {
    const piece = this.#pieces[this.#first]
    if (piece === undefined) return undefined
    this.#first += 1
    // Forgets what was taken once it is the larger half, so that a line of a week stays short.
    if (this.#first > 64 && this.#first * 2 > this.#pieces.length) {
      this.#pieces = this.#pieces.slice(this.#first)
      this.#first = 0
    }
    return piece
  }
}

/** The central queue that all policies share. */
export class WorkQueue {
  readonly #calls = new Line()
  readonly #jobs = new Line()
  readonly #deadlineSeconds: number

  constructor (deadlineSeconds: number) {
    this.#deadlineSeconds = deadlineSeconds
  }

  /** Calls that wait. */
  get held (): number {
    return this.#calls.size
  }

  /** Jobs that wait. */
  get jobs (): number {
    return this.#jobs.size
  }

  /** All that waits. */
  get size (): number {
    return this.held + this.jobs
  }

  /** When the next call gives up. All have the same deadline, so it is the first. */
  get expiresAt (): number {
    const head = this.#calls.head
    return head === undefined ? Infinity : head.arrivedAt + this.#deadlineSeconds
  }

  /** Adds a piece at the end of its line. */
  push (piece: Piece): void {
    (piece.isJob ? this.#jobs : this.#calls).push(piece)
  }

  /** The piece that is next. */
  take (): Piece | undefined {
    return this.#calls.shift() ?? this.#jobs.shift()
  }

  /** The call whose deadline has passed. */
  dropExpired (): Piece {
    return this.#calls.shift() as Piece
  }
}
