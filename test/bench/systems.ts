/** The systems that are compared, each with its processes running. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Env } from '@subnetes/common'
import { ControlServer } from '@subnetes/control'
import { startProcess } from './bench-process.ts'
import type { BenchProcess } from './bench-process.ts'
import { ECHO_PROTO, ECHO_SERVICE } from './echo-service.ts'

/** A system under test. The first process is the caller; a call passes through them in order. */
export interface System {
  readonly name: string
  readonly processes: readonly BenchProcess[]
  stop (): Promise<void>
}

/** Name of the yardstick. */
export const BARE = 'grpc-js'
/** Slots of the worker: more than any round has in flight. */
const SLOTS = 64
const PROTOCOL = 'echo'

/** grpc-js caller and grpc-js worker, nothing between them. */
export async function startBare (): Promise<System> {
  const worker = await startProcess({ role: 'worker', file: 'grpc-worker.ts' })
  const caller = await startProcess({ role: 'caller', file: 'grpc-caller.ts', args: [String(worker.hello['address'])] })
  return system(BARE, [caller, worker])
}

/** Our caller, a gateway, and a worker built with the SDK: compute and runner in one process. */
export async function startEmbedded (): Promise<System> {
  return await startSubnetes('embedded', async (folder) => [
    await startProcess({ role: 'worker', file: 'sdk-worker.ts', env: workerEnvironment(folder) })
  ])
}

/** Our caller, a gateway, a runner of its own, and behind it the yardstick's worker as compute. */
export async function startSidecar (): Promise<System> {
  return await startSubnetes('sidecar', async (folder) => {
    const listen = { [Env.ComputeListen]: `unix:${join(folder, 'compute')}` }
    const compute = await startProcess({ role: 'compute', file: 'grpc-worker.ts', env: listen })
    const runner = await startProcess({ role: 'runner', file: '../../src/worker/main.ts', env: { ...workerEnvironment(folder), ...listen } })
    return [runner, compute]
  })
}

function workerEnvironment (folder: string): Record<string, string> {
  return {
    [Env.RunnerListen]: `unix:${join(folder, 'worker')}`,
    [Env.Protocol]: PROTOCOL,
    [Env.WorkerId]: `${PROTOCOL}-1`,
    [Env.Concurrency]: String(SLOTS),
    [Env.HttpListen]: '127.0.0.1:0',
    [Env.LogLevel]: 'warn'
  }
}

/** @param startWorker gives the worker's processes, the one that the gateway calls first */
async function startSubnetes (name: string, startWorker: (folder: string) => Promise<BenchProcess[]>): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-bench-'))
  const worker = await startWorker(folder)
  const registered = Promise.withResolvers<void>()
  const control = new ControlServer({
    listener: {
      onState: (_gateway, state) => {
        if (state.registered) registered.resolve()
        else registered.reject(new Error(`the gateway cannot serve the protocol: ${state.error}`))
      }
    }
  })
  control.setProtocol(assignment())
  control.setEndpoints(PROTOCOL, [{ id: `${PROTOCOL}-1`, address: String(worker[0]?.hello['address']), state: 'ready' }])
  const address = await control.listen(`unix:${join(folder, 'control')}`)
  const gateway = await startProcess({
    role: 'gateway',
    file: '../../src/gateway/main.ts',
    env: { [Env.Control]: address, [Env.LogLevel]: 'error', [Env.HttpListen]: '127.0.0.1:0', [Env.DrainSeconds]: '0' }
  })
  await registered.promise
  const [multiaddr] = gateway.hello['multiaddrs'] as string[]
  const caller = await startProcess({ role: 'caller', file: 'hivemind-caller.ts', args: [String(multiaddr), String(gateway.hello['peerId'])] })
  return system(name, [caller, gateway, ...worker], async () => {
    await control.stop()
    await rm(folder, { recursive: true, force: true })
  })
}

/** What a manifest of the echo service amounts to. */
function assignment (): Parameters<ControlServer['setProtocol']>[0] {
  return {
    name: PROTOCOL,
    generation: 1,
    service: ECHO_SERVICE.fullName,
    methods: [...ECHO_SERVICE.methods.values()].map(({ name, requestStream, responseStream, requestType, responseType }) =>
      ({ name, requestStream, responseStream, requestType, responseType, timeoutSeconds: 300, mode: 1 })),
    descriptorSet: ECHO_SERVICE.descriptorSet,
    proto: ECHO_PROTO,
    concurrency: SLOTS,
    hold: { maxPending: SLOTS, maxPendingPerPeer: SLOTS, timeoutSeconds: 30 }
  }
}

function system (name: string, processes: readonly BenchProcess[], cleanUp = async (): Promise<void> => {}): System {
  return {
    name,
    processes,
    stop: async () => {
      for (const process of processes) await process.stop()
      await cleanUp()
    }
  }
}
