/** What one gateway has yet to be told. Bounded by the number of protocols: only names are queued, and a name's state is read when it is sent. */
import type { subnetes } from '@subnetes/proto'
import { PARTS } from './desired-state.ts'
import type { DesiredProtocol, DesiredState, Part } from './desired-state.ts'
import { encodeAssignment, encodeEndpoints } from './messages.ts'

/** An operator message without its term and sequence. */
export type OperatorMessageBody = Omit<subnetes.v1.OperatorMessage.$Properties, 'term' | 'sequence'>

/**
 * The outgoing queue of one gateway. `write` answers whether more may follow now; after a false, call {@link pump} again when the link has drained.
 * First every protocol there is, then Synced, then changes; a protocol that changed ten times meanwhile is sent once, as it is then.
 */
export class Outbox {
  readonly #state: DesiredState
  readonly #write: (message: OperatorMessageBody) => boolean
  readonly #dirty = new Map<string, Set<Part>>()
  readonly #sent = new Set<string>()
  /** Protocols the gateway knows and must forget, also when one of that name has come back meanwhile. */
  readonly #removals = new Set<string>()
  readonly #unsynced: Set<string>
  #synced = false
  #writable = true

  constructor (state: DesiredState, write: (message: OperatorMessageBody) => boolean) {
    this.#state = state
    this.#write = write
    this.#unsynced = new Set(state.names)
    for (const name of this.#unsynced) this.#dirty.set(name, new Set(PARTS))
  }

  /** Names waiting to be sent; tests and metrics read it. */
  get pending (): number {
    return this.#dirty.size
  }

  /** Something of a protocol changed (or it is gone). Sends as much as the link takes. */
  mark (name: string, part: Part): void {
    const parts = this.#dirty.get(name) ?? new Set<Part>()
    const isKnown = this.#sent.has(name) && !this.#removals.has(name)
    for (const each of isKnown ? [part] : PARTS) parts.add(each)
    this.#dirty.set(name, parts)
    if (this.#state.get(name) === undefined) {
      if (this.#sent.has(name)) this.#removals.add(name)
      else this.#forget(name)
    }
    this.#pumpWhileWritable()
  }

  /** The link takes more again. */
  pump (): void {
    this.#writable = true
    this.#pumpWhileWritable()
  }

  #forget (name: string): void {
    this.#dirty.delete(name)
    this.#unsynced.delete(name)
  }

  #pumpWhileWritable (): void {
    while (this.#writable) {
      if (!this.#synced && this.#unsynced.size === 0) {
        this.#synced = true
        this.#send({ synced: {} })
        continue
      }
      const [next] = this.#dirty
      if (next === undefined) return
      const [name, parts] = next
      this.#forget(name)
      this.#sendProtocol(name, parts)
    }
  }

  #sendProtocol (name: string, parts: ReadonlySet<Part>): void {
    if (this.#removals.delete(name)) {
      this.#sent.delete(name)
      this.#send({ removed: name })
    }
    const desired = this.#state.get(name)
    if (desired === undefined) return
    this.#sent.add(name)
    for (const part of PARTS) {
      const message = parts.has(part) ? render(desired, part) : undefined
      if (message !== undefined) this.#send(message)
    }
  }

  #send (message: OperatorMessageBody): void {
    this.#writable = this.#write(message)
  }
}

function render (desired: DesiredProtocol, part: Part): OperatorMessageBody | undefined {
  const { name } = desired.assignment
  if (part === 'assignment') return { assignment: encodeAssignment(desired.assignment) }
  if (part === 'endpoints') return { endpoints: encodeEndpoints(name, desired.endpoints) }
  if (desired.holdEpoch !== undefined) return { hold: { protocol: name, epoch: desired.holdEpoch, release: false } }
  return desired.releasedEpoch === 0 ? undefined : { hold: { protocol: name, epoch: desired.releasedEpoch, release: true } }
}
