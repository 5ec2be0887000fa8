/** Holds back refusals until the operator has told everything: what stands in a protocol's way before that may be a kept one that is dropped in a moment. */
import type { ProtocolState } from '@subnetes/control'

/** States on their way to the operator. */
export class Refusals {
  readonly #send: (state: ProtocolState) => void
  readonly #held = new Map<string, ProtocolState>()
  #isComplete = false

  constructor (send: (state: ProtocolState) => void) {
    this.#send = send
  }

  /** Passes a state on; a refusal only once the assignments are {@link complete}. */
  tell (state: ProtocolState): void {
    this.#held.delete(state.protocol)
    if (state.registered || this.#isComplete) this.#send(state)
    else this.#held.set(state.protocol, state)
  }

  /** The operator has told all there are, and what it did not tell is gone: refusals that still stand are told, and later ones at once. */
  complete (): void {
    this.#isComplete = true
    for (const state of this.#held.values()) this.#send(state)
    this.#held.clear()
  }
}
