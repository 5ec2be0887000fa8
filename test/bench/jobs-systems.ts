/** The two systems that are compared by `bench:jobs`, on one redis-server. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Env } from '@subnetes/common'
import { startRedis } from '../support/redis.ts'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import type { RedisServer } from '../support/redis.ts'
import { cpuSecondsOf, startProcess } from './bench-process.ts'
import type { BenchProcess } from './bench-process.ts'
import { ECHO_SERVICE } from './echo-service.ts'
import type { System } from './systems.ts'

/** Slots of the worker: more than are in flight. */
const SLOTS = 64
const PROTOCOL = 'echo'
const START_MS = 30_000

/** The server, as a process whose CPU counts. */
export async function startStore (): Promise<{ redis: RedisServer, process: BenchProcess }> {
  const redis = await startRedis()
  const process: BenchProcess = {
    role: 'redis',
    pid: redis.pid(),
    hello: {},
    ask: async () => { throw new Error('redis is not asked') },
    cpuSeconds: () => cpuSecondsOf(redis.pid()),
    stop: async () => await redis.stop()
  }
  return { redis, process }
}

/** add, Worker, QueueEvents, and nothing else. */
export async function startBareQueue (store: { redis: RedisServer, process: BenchProcess }): Promise<System> {
  const worker = await startProcess({ role: 'worker', file: 'jobs-bare.ts', args: ['worker', store.redis.url] })
  const caller = await startProcess({ role: 'caller', file: 'jobs-bare.ts', args: ['caller', store.redis.url] })
  return { name: 'BullMQ', processes: [caller, worker, store.process], stop: async () => { for (const process of [caller, worker]) await process.stop() } }
}

/** A peer, a gateway, and a worker built with the SDK. */
export async function startJobs (store: { redis: RedisServer, process: BenchProcess }): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-bench-'))
  const env = { [Env.Redis]: store.redis.url, [Env.Namespace]: 'bench', [Env.LogLevel]: 'warn', [Env.HttpListen]: '127.0.0.1:0' }
  const control = await startControl(`unix:${join(folder, 'control')}`)
  control.server.setProtocol(assignmentOf(PROTOCOL, ECHO_SERVICE, { concurrency: SLOTS }))
  const gateway = await startProcess({ role: 'gateway', file: '../../src/gateway/main.ts', env: { ...env, [Env.Control]: control.address, [Env.DrainSeconds]: '0' } })
  const worker = await startProcess({
    role: 'worker',
    file: 'sdk-worker.ts',
    env: { ...env, [Env.RunnerListen]: `unix:${join(folder, 'worker')}`, [Env.Protocol]: PROTOCOL, [Env.WorkerId]: `${PROTOCOL}-1`, [Env.Concurrency]: String(SLOTS) }
  })
  await eventually('the gateway serves', () => control.told.states.some((state) => state.registered), START_MS)
  const [multiaddr] = gateway.hello['multiaddrs'] as string[]
  const caller = await startProcess({ role: 'caller', file: 'jobs-caller.ts', args: [String(multiaddr), String(gateway.hello['peerId'])] })
  return {
    name: 'JobsProtocol',
    processes: [caller, gateway, worker, store.process],
    stop: async () => {
      for (const process of [caller, gateway, worker]) await process.stop()
      await control.server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
