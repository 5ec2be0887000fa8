/** Everything the fault test runs: Redis, gateways and workers as real processes, with slow relays before Redis and before each gateway. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { createIdentity, createNode, createStub } from '@subnetes/rpc'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startWorker } from '../support/processes.ts'
import { freePort, startRedis } from '../support/redis.ts'
import type { Message } from '@subnetes/proto'
import type { SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { ListeningProcess } from '../support/processes.ts'
import type { RedisServer } from '../support/redis.ts'
import { SlowProxy } from './slow-proxy.ts'
import { WORK_SERVICE } from './work-service.ts'

/** The manifest's name. */
export const PROTOCOL = 'work'
/** Namespace of the keys in Redis. */
export const NAMESPACE = 'faults'
const SLOTS = 2
const QUEUE = { attempts: 5, backoffSeconds: 1, lockDurationSeconds: 5, maxStalledCount: 10, keepResultsSeconds: 3600 }
const JOBS = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })
const START_MS = 30_000

/** A process that is started again whenever it was killed. */
export interface Unit {
  readonly name: string
  /** Undefined while it starts. */
  process: ListeningProcess<unknown> | undefined
  readonly start: () => Promise<ListeningProcess<unknown>>
}

/** A gateway as peers see it. */
export interface GatewayDoor { readonly proxy: SlowProxy, readonly peerId: string, readonly address: string }

/** See the file's comment. */
export class FaultSubnet {
  readonly #stops: Array<() => Promise<unknown>> = []
  readonly workers: Unit[] = []
  readonly gateways: Unit[] = []
  readonly doors: GatewayDoor[] = []
  readonly peers: SubnetNode[] = []
  readonly logPath: string
  redis!: RedisServer
  redisProxy!: SlowProxy
  #control!: TestControl
  readonly #folder: string

  private constructor (folder: string) {
    this.#folder = folder
    this.logPath = join(folder, 'executions.log')
    this.#stops.push(async () => await rm(folder, { recursive: true, force: true }))
  }

  static async start (init: { workers: number, gateways: number, peers: number }): Promise<FaultSubnet> {
    const subnet = new FaultSubnet(await mkdtemp(join(tmpdir(), 'subnetes-faults-')))
    try {
      await subnet.#start(init)
    } catch (error) {
      await subnet.stop()
      throw error
    }
    return subnet
  }

  async #start (init: { workers: number, gateways: number, peers: number }): Promise<void> {
    this.redis = await startRedis()
    this.#stops.unshift(async () => await this.redis.stop())
    this.redisProxy = await this.#proxy(this.redis.port)
    this.#control = await startControl()
    this.#stops.unshift(async () => await this.#control.server.stop())
    this.#control.server.setProtocol(assignmentOf(PROTOCOL, WORK_SERVICE, { concurrency: SLOTS, queue: QUEUE }))
    for (let n = 0; n < init.gateways; n++) await this.#addGateway(n)
    for (let n = 0; n < init.workers; n++) await this.#addWorker(n)
    for (let n = 0; n < init.peers; n++) {
      const peer = await createNode({ dht: 'off' })
      this.#stops.unshift(async () => await peer.stop())
      this.peers.push(peer)
    }
    await eventually('the gateways serve', () => this.#control.told.states.filter((state) => state.registered).length >= init.gateways, START_MS)
  }

  async #proxy (target: number): Promise<SlowProxy> {
    const proxy = await SlowProxy.start(target)
    this.#stops.unshift(async () => await proxy.stop())
    return proxy
  }

  #jobsEnv (): Record<string, string> {
    return { SUBNETES_REDIS: `redis://127.0.0.1:${this.redisProxy.port}`, SUBNETES_NAMESPACE: NAMESPACE, SUBNETES_LOG_LEVEL: 'error' }
  }

  async #addGateway (n: number): Promise<void> {
    const identity = join(this.#folder, `gateway-${n}.key`)
    const peerId = peerIdFromPrivateKey(await createIdentity(identity)).toString()
    const port = await freePort()
    const proxy = await this.#proxy(port)
    const address = `/ip4/127.0.0.1/tcp/${proxy.port}`
    const env = {
      ...this.#jobsEnv(),
      SUBNETES_CONTROL: this.#control.address,
      SUBNETES_IDENTITY: identity,
      SUBNETES_GATEWAY_LISTEN: JSON.stringify([`/ip4/127.0.0.1/tcp/${port}`]),
      SUBNETES_GATEWAY_ANNOUNCE: JSON.stringify([address]),
      SUBNETES_DRAIN_SECONDS: '1'
    }
    await this.#add(this.gateways, { name: `gateway-${n}`, process: undefined, start: async () => await startGateway(env) })
    this.doors.push({ proxy, peerId, address })
  }

  async #addWorker (n: number): Promise<void> {
    const name = `worker-${n}`
    const env = {
      ...this.#jobsEnv(),
      SUBNETES_WORKER_ID: name,
      SUBNETES_PROTOCOL: PROTOCOL,
      SUBNETES_CONCURRENCY: String(SLOTS),
      SUBNETES_QUEUE: JSON.stringify(QUEUE),
      FAULTS_LOG: this.logPath
    }
    await this.#add(this.workers, { name, process: undefined, start: async () => await startWorker('test/faults/worker.ts', env) })
  }

  async #add (units: Unit[], unit: Unit): Promise<void> {
    units.push(unit)
    this.#stops.unshift(async () => await unit.process?.stop('SIGKILL'))
    unit.process = await unit.start()
  }

  /** Calls JobsProtocol of a gateway, dialling its relay when there is no connection. */
  async call (peer: SubnetNode, door: GatewayDoor, init: { method: string, request: Message, timeoutMs: number }): Promise<Message> {
    const signal = AbortSignal.timeout(init.timeoutMs)
    await peer.dial(multiaddr(`${door.address}/p2p/${door.peerId}`), { signal })
    return await (createStub(peer, door.peerId, { service: JOBS })[init.method]?.(init.request, { signal }) as Promise<Message>)
  }

  async stop (): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop()
  }
}
