/** What a gateway has been told so far, and what of a new message it must act on. No network: messages in, listener calls out. */
import type { WorkerEndpoint } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'
import { decodeAssignment, decodeEndpoints } from './messages.ts'
import type { Assignment, AssignmentInit } from './messages.ts'

/** What a gateway is told. Calls are synchronous; a throw is logged and the link lives on. */
export interface ControlClientListener {
  /** A protocol is new or has changed. */
  onProtocol?: (assignment: Assignment) => void
  /** A protocol is gone. */
  onRemoved?: (protocol: string) => void
  /** All workers of a protocol, replacing what was known. Always after the protocol's `onProtocol`. */
  onEndpoints?: (protocol: string, endpoints: readonly WorkerEndpoint[]) => void
  /** Every protocol has been told; again after each reconnect. */
  onSynced?: () => void
  /** Hold every call of the protocol and answer with `holdAck`, or end the hold. Repeated after a reconnect while it lasts. */
  onHold?: (protocol: string, epoch: number, isReleased: boolean) => void
  /** The link works (first message came) or is down, with why. */
  onConnection?: (isConnected: boolean, error?: Error) => void
}

/** Verdict on a message: `stale` means its sender is no longer the leader. */
export type Verdict = { readonly kind: 'applied' | 'ignored' | 'stale' | 'synced' } | { readonly kind: 'redirect', readonly address: string }

interface Known {
  assignment: Uint8Array
  endpoints: Uint8Array | undefined
  hold: number | undefined
}

/**
 * Follows the messages of successive Control streams. Across streams the newest term wins; within one, (term, sequence) must grow.
 * What a new stream repeats unchanged is not told again; what it no longer has is told as removed at its Synced.
 */
export class ControlSnapshot {
  readonly #listener: ControlClientListener
  readonly #known = new Map<string, Known>()
  #seen = new Set<string>()
  #seenHolds = new Set<string>()
  #term = 0
  #streamTerm = 0
  #sequence = 0
  #isSynced = false

  constructor (listener: ControlClientListener) {
    this.#listener = listener
  }

  /** Whether the present stream has told everything. */
  get isSynced (): boolean {
    return this.#isSynced
  }

  /** Whether a protocol is assigned now. */
  has (protocol: string): boolean {
    return this.#known.has(protocol)
  }

  /** A new stream begins: sequences start over, terms do not. */
  begin (): void {
    this.#seen = new Set()
    this.#seenHolds = new Set()
    this.#streamTerm = 0
    this.#sequence = 0
    this.#isSynced = false
  }

  /** Acts on one message unless it is older than what is known. */
  apply (message: subnetes.v1.OperatorMessage): Verdict {
    if (message.redirect != null) return { kind: 'redirect', address: message.redirect.address ?? '' }
    if (message.term < this.#term) return { kind: 'stale' }
    if (message.term < this.#streamTerm || (message.term === this.#streamTerm && message.sequence <= this.#sequence)) return { kind: 'ignored' }
    this.#term = this.#streamTerm = message.term
    this.#sequence = message.sequence
    if (message.assignment != null) this.#assign(message.assignment)
    else if (message.removed != null) this.#remove(message.removed)
    else if (message.endpoints != null) this.#setEndpoints(message.endpoints)
    else if (message.hold != null) this.#hold(message.hold)
    else if (message.synced != null) return this.#sync()
    return { kind: 'applied' }
  }

  #assign (message: AssignmentInit): void {
    const name = message.name ?? ''
    const bytes = subnetes.v1.ProtocolAssignment.encode(message).finish()
    const known = this.#known.get(name)
    this.#seen.add(name)
    if (known !== undefined && Buffer.compare(known.assignment, bytes) === 0) return
    this.#known.set(name, { endpoints: known?.endpoints, hold: known?.hold, assignment: bytes })
    this.#listener.onProtocol?.(decodeAssignment(message))
  }

  #remove (name: string): void {
    this.#seen.delete(name)
    if (this.#known.delete(name)) this.#listener.onRemoved?.(name)
  }

  #setEndpoints (message: subnetes.v1.Endpoints.$Properties): void {
    const known = this.#known.get(message.protocol ?? '')
    if (known === undefined) return
    const bytes = subnetes.v1.Endpoints.encode(message).finish()
    if (known.endpoints !== undefined && Buffer.compare(known.endpoints, bytes) === 0) return
    known.endpoints = bytes
    this.#listener.onEndpoints?.(message.protocol ?? '', decodeEndpoints(message))
  }

  #hold (message: subnetes.v1.Hold.$Properties): void {
    const { protocol, epoch, release } = subnetes.v1.Hold.create(message)
    const known = this.#known.get(protocol)
    if (known === undefined) return
    const wasHeld = known.hold !== undefined
    known.hold = release ? undefined : epoch
    if (!release) this.#seenHolds.add(protocol)
    if (!release || wasHeld) this.#listener.onHold?.(protocol, epoch, release)
  }

  #sync (): Verdict {
    for (const [name, known] of [...this.#known]) {
      if (!this.#seen.has(name)) this.#remove(name)
      else if (known.hold !== undefined && !this.#seenHolds.has(name)) {
        const epoch = known.hold
        known.hold = undefined
        this.#listener.onHold?.(name, epoch, true)
      }
    }
    this.#isSynced = true
    this.#listener.onSynced?.()
    return { kind: 'synced' }
  }
}
