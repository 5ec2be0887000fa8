/** A gateway's end of the Control link with no calls, which says once that some wait. */
import { ControlClient } from '@subnetes/control'
import type { ProtocolLoad } from '@subnetes/control'
import { eventually } from '../cluster/harness/program.ts'

const NO_LOAD: Omit<ProtocolLoad, 'protocol'> = {
  interactive: 0, held: 0, callsArrived: 0, callsFinished: 0, callsFinishedSeconds: 0, callsAgeSeconds: 0, callsFailed: 0, callsShed: 0, jobsWaiting: 0
}
/** As real gateways report. */
const REPORT_MS = 1000

/** Reports no load of every Protocol it is told of. */
export class BenchGateway {
  readonly #client: ControlClient
  readonly #timer: NodeJS.Timeout
  /** Protocols that the operator told of. */
  readonly protocols = new Set<string>()

  /** @param address of the operator's Control server */
  constructor (address: string) {
    this.#client = new ControlClient({
      address,
      hello: () => ({ peerId: '12D3KooWBenchGateway', multiaddrs: [], ordinal: 0, version: 'bench' }),
      listener: {
        onProtocol: ({ name, generation }) => {
          this.protocols.add(name)
          this.#client.state({ protocol: name, generation, registered: true, error: '' })
        },
        onHold: (protocol, epoch, isReleased) => { if (!isReleased) this.#client.holdAck({ protocol, epoch, accepted: true }) }
      }
    })
    this.#timer = setInterval(() => this.#client.report([...this.protocols].map((protocol) => ({ ...NO_LOAD, protocol }))), REPORT_MS)
  }

  async start (): Promise<void> {
    await this.#client.start()
    await eventually('the gateway is connected', () => this.#client.isSynced || undefined)
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    await this.#client.stop()
  }

  /** A call waits, and there is no worker. */
  activate (protocol: string): void {
    this.#client.activate(protocol, 1)
  }
}
