/** What a consumer of jobs has in hand and has done, whether it may take more, and what wakes it. */

/** A job in hand. */
export interface JobInHand {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
}

/** One consumer's book. */
export class JobsInHand<Held extends JobInHand = JobInHand> {
  readonly #held = new Map<string, Held>()
  readonly #runs = new Set<Promise<void>>()
  readonly #counters = { started: 0, finished: 0, finishedSeconds: 0 }
  #isPaused = false
  #wake = Promise.withResolvers<void>()

  /** Whether no new job may be taken. */
  get isPaused (): boolean { return this.#isPaused }

  /** Takes no new job; running ones go on. */
  pause (): void { this.#isPaused = true }

  resume (): void {
    this.#isPaused = false
    this.wake()
  }

  /** Has the consumer look for work. */
  wake (): void { this.#wake.resolve() }

  /** A look begins. @returns resolves at the next {@link wake}, also one that comes while the look lasts */
  look (): Promise<void> {
    this.#wake = Promise.withResolvers<void>()
    return this.#wake.promise
  }

  /** All in hand. */
  readonly active = (): readonly Held[] => [...this.#held.values()]

  get (id: string): Held | undefined { return this.#held.get(id) }

  /** Counters since the start. */
  readonly counters = (): { started: number, finished: number, finishedSeconds: number } => ({ ...this.#counters })

  /** An attempt begins. @returns to be called when it is over, however it ended */
  begin (job: Held): () => void {
    this.#held.set(job.id, job)
    this.#counters.started += 1
    return () => {
      this.#held.delete(job.id)
      this.#counters.finished += 1
      this.#counters.finishedSeconds += (Date.now() - job.startedAt) / 1000
    }
  }

  /** Keeps a run, which never rejects, until it is over. */
  follow (run: Promise<void>): void {
    this.#runs.add(run)
    void run.finally(() => this.#runs.delete(run))
  }

  /** Resolves when every run so far is over. */
  async settled (): Promise<void> { await Promise.all(this.#runs) }
}
