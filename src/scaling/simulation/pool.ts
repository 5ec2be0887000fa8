/** The simulated workers: starting, ready, draining, gone. */

/** One piece of work on a slot, or waiting for one. */
export interface Piece {
  readonly arrivedAt: number
  readonly seconds: number
  readonly isJob: boolean
  startedAt: number
  pod: Pod | null
}

/** One worker. */
export interface Pod {
  readonly createdAt: number
  state: 'starting' | 'ready' | 'leaving' | 'gone'
  idleSince: number
  readonly pieces: Piece[]
}

/** The workers of a pool. It knows nothing of time or events; the simulator does. */
export class Pool {
  readonly #pods: Pod[] = []
  readonly #concurrency: number
  #freeSlots = 0
  #starting = 0
  #ready = 0

  constructor (concurrency: number) {
    this.#concurrency = concurrency
  }

  /** Workers that are not gone, oldest first. */
  get pods (): readonly Pod[] {
    return this.#pods
  }

  /** Workers created and not ready. */
  get starting (): number {
    return this.#starting
  }

  /** Workers that take work. */
  get ready (): number {
    return this.#ready
  }

  /** Workers that count: starting and ready. */
  get active (): number {
    return this.#starting + this.#ready
  }

  /** Whether a piece would find a slot. */
  get hasFreeSlot (): boolean {
    return this.#freeSlots > 0
  }

  /** A new worker, which starts. */
  create (at: number): Pod {
    const pod: Pod = { createdAt: at, state: 'starting', idleSince: at, pieces: [] }
    this.#pods.push(pod)
    this.#starting += 1
    return pod
  }

  /** It takes work now: started, or taken back while it was leaving. */
  makeReady (pod: Pod, at: number): void {
    if (pod.state === 'starting') this.#starting -= 1
    pod.state = 'ready'
    pod.idleSince = at
    this.#ready += 1
    this.#freeSlots += this.#concurrency - pod.pieces.length
  }

  /** It takes no more work. */
  makeLeave (pod: Pod): void {
    this.#uncount(pod)
    pod.state = 'leaving'
  }

  /** It is gone. */
  remove (pod: Pod): void {
    this.#uncount(pod)
    pod.state = 'gone'
    this.#pods.splice(this.#pods.indexOf(pod), 1)
  }

  /** The ready worker with the fewest pieces; of equals the oldest. Only when there is a free slot. */
  leastLoaded (): Pod {
    let best: Pod | undefined
    for (const pod of this.#pods) {
      if (pod.state !== 'ready' || pod.pieces.length >= this.#concurrency) continue
      if (pod.pieces.length === 0) return pod
      if (best === undefined || pod.pieces.length < best.pieces.length) best = pod
    }
    return best as Pod
  }

  /** Puts a piece on a worker. */
  place (pod: Pod, piece: Piece): void {
    pod.pieces.push(piece)
    piece.pod = pod
    this.#freeSlots -= 1
  }

  /** Takes a piece that is over off its worker. */
  release (piece: Piece, at: number): void {
    const pod = piece.pod
    if (pod === null) return
    pod.pieces.splice(pod.pieces.indexOf(piece), 1)
    piece.pod = null
    pod.idleSince = at
    if (pod.state === 'ready') this.#freeSlots += 1
  }

  #uncount (pod: Pod): void {
    if (pod.state === 'starting') this.#starting -= 1
    if (pod.state === 'ready') {
      this.#ready -= 1
      this.#freeSlots -= this.#concurrency - pod.pieces.length
    }
  }
}

/** Who goes first when workers are drained: not started, idle, fewest pieces, longest idle. */
export function drainOrder (one: Pod, other: Pod): number {
  return rank(one) - rank(other) || one.pieces.length - other.pieces.length || one.idleSince - other.idleSince
}

/** Who goes first when a ReplicaSet picks, which does not know work: not ready before ready, then the newest. */
export function replicaSetOrder (one: Pod, other: Pod): number {
  return rank(one) - rank(other) || other.createdAt - one.createdAt
}

function rank (pod: Pod): number {
  return pod.state === 'starting' ? 0 : 1
}
