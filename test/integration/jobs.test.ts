/** Durable jobs end to end: real gateways, real workers, real Redis, a real peer; and the same without Redis. */
import { readFileSync } from 'node:fs'
import { multiaddr } from '@multiformats/multiaddr'
import { Redis } from 'ioredis'
import { RUNNER_IDLE_INTERVAL_MS, RunnerClient } from '@subnetes/control'
import { runnerAclRules } from '@subnetes/dispatch/bullmq'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startWorker } from '../support/processes.ts'
import { startRedis } from '../support/redis.ts'
import type { AssignmentInit } from '@subnetes/control'
import type { Message, MethodDefinition } from '@subnetes/proto'
import type { CallOptions, SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'
import type { RedisServer } from '../support/redis.ts'

const load = loadService({ proto: readFileSync(new URL('../fixtures/load/load.proto', import.meta.url), 'utf8') })
const jobs = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })
const method = (name: string): MethodDefinition => load.methods.get(name)!
const QUEUE = { attempts: 3, backoffSeconds: 1, lockDurationSeconds: 2, maxStalledCount: 3, keepResultsSeconds: 600 }
const QUEUED = 2

/** A subnet of any number of gateways and workers, and a peer. */
class Subnet {
  readonly #stops: Array<() => Promise<unknown>> = []
  readonly gateways: Array<ListeningProcess<GatewayWhere>> = []
  control!: TestControl
  peer!: SubnetNode
  #env: Record<string, string> = {}
  #assignment: AssignmentInit = {}

  async start (init: { gateways: number, redis?: string, namespace?: string }): Promise<void> {
    this.#env = init.redis === undefined ? {} : { SUBNETES_REDIS: init.redis, SUBNETES_NAMESPACE: 'test', SUBNETES_QUEUE: JSON.stringify(QUEUE) }
    this.control = await startControl()
    this.#stops.unshift(async () => { await this.control.server.stop() })
    this.peer = await createNode({ dht: 'off' })
    this.#stops.unshift(async () => { await this.peer.stop() })
    const methods = assignmentOf('load', load).methods?.map((entry) => entry.name === 'rpc_sleep' ? { ...entry, mode: QUEUED } : entry) ?? []
    this.#assignment = assignmentOf('load', load, { concurrency: 2, queue: QUEUE, methods })
    this.assign(init.namespace ?? '')
    for (let n = 0; n < init.gateways; n++) this.gateways.push(await this.#started(startGateway({ SUBNETES_CONTROL: this.control.address, SUBNETES_DRAIN_SECONDS: '2', ...this.#env })))
    for (const gateway of this.gateways) await this.peer.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
    await eventually('registered', () => this.control.told.states.filter((state) => state.registered).length >= init.gateways)
    for (const [at] of this.gateways.entries()) await eventually('the queue is open', async () => await this.job('rpc_list', {}, { at }).then(() => true, () => false))
  }

  /** Tells gateways of the Protocol; @param namespace where its object is */
  assign (namespace: string): void {
    this.control.server.setProtocol({ ...this.#assignment, namespace })
  }

  async worker (id: string, env: Record<string, string> = {}): Promise<ListeningProcess<WorkerWhere>> {
    const worker = await this.#started(startWorker('test/fixtures/load/worker.ts', { SUBNETES_WORKER_ID: id, SUBNETES_PROTOCOL: 'load', SUBNETES_CONCURRENCY: '2', ...this.#env, ...env }))
    this.control.server.setEndpoints('load', [{ id, address: worker.where.address, state: 'ready' }])
    return worker
  }

  async #started<W> (starting: Promise<ListeningProcess<W>>): Promise<ListeningProcess<W>> {
    const process = await starting
    this.#stops.unshift(async () => await process.stop('SIGKILL'))
    return process
  }

  async stop (): Promise<void> {
    for (const stop of this.#stops) await stop()
  }

  async job (name: string, request: Message, options: CallOptions & { at?: number } = {}): Promise<Message> {
    const { at = 0, ...rest } = options
    return await (createStub(this.peer, this.gateways[at]!.where.peerId, { service: jobs })[name]?.(request, rest) as Promise<Message>)
  }

  watch (request: Message, at = 0): AsyncIterable<Message> {
    return createStub(this.peer, this.gateways[at]!.where.peerId, { service: jobs })['rpc_watch']?.(request) as AsyncIterable<Message>
  }
}

const submit = (name: string, request: Message, more: Message = {}): Message => ({ handle: `LoadProtocol.${name}`, request: method(name).encodeRequest(request), ...more })
const numbers = (events: readonly Message[]): number[] => events.flatMap((event) => event['output'] !== undefined ? [method('rpc_stream').decodeResponse(event['output'] as Buffer)['number'] as number] : [])

describe.each(['redis', 'memory'] as const)('jobs over libp2p, kept in %s', (store) => {
  let subnet: Subnet
  let redis: RedisServer | undefined
  beforeEach(async () => {
    redis = store === 'redis' ? await startRedis() : undefined
    subnet = new Subnet()
    await subnet.start({ gateways: 1, ...(redis === undefined ? {} : { redis: redis.url }) })
  })
  afterEach(async () => {
    await subnet.stop()
    await redis?.stop()
  })

  it('submits before there is a worker, runs when one comes, and gives result, watch and list', async () => {
    const job = await subnet.job('rpc_submit', submit('rpc_stream', { messages: 50, bytes_each: 10 }, { idempotency_key: 'one' }))
    expect(job).toMatchObject({ handle: 'LoadProtocol.rpc_stream', idempotency_key: 'one' })
    await subnet.worker('w1')
    const result = await subnet.job('rpc_result', { id: job['id'], wait_seconds: 20 })
    expect(result['job']).toMatchObject({ state: 'JOB_STATE_SUCCEEDED', output_messages: '50' })
    expect((result['messages'] as Buffer[]).map((bytes) => method('rpc_stream').decodeResponse(bytes)['number'])).toEqual(Array.from({ length: 50 }, (_, n) => n))
    const events: Message[] = []
    for await (const event of subnet.watch({ id: job['id'], after_attempt: 1, after_sequence: 40 })) events.push(event)
    expect(numbers(events)).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49])
    expect(events.at(-1)?.['job']).toMatchObject({ state: 'JOB_STATE_SUCCEEDED' })
    const list = await subnet.job('rpc_list', {})
    expect((list['jobs'] as Message[]).map((entry) => entry['id'])).toEqual([job['id']])
  })

  it('refuses in words what cannot be a job', async () => {
    await expect(subnet.job('rpc_submit', { handle: 'LoadProtocol.rpc_nothing' })).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('LoadProtocol.rpc_nothing') as string })
    await expect(subnet.job('rpc_submit', submit('rpc_echo', {}, { priority: 8 }))).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('0 to 7') as string })
    await expect(subnet.job('rpc_get', { id: 'load-00000000000000000000000000000000' })).rejects.toMatchObject({ code: 'not_found' })
    // A gateway that does not serve the protocol, or not yet, cannot know.
    await expect(subnet.job('rpc_get', { id: 'other-00000000000000000000000000000000' })).rejects.toMatchObject({ code: 'unavailable' })
    await expect(subnet.job('rpc_get', { id: 'nonsense' })).rejects.toMatchObject({ code: 'not_found' })
    const job = await subnet.job('rpc_submit', submit('rpc_echo', { number: 1 }, { idempotency_key: 'k' }))
    await expect(subnet.job('rpc_result', { id: job['id'] })).rejects.toMatchObject({ code: 'failed_precondition' })
    await expect(subnet.job('rpc_submit', submit('rpc_echo', { number: 2 }, { idempotency_key: 'k' }))).rejects.toMatchObject({ code: 'already_exists' })
    expect(await subnet.job('rpc_cancel', { id: job['id'] })).toMatchObject({ state: 'JOB_STATE_CANCELLED' })
  })

  it('answers a method in mode Queued like a plain call, and cancels its work when the caller leaves', async () => {
    await subnet.worker('w1')
    const stub = createStub(subnet.peer, subnet.gateways[0]!.where.peerId, { service: load })
    expect(await (stub['rpc_sleep']?.({ ms: 20, key: 'short' }) as Promise<Message>)).toMatchObject({ number: 1 })
    const seen = async (key: string): Promise<Message> => await (stub['rpc_seen']?.({ key }) as Promise<Message>)
    const leave = new AbortController()
    const left = (stub['rpc_sleep']?.({ ms: 60_000, key: 'long' }, { signal: leave.signal }) as Promise<Message>).then(() => 'answered', () => 'left')
    await eventually('the job runs', async () => Number((await seen('long'))['started_at']) > 0)
    leave.abort()
    expect(await left).toBe('left')
    await eventually('compute was told', async () => Number((await seen('long'))['cancelled_at']) > 0)
  })
})

describe('jobs of a Protocol outside the namespace of its gateways', () => {
  let subnet: Subnet
  let redis: RedisServer
  beforeEach(async () => {
    redis = await startRedis()
    subnet = new Subnet()
    await subnet.start({ gateways: 1, redis: redis.url, namespace: 'team' })
  })
  afterEach(async () => {
    await subnet.stop()
    await redis.stop()
  })

  /** A runner of the namespace, as the Redis user that the operator makes for it. */
  async function runnerIn (namespace: string): Promise<void> {
    const admin = new Redis(redis.url)
    await admin.call('ACL', 'SETUSER', namespace, 'on', '>secret', ...runnerAclRules(namespace, 'load'))
    admin.disconnect()
    await subnet.worker(`worker-${namespace}`, { SUBNETES_NAMESPACE: namespace, SUBNETES_REDIS: redis.url.replace('redis://', `redis://${namespace}:secret@`) })
  }

  it('are run by its runners, and can be collected, watched, listed and cancelled', async () => {
    const job = await subnet.job('rpc_submit', submit('rpc_stream', { messages: 3, bytes_each: 10 }))
    const late = await subnet.job('rpc_submit', submit('rpc_echo', {}, { delay_ms: 600_000 }))
    await runnerIn('team')
    const result = await subnet.job('rpc_result', { id: job['id'], wait_seconds: 20 })
    expect(result['job']).toMatchObject({ state: 'JOB_STATE_SUCCEEDED' })
    const events: Message[] = []
    for await (const event of subnet.watch({ id: job['id'] })) events.push(event)
    expect(numbers(events)).toEqual([0, 1, 2])
    expect(await subnet.job('rpc_cancel', { id: late['id'] })).toMatchObject({ state: 'JOB_STATE_CANCELLED' })
    expect((await subnet.job('rpc_list', {}))['jobs']).toHaveLength(2)
  })

  it('stay with it when another Protocol of the name, elsewhere, takes its place', async () => {
    const old = await subnet.job('rpc_submit', submit('rpc_echo', { number: 1 }, { idempotency_key: 'same' }))
    subnet.assign('other')
    await runnerIn('other')
    await eventually('the queue is that of the other', async () => await subnet.job('rpc_get', { id: old['id'] }).then(() => false, ({ code }) => code === 'not_found'))
    const job = await subnet.job('rpc_submit', submit('rpc_echo', { number: 2 }, { idempotency_key: 'same' }))
    expect((await subnet.job('rpc_result', { id: job['id'], wait_seconds: 20 }))['job']).toMatchObject({ state: 'JOB_STATE_SUCCEEDED' })
    subnet.assign('team')
    await eventually('it is its own again', async () => await subnet.job('rpc_get', { id: old['id'] }).then(({ state }) => state === 'JOB_STATE_WAITING', () => false))
  })
})

describe('a worker that begins a job', () => {
  const subnet = new Subnet()
  let redis: RedisServer
  let runner: RunnerClient
  beforeAll(async () => {
    redis = await startRedis()
    await subnet.start({ gateways: 1, redis: redis.url })
    // With one slot: another would be looked for, and that told.
    const { where } = await subnet.worker('w', { SUBNETES_CONCURRENCY: '1' })
    runner = new RunnerClient({ address: where.address })
  })
  afterAll(async () => {
    runner?.close()
    await subnet.stop()
    await redis?.stop()
  })

  it('says so at once, and not when it next tells that it is there: an operator would take it for idle until then', async () => {
    let submittedAt = Infinity
    for await (const { activeJobs, ready } of runner.watch({ signal: AbortSignal.timeout(20_000) })) {
      if (activeJobs === 1) break
      if (!ready || submittedAt < Infinity) continue
      // Changes that follow a status closely are told together with what comes after them, and would hide what is told too early.
      const toldAt = performance.now()
      await eventually('the pause after a status', () => performance.now() - toldAt > 200)
      submittedAt = performance.now()
      await subnet.job('rpc_submit', submit('rpc_stream', { messages: 100, bytes_each: 8, pace_ms: 100 }))
    }
    expect(performance.now() - submittedAt).toBeLessThan(RUNNER_IDLE_INTERVAL_MS / 2)
  })
})

describe('jobs that outlive processes', () => {
  it('survive the worker, the gateway and Redis itself', async () => {
    const redis = await startRedis()
    const subnet = new Subnet()
    try {
      await subnet.start({ gateways: 2, redis: redis.url })
      const doomed = await subnet.worker('w1')
      const job = await subnet.job('rpc_submit', submit('rpc_stream', { messages: 30, bytes_each: 8, pace_ms: 50 }, { idempotency_key: 'durable' }))
      const first: Message[] = []
      for await (const event of subnet.watch({ id: job['id'] })) {
        first.push(event)
        if (numbers(first).length === 5) break
      }
      await doomed.stop('SIGKILL')
      await subnet.gateways[0]!.stop('SIGKILL')
      await redis.kill()
      await redis.restart()
      await subnet.worker('w2')
      const position = first.at(-1)!
      const rest: Message[] = []
      for await (const event of subnet.watch({ id: job['id'], after_attempt: position['attempt'], after_sequence: position['sequence'] }, 1)) rest.push(event)
      const restart = rest.findIndex((event) => event['restarted'] === true)
      expect(restart).toBeGreaterThanOrEqual(0)
      expect(numbers(rest.slice(restart))).toEqual(Array.from({ length: 30 }, (_, n) => n))
      expect(rest.at(-1)?.['job']).toMatchObject({ state: 'JOB_STATE_SUCCEEDED', attempt: 2 })
      const again = await subnet.job('rpc_submit', submit('rpc_stream', { messages: 30, bytes_each: 8, pace_ms: 50 }, { idempotency_key: 'durable' }), { at: 1 })
      expect(again).toMatchObject({ id: job['id'], state: 'JOB_STATE_SUCCEEDED' })
    } finally {
      await subnet.stop()
      await redis.stop()
    }
  }, 60_000)
})
