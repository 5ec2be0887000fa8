/** The gateway's end of a real Control link, whose load the test makes up. It has a pod in the API, as each gateway has. */
import type { WorkerEndpoint } from '@subnetes/common'
import { ControlClient } from '@subnetes/control'
import type { ProtocolLoad } from '@subnetes/control'
import { Kinds } from '@subnetes/operator'
import type { ApiClient, Manifest } from '@subnetes/operator'
import { eventually } from './program.ts'
import { STAGE_NAMESPACE } from './scaling-stage.ts'

/** How often it reports. Real ones report each second. */
const REPORT_MS = 250

const NO_LOAD = { interactive: 0, held: 0, callsArrived: 0, callsFinished: 0, callsFinishedSeconds: 0, callsAgeSeconds: 0, callsFailed: 0, callsShed: 0, jobsWaiting: 0 }

/** A gateway that a test speaks for. */
export class StageGateway {
  readonly #client: ControlClient
  readonly #loads = new Map<string, Partial<ProtocolLoad>>()
  readonly #timer: NodeJS.Timeout
  /** Workers as it was told of them. */
  readonly endpoints = new Map<string, readonly WorkerEndpoint[]>()
  /** Protocols whose calls it is asked to hold, with the epoch. */
  readonly asked = new Map<string, number>()
  /** It says nothing while this is so; the link stays up. */
  isSilent = false
  /** It does not answer holds until {@link answerHolds}. */
  isDeaf = false

  /** @param address of the operator's Control server */
  constructor (address: string, ordinal: number) {
    const peerId = `12D3KooWStageGateway${ordinal}`
    this.#client = new ControlClient({
      address,
      hello: () => ({ peerId, multiaddrs: [], ordinal, version: 'test' }),
      backoff: { minMs: 50, maxMs: 500 },
      listener: {
        onProtocol: ({ name, generation }) => {
          if (!this.#loads.has(name)) this.#loads.set(name, {})
          this.#client.state({ protocol: name, generation, registered: true, error: '' })
        },
        onEndpoints: (protocol, endpoints) => { this.endpoints.set(protocol, endpoints) },
        onHold: (protocol, epoch, isReleased) => {
          if (isReleased) this.asked.delete(protocol)
          else this.asked.set(protocol, epoch)
          if (!isReleased && !this.isDeaf) this.#client.holdAck({ protocol, epoch, accepted: true })
        }
      }
    })
    this.#timer = setInterval(() => this.#report(), REPORT_MS)
  }

  async start (): Promise<void> {
    await this.#client.start()
    await eventually('the gateway is connected', () => this.#client.isSynced || undefined)
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    await this.#client.stop()
  }

  /** From now on its reports say this of a Protocol. */
  load (protocol: string, load: Partial<ProtocolLoad>): void {
    this.#loads.set(protocol, load)
    this.#report()
  }

  /** Answers every hold it is asked for now, and those that come. */
  answerHolds (): void {
    this.isDeaf = false
    for (const [protocol, epoch] of this.asked) this.#client.holdAck({ protocol, epoch, accepted: true })
  }

  /** Calls wait, and no worker is ready. */
  activate (protocol: string, held: number): void {
    this.load(protocol, { held, callsArrived: held })
    this.#client.activate(protocol, held)
  }

  #report (): void {
    if (!this.isSilent) this.#client.report([...this.#loads].map(([protocol, load]) => ({ protocol, ...NO_LOAD, ...load })))
  }
}

/** The pod of a gateway, which makes it one that must be asked. */
export async function createGatewayPod (client: ApiClient, ordinal: number): Promise<void> {
  const labels = { 'app.kubernetes.io/component': 'gateway', 'app.kubernetes.io/instance': 'subnetes', 'apps.kubernetes.io/pod-index': String(ordinal) }
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `gateway-${ordinal}`, namespace: STAGE_NAMESPACE, labels }, spec: { containers: [{ name: 'gateway', image: 'gateway:1' }] } }
  // The namespace's default account is made a moment after the namespace.
  await eventually('the pod of a gateway', async () => await client.create<Manifest>(Kinds.Pod, pod, { fieldManager: 'test' }))
}
