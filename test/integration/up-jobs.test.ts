/** Jobs under `subnetes up`: where they are kept, what they survive, and who may see them. Real processes throughout. */
import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { jsonLines, loadManifest, submitJob } from '../fixtures/up-jobs.ts'
import { PATIENCE, UpSubnet, fetchStatus, isRunning, manifest, subnetes } from '../fixtures/up-subnet.ts'
import { freePort, startRedis } from '../support/redis.ts'

/** A stream of 40 messages in 4 seconds. */
const SLOW = { messages: 40, bytes_each: 8, pace_ms: 100 }
const NUMBERS = Array.from({ length: SLOW.messages }, (_, number) => number)

async function start (manifests: Record<string, string> = { 'm.yaml': loadManifest() }, args: readonly string[] = []): Promise<UpSubnet> {
  const subnet = await UpSubnet.start(manifests, args)
  for (const name of Object.keys(manifests)) await subnet.untilProtocol(name === 'm.yaml' ? 'load' : name.replace('.yaml', ''), 'ready')
  return subnet
}

async function running (subnet: UpSubnet, id: string): Promise<void> {
  await expect.poll(async () => Number(jsonLines((await subnetes(['jobs', subnet.address, '--json'])).stdout).find((job) => job['id'] === id)?.['output_messages'] ?? 0), { timeout: 30_000 }).toBeGreaterThan(0)
}

async function numbersOf (subnet: UpSubnet, id: string): Promise<unknown[]> {
  const { code, stdout, stderr } = await subnetes(['result', subnet.address, id, '--wait', '60', '--json'])
  expect([stderr, code]).toEqual(['', 0])
  return jsonLines(stdout).map(({ number }) => number)
}

function environmentOf (pid: number): Map<string, string> {
  return new Map(readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))
}

describe('jobs in a redis-server of their own', () => {
  it.each(['redis', 'gateway', 'worker'] as const)('survive the %s killed while one runs; it comes back, and the job ends with all its output', async (victim) => {
    await using subnet = await start()
    const jobs = await subnet.until('jobs', ({ phase }) => phase === 'ready')
    expect(jobs).toMatchObject({ kept: 'private', message: '' })
    const id = await submitJob(subnet, 'rpc_stream', SLOW)
    await running(subnet, id)
    const pid = { redis: jobs.pid, gateway: subnet.last('gateway', ({ phase }) => phase === 'ready')?.pid, worker: subnet.last('worker', ({ phase }) => phase === 'ready')?.pid }[victim] ?? 0
    process.kill(pid, 'SIGKILL')
    expect((await subnet.until('exit', ({ process }) => process === (victim === 'worker' ? 'load-1' : victim))).message).toContain('killed by SIGKILL')
    await expect.poll(async () => (await subnetes(['jobs', subnet.address, '--json'])).code, { timeout: 30_000 }).toBe(0)
    expect(await numbersOf(subnet, id)).toEqual(NUMBERS)
  }, 120_000)

  it.each(['SIGKILL', 'SIGINT'] as const)('are there again after %s to subnetes up and a start with the same state folder', async (signal) => {
    await using first = await start(undefined, ['--drain', '0'])
    const id = await submitJob(first, 'rpc_stream', { ...SLOW, messages: 100 }, ['--key', 'one'])
    const later = await submitJob(first, 'rpc_stream', SLOW, ['--delay', '2000'])
    await running(first, id)
    first.process.kill(signal)
    await first.exited
    await expect.poll(() => first.descendants(), PATIENCE).toEqual([])
    await using second = UpSubnet.again(first)
    await second.untilProtocol('load', 'ready')
    expect(await submitJob(second, 'rpc_stream', { ...SLOW, messages: 100 }, ['--key', 'one'])).toBe(id)
    expect(await numbersOf(second, id)).toHaveLength(100)
    expect(await numbersOf(second, later)).toEqual(NUMBERS)
  }, 120_000)

  it('are seen by the runners of their own protocol alone; compute is told nothing, and a removed protocol loses its user', async () => {
    await using subnet = await start({ 'm.yaml': loadManifest('load', { runner: 'Sidecar' }), 'other.yaml': manifest('other') })
    const worker = subnet.last('worker', ({ protocol, phase }) => protocol === 'load' && phase === 'ready')
    const url = environmentOf(worker?.pid ?? 0).get('SUBNETES_REDIS') ?? ''
    expect([...environmentOf(worker?.computePid ?? 0).values()].join('\n')).not.toContain('redis.sock')
    const admin = environmentOf(subnet.last('gateway', ({ phase }) => phase === 'ready')?.pid ?? 0).get('SUBNETES_REDIS') ?? ''
    const runner = new Redis(url)
    try {
      expect(await runner.exists('{subnetes:local:load}:jobs:meta')).toBe(1)
      for (const attempt of [runner.hgetall('{subnetes:local:other}:jobs:meta'), runner.subscribe('{subnetes:local:other}:work'), runner.keys('*'), runner.acl('LIST'), runner.config('GET', '*')]) {
        await expect(attempt).rejects.toThrow('NOPERM')
      }
    } finally {
      runner.disconnect()
    }
    const administrator = new Redis(admin)
    try {
      const users = async (): Promise<string[]> => (await administrator.acl('USERS')).map((user) => user.replace(/-[0-9a-f]{8}$/, '')).sort()
      expect(await users()).toEqual(['default', 'subnetes-local-load', 'subnetes-local-other'])
      await subnet.remove('other.yaml')
      await expect.poll(users, PATIENCE).toEqual(['default', 'subnetes-local-load'])
    } finally {
      administrator.disconnect()
    }
  }, 60_000)

  it('are counted in the status', async () => {
    await using subnet = await start()
    await submitJob(subnet, 'rpc_sleep', { ms: 600_000, key: 'a' })
    await submitJob(subnet, 'rpc_sleep', { ms: 1, key: 'b' }, ['--delay', '600000'])
    const { address } = await subnet.until('http')
    await expect.poll(async () => (await fetchStatus(address)).protocols[0]?.jobs, PATIENCE).toEqual({ waiting: 1, active: 1 })
    expect(await fetchStatus(address)).toMatchObject({ jobs: { kept: 'private', phase: 'ready' }, protocols: [{ workers: [{ activeJobs: 1 }] }] })
  }, 60_000)
})

describe('--no-redis', () => {
  it('says that jobs do not survive, and runs them', async () => {
    await using subnet = await start(undefined, ['--no-redis'])
    expect(await subnet.until('jobs')).toMatchObject({ kept: 'memory', message: 'jobs are kept in the gateway\'s memory and do not survive it (--no-redis)' })
    expect(await numbersOf(subnet, await submitJob(subnet, 'rpc_stream', { ...SLOW, pace_ms: 0 }))).toEqual(NUMBERS)
  }, 60_000)
})

describe('--redis', () => {
  it('keeps jobs in a Redis that is there, with users that go when it ends', async () => {
    const redis = await startRedis()
    const client = new Redis(redis.url)
    try {
      await using subnet = await start(undefined, ['--redis', redis.url, '--namespace', 'mine'])
      expect(await subnet.until('jobs')).toMatchObject({ kept: 'redis', where: redis.url, pid: 0 })
      const id = await submitJob(subnet, 'rpc_stream', SLOW)
      await running(subnet, id)
      await redis.kill()
      await subnet.until('jobs', ({ phase }) => phase === 'down')
      await redis.restart()
      expect(await numbersOf(subnet, id)).toEqual(NUMBERS)
      expect(await client.exists(`{subnetes:mine:load}:jobs:${id}`)).toBe(1)
      subnet.process.kill('SIGINT')
      expect(await subnet.exited).toBe(0)
      expect(await client.acl('USERS')).toEqual(['default'])
    } finally {
      client.disconnect()
      await redis.stop()
    }
  }, 120_000)

  it('refuses at the start what would lose jobs or is not there', async () => {
    const redis = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] })
    const nobody = await freePort()
    await using subnet = await UpSubnet.start({ 'm.yaml': loadManifest() }, ['--no-redis'])
    const up = async (url: string): Promise<unknown[]> => {
      const { code, stderr } = await subnetes(['up', '-f', subnet.folder, '--state', `${subnet.folder}/.other`, '--redis', url])
      return [code, stderr]
    }
    try {
      expect(await up('localhost')).toEqual([2, expect.stringContaining('"localhost" is no URL of a Redis; expected redis://')])
      expect(await up(redis.url)).toEqual([1, expect.stringContaining('maxmemory-policy allkeys-lru, which may delete jobs; set it to noeviction')])
      expect(await up(`redis://user:topsecret@127.0.0.1:${nobody}`)).toEqual([3, expect.stringMatching(new RegExp(`no Redis answers at redis://127\\.0\\.0\\.1:${nobody} within 5 s \\(.*ECONNREFUSED`))])
      expect(isRunning(subnet.pid)).toBe(true)
    } finally {
      await redis.stop()
    }
  }, 60_000)
})
