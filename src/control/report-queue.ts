/** What a gateway has yet to tell, as latest state: bounded by the number of protocols whether the link is slow or down. */
import type { subnetes } from '@subnetes/proto'
import type { GatewayHello, HoldAck, ProtocolLoad, ProtocolState } from './messages.ts'

type Write = (message: subnetes.v1.GatewayMessage.$Properties) => boolean

/** Collects reports and writes them when a link is attached and takes them. */
export class ReportQueue {
  readonly #states = new Map<string, ProtocolState>()
  readonly #unsentStates = new Set<string>()
  readonly #acks = new Map<string, HoldAck>()
  readonly #activations = new Map<string, number>()
  /** The latest; a link that ended may have taken it and told nobody. */
  #report: readonly ProtocolLoad[] | undefined
  #isReportUnsent = false
  #write: Write | undefined
  #isWritable = false

  /** A new link: introduces the gateway, then tells every protocol's state and the latest report. */
  attach (hello: GatewayHello, write: Write): void {
    this.#write = write
    for (const name of this.#states.keys()) this.#unsentStates.add(name)
    this.#isReportUnsent = this.#report !== undefined
    this.#isWritable = write({ hello: { ...hello, multiaddrs: [...hello.multiaddrs] } })
    this.#pumpWhileWritable()
  }

  /** The link is gone. Answers and activations that belong to it are dropped; both are asked for or repeated on the next. */
  detach (): void {
    this.#write = undefined
    this.#isWritable = false
    this.#acks.clear()
    this.#activations.clear()
  }

  /** The link takes more again. */
  pump (): void {
    this.#isWritable = this.#write !== undefined
    this.#pumpWhileWritable()
  }

  report (protocols: readonly ProtocolLoad[]): void {
    this.#report = protocols
    this.#isReportUnsent = true
    this.#pumpWhileWritable()
  }

  activate (protocol: string, held: number): void {
    if (this.#write === undefined) return
    this.#activations.set(protocol, held)
    this.#pumpWhileWritable()
  }

  holdAck (ack: HoldAck): void {
    if (this.#write === undefined) return
    this.#acks.set(ack.protocol, ack)
    this.#pumpWhileWritable()
  }

  state (state: ProtocolState): void {
    this.#states.set(state.protocol, state)
    this.#unsentStates.add(state.protocol)
    this.#pumpWhileWritable()
  }

  /** Protocols that are gone are told of no more. */
  retain (isKnown: (protocol: string) => boolean): void {
    for (const protocol of [...this.#states.keys()]) if (!isKnown(protocol)) this.#states.delete(protocol)
  }

  #pumpWhileWritable (): void {
    while (this.#isWritable) {
      const message = this.#next()
      if (message === undefined || this.#write === undefined) return
      this.#isWritable = this.#write(message)
    }
  }

  #next (): subnetes.v1.GatewayMessage.$Properties | undefined {
    const ack = take(this.#acks)
    if (ack !== undefined) return { holdAck: ack[1] }
    const activation = take(this.#activations)
    if (activation !== undefined) return { activate: { protocol: activation[0], held: activation[1] } }
    const [name] = this.#unsentStates
    if (name !== undefined) {
      this.#unsentStates.delete(name)
      const state = this.#states.get(name)
      return state === undefined ? this.#next() : { state }
    }
    if (!this.#isReportUnsent || this.#report === undefined) return undefined
    this.#isReportUnsent = false
    return { report: { protocols: this.#report.map((load) => ({ ...load })) } }
  }
}

/** Removes and returns the oldest entry. */
function take<V> (map: Map<string, V>): [string, V] | undefined {
  const [entry] = map
  if (entry !== undefined) map.delete(entry[0])
  return entry
}
