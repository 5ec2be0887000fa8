/** Sites that run durable jobs, on one redis-server with an append-only file; its CPU counts for the one measured. */
import { Env } from '@subnetes/common'
import { startRedis } from '../support/redis.ts'
import type { BenchProcess, ProcessGroup } from './bench-process.ts'
import { treeCpuSeconds, treeMemoryMiB } from './process-usage.ts'
import { peerSite } from './site.ts'
import type { Site } from './site.ts'
import { runnerEnvironment, startGateway } from './subnetes-sites.ts'

/** Jobs at once, as in `jobs-bare.ts`. */
const SLOTS = 64

interface Store { readonly url: string, readonly process: BenchProcess }

/** add, Worker, QueueEvents, and nothing else. */
export async function bullmqSite (group: ProcessGroup): Promise<Site> {
  const { url, process } = await storeOf(group)
  const worker = await group.start({ role: 'worker', file: 'jobs-bare.ts', args: ['worker', url] })
  return { processes: [worker, process], where: ['caller', url] }
}

/** A gateway with Redis, and a worker made with the SDK. */
export async function jobsSite (group: ProcessGroup): Promise<Site> {
  const { url, process } = await storeOf(group)
  const env = { [Env.Redis]: url, [Env.Namespace]: 'bench' }
  const gateway = await startGateway(group, { env, slots: SLOTS })
  const worker = await group.start({ role: 'worker', file: 'sdk-worker.ts', env: { ...runnerEnvironment(SLOTS), ...env } })
  return peerSite(gateway, [worker, process])
}

async function storeOf (group: ProcessGroup): Promise<Store> {
  return await group.shared('redis', async () => {
    const redis = await startRedis()
    group.defer(redis.stop)
    const process: BenchProcess = {
      role: 'redis',
      hello: {},
      ask: async () => { throw new Error('redis is not asked') },
      cpuSeconds: () => treeCpuSeconds(redis.pid()),
      memoryMiB: () => treeMemoryMiB(redis.pid()),
      stop: redis.stop
    }
    return { url: redis.url, process }
  })
}
