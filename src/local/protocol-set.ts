/** The protocols of this subnet: added, changed and removed as the catalog says, scaled, and told to the gateway. */
import { SubnetesError } from '@subnetes/common'
import type { ControlServer, ControlServerListener, GatewayInfo } from '@subnetes/control'
import type { CatalogEntry } from './catalog.ts'
import type { HabitFiles } from './habit-files.ts'
import type { JobStore } from './job-store.ts'
import { LocalProtocol } from './local-protocol.ts'
import type { HostEnvironment } from './local-protocol.ts'
import type { LocalWorkerComponents } from './local-worker.ts'
import type { ProtocolStatus, TwinEvent } from './status.ts'

/** What a {@link ProtocolSet} works with. */
export interface ProtocolSetComponents {
  /** Known once it listens; the set is its listener. */
  readonly control: () => ControlServer
  readonly env: HostEnvironment
  readonly store: () => JobStore | undefined
  readonly workers: LocalWorkerComponents
  readonly habits: HabitFiles
  /** The gateway's link came or went. */
  readonly onGateway: (info: GatewayInfo, isConnected: boolean) => void
  readonly onChange: () => void
  readonly onEvent: (event: TwinEvent) => void
}

/** Protocols that are served, and removed ones whose workers still drain. */
export class ProtocolSet {
  readonly #components: ProtocolSetComponents
  readonly #protocols = new Map<string, LocalProtocol>()
  readonly #leaving = new Set<LocalProtocol>()
  readonly #sentEndpoints = new Map<string, string>()

  constructor (components: ProtocolSetComponents) {
    this.#components = components
  }

  status (): ProtocolStatus[] {
    return this.#all().map((protocol) => protocol.status())
  }

  /** What the gateway reports, answers and asks for. */
  listener (): ControlServerListener {
    const { onGateway, onChange } = this.#components
    return {
      onGateway: (gateway, isConnected) => {
        onGateway(gateway, isConnected)
        if (isConnected) return
        for (const protocol of this.#protocols.values()) protocol.onGatewayGone()
        onChange()
      },
      onState: (_gateway, state) => { this.#protocols.get(state.protocol)?.onState(state); onChange() },
      onLoad: (_gateway, loads) => { for (const load of loads) this.#protocols.get(load.protocol)?.onLoad(load) },
      onHoldAck: (_gateway, ack) => this.#protocols.get(ack.protocol)?.onHoldAck(ack),
      onActivate: (_gateway, name) => { const protocol = this.#protocols.get(name); if (protocol !== undefined) this.#scaled(name, protocol.activate()) }
    }
  }

  /** Brings what runs to these entries; what has not changed is not touched. */
  apply (entries: readonly CatalogEntry[]): void {
    const wanted = new Set(entries.map(({ name }) => name))
    for (const [name, protocol] of this.#protocols) if (!wanted.has(name)) this.#remove(name, protocol)
    for (const entry of entries) {
      const known = this.#protocols.get(entry.name)
      if (known === undefined) this.#add(entry)
      else if (known.update(entry)) this.#components.control().setProtocol(known.assignment())
    }
  }

  /** Lets every protocol look at its load and decide. */
  tick (): void {
    for (const [name, protocol] of this.#protocols) this.#scaled(name, protocol.tick())
  }

  /** A person says how many workers a protocol should have. @throws {SubnetesError} `not_found` when there is no such protocol */
  scale (name: string, replicas: number): void {
    const protocol = this.#protocols.get(name)
    if (protocol === undefined) throw new SubnetesError('not_found', `no protocol ${JSON.stringify(name)} here; there are ${[...this.#protocols.keys()].join(', ') || 'none'}`)
    protocol.scale(replicas)
  }

  /** Tells the gateway of workers that came, went or changed. */
  sendEndpoints (): void {
    for (const protocol of this.#protocols.values()) {
      const endpoints = protocol.endpoints()
      const text = JSON.stringify(endpoints)
      if (this.#sentEndpoints.get(protocol.name) === text) continue
      this.#sentEndpoints.set(protocol.name, text)
      this.#components.control().setEndpoints(protocol.name, endpoints)
    }
  }

  /** Writes down what the policies have learnt. */
  saveHabits (): void {
    for (const [name, protocol] of this.#protocols) this.#components.habits.write(name, protocol.habits())
  }

  /** They are going to be stopped: told before their workers are, which go on for the calls that run. */
  announceStop (): void {
    for (const protocol of this.#protocols.values()) protocol.announceStop()
  }

  /** Drains and ends all workers. Safe to call again with less patience. */
  async stop (graceMs: number): Promise<void> {
    await Promise.all(this.#all().map(async (protocol) => await protocol.stop(graceMs)))
  }

  #all (): LocalProtocol[] {
    return [...this.#protocols.values(), ...this.#leaving]
  }

  /** A decision that fails is a bug and is told; the next one is made as ever. */
  #scaled (name: string, decision: Promise<void>): void {
    decision.then(this.#components.onChange, (error: unknown) => {
      this.#components.onEvent({ type: 'exit', process: name, message: `its scaling failed: ${SubnetesError.from(error).message}` })
    })
  }

  #add (entry: CatalogEntry): void {
    const { env, store, workers, habits, control, onChange, onEvent } = this.#components
    const { name } = entry
    const jobs = store()
    if (jobs === undefined) return
    const protocol = new LocalProtocol(entry, {
      env,
      store: jobs,
      workers,
      scaling: {
        habits: habits.read(name),
        hold: (epoch) => { control().hold(name, epoch) },
        release: () => { control().release(name) },
        onCount: ({ from, to, words }) => {
          onEvent({ type: 'scale', protocol: name, from, to, message: words })
          onChange()
        }
      }
    })
    this.#protocols.set(name, protocol)
    control().setProtocol(protocol.assignment())
    protocol.start()
  }

  #remove (name: string, protocol: LocalProtocol): void {
    this.#components.habits.write(name, protocol.habits())
    this.#protocols.delete(name)
    this.#sentEndpoints.delete(name)
    this.#components.control().removeProtocol(name)
    this.#leaving.add(protocol)
    const gone = (): void => {
      this.#leaving.delete(protocol)
      if (!this.#all().some((other) => other.name === name)) this.#components.store()?.revoke(name)
      this.#components.onChange()
    }
    protocol.stop(protocol.drainMs).then(gone, gone)
  }
}
