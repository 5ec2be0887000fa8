/** Sites of this project: a gateway and a worker behind it. This process is the operator's side of the control link. */
import { join } from 'node:path'
import { Env, GATEWAY_NODE_FLAGS, gatewayTlsName, LOCAL_NAMESPACE, operatorTlsName, protocolTlsName, TlsFiles } from '@subnetes/common'
import type { WorkerEndpoint } from '@subnetes/common'
import { ControlServer } from '@subnetes/control'
import { createCa, secretFolder } from '../support/certificates.ts'
import { assignmentOf } from '../support/control.ts'
import type { BenchProcess, ProcessGroup } from './bench-process.ts'
import { ECHO_SERVICE } from './echo-service.ts'
import { peerSite, temporaryFolder } from './site.ts'
import type { Site } from './site.ts'

const PROTOCOL = 'echo'
/** More than any work of calls has in flight: nothing waits in the hold queue. */
const SLOTS = 512

/** Mutual TLS on every link of an installation: one certificate with all names. */
export interface Tls { readonly env: Record<string, string>, readonly source: TlsFiles }

/** A worker made with the SDK: runner and compute in one process. */
export async function embeddedSite (group: ProcessGroup): Promise<Site> {
  const worker = await group.start({ role: 'worker', file: 'sdk-worker.ts', env: runnerEnvironment() })
  return await gatewaySite(group, [worker])
}

/** A runner of its own, and behind it the compute that `startCompute` starts. */
export async function sidecarSite (
  group: ProcessGroup, startCompute: (group: ProcessGroup) => Promise<BenchProcess>, init: { tls?: boolean } = {}
): Promise<Site> {
  const tls = init.tls === true ? await makeTls(group) : undefined
  const compute = await startCompute(group)
  const env = { ...runnerEnvironment(), ...tls?.env, [Env.ComputeListen]: String(compute.hello['address']) }
  const runner = await group.start({ role: 'runner', file: '../../src/worker/dist/main.js', env })
  return await gatewaySite(group, [runner, compute], tls)
}

/** Environment of the worker `echo-1`. @param slots calls or jobs that it runs at once */
export function runnerEnvironment (slots = SLOTS): Record<string, string> {
  return {
    [Env.RunnerListen]: '127.0.0.1:0',
    [Env.Protocol]: PROTOCOL,
    [Env.WorkerId]: `${PROTOCOL}-1`,
    [Env.Concurrency]: String(slots),
    [Env.HttpListen]: '127.0.0.1:0'
  }
}

/** A gateway in front of a worker's processes; it calls the first. */
async function gatewaySite (group: ProcessGroup, worker: readonly BenchProcess[], tls?: Tls): Promise<Site> {
  const serverName = tls === undefined ? undefined : protocolTlsName(PROTOCOL, LOCAL_NAMESPACE)
  const address = String(worker[0]?.hello['address'])
  const endpoint: WorkerEndpoint = { id: `${PROTOCOL}-1`, address, state: 'ready', serverName }
  const gateway = await startGateway(group, { env: { ...tls?.env }, tls, endpoints: [endpoint] })
  return peerSite(gateway, worker)
}

/** What a gateway needs beside the protocol. Without endpoints its workers take jobs from Redis. */
export interface GatewayInit {
  readonly env: Readonly<Record<string, string>>
  readonly tls?: Tls | undefined
  readonly endpoints?: readonly WorkerEndpoint[]
  /** Of each worker. */
  readonly slots?: number
}

/** Starts a gateway and waits until it serves the protocol. */
export async function startGateway (group: ProcessGroup, init: GatewayInit): Promise<BenchProcess> {
  const { env, tls, endpoints = [], slots = SLOTS } = init
  const registered = Promise.withResolvers<void>()
  registered.promise.catch(() => {}) // awaited below, after the gateway has started
  const control = new ControlServer({
    ...tls === undefined ? {} : { tls: { source: tls.source, clients: [gatewayTlsName(LOCAL_NAMESPACE)] } },
    listener: {
      onState: (_gateway, { registered: isRegistered, error }) => {
        if (isRegistered) registered.resolve()
        else registered.reject(new Error(`the gateway cannot serve the protocol: ${error}`))
      }
    }
  })
  control.setProtocol(assignmentOf(PROTOCOL, ECHO_SERVICE, { concurrency: slots }))
  if (endpoints.length > 0) control.setEndpoints(PROTOCOL, endpoints)
  const address = await control.listen(`unix:${join(await temporaryFolder(group), 'control')}`)
  group.defer(async () => { await control.stop() })
  const gateway = await group.start({
    role: 'gateway',
    file: '../../src/gateway/dist/main.js',
    nodeFlags: GATEWAY_NODE_FLAGS,
    env: { [Env.Control]: address, [Env.HttpListen]: '127.0.0.1:0', [Env.DrainSeconds]: '0', ...env }
  })
  await registered.promise
  return gateway
}

async function makeTls (group: ProcessGroup): Promise<Tls> {
  const names = [gatewayTlsName, operatorTlsName].map((nameIn) => nameIn(LOCAL_NAMESPACE))
  names.push(protocolTlsName(PROTOCOL, LOCAL_NAMESPACE))
  const folder = await secretFolder(await (await createCa()).issue({ names }))
  group.defer(folder.remove)
  const source = new TlsFiles({ folder: folder.path })
  await source.start()
  group.defer(async () => { await source.stop() })
  return { env: { [Env.TlsDir]: folder.path }, source }
}
