/** Telling others that something is new. */
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'

/** Called with `namespace/name` of the Protocol concerned. It should only note the key. */
export type KeyListener = (protocolKey: string) => void

/** Something whose facts about Protocols change. */
export interface ChangeSource {
  /** Calls the listener after every change. @returns the way to stop that */
  readonly onChange: (listener: KeyListener) => () => void
}

/** Listeners of one kind of event. What a listener throws is logged and keeps nobody else from hearing. */
export class Listeners<Values extends readonly unknown[]> {
  readonly #listeners = new Set<(...values: Values) => void>()
  readonly #logger: Logger

  constructor (logger: Logger) {
    this.#logger = logger
  }

  /** @returns the way to stop it */
  add (listener: (...values: Values) => void): () => void {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  tell (...values: Values): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...values)
      } catch (error) {
        this.#logger.error('listener failed', { error: SubnetesError.from(error).message })
      }
    }
  }
}
