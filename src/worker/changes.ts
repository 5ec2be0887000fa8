/** Listeners that only want to know that something changed. */

/** A list of listeners; {@link notify} calls each. */
export class Changes {
  readonly #listeners = new Set<() => void>()

  /** @returns the way to stop being told */
  listen (listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  notify (): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
