/** `subnetes up` scales: to zero and back, up under load and down without ending a call, and through deaths of its processes. Real processes throughout. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Message } from '@subnetes/proto'
import { LOAD_PROTO, loadManifest, submitJob } from '../fixtures/up-jobs.ts'
import { PATIENCE, UpSubnet, fetchStatus, subnetes } from '../fixtures/up-subnet.ts'

/** Workers go soon: what a test can wait for. */
const HASTY = { mode: 'Internal', minReplicas: 0, maxReplicas: 4, idleSeconds: 0, scaleDown: { policy: 'Window', windowSeconds: 2 } }

interface Init { readonly replicas?: number, readonly autoscaling?: object, readonly suspend?: boolean, readonly args?: readonly string[] }

function text ({ replicas = 1, autoscaling = {}, suspend = false }: Init): string {
  return loadManifest('load', { replicas, concurrency: 1, spec: { suspend, autoscaling: { ...HASTY, ...autoscaling } } })
}

async function start (init: Init = {}): Promise<UpSubnet> {
  const subnet = await UpSubnet.start({ 'm.yaml': text(init) }, init.args ?? ['--no-redis'])
  await subnet.until('gateway', ({ phase }) => phase === 'ready')
  return subnet
}

type Status = Awaited<ReturnType<typeof fetchStatus>>['protocols'][number]

async function statusOf (subnet: UpSubnet): Promise<Status> {
  const [protocol] = (await fetchStatus((await subnet.until('http')).address)).protocols
  if (protocol === undefined) throw new Error('no protocol is served')
  return protocol
}

/** Waits until the twin's account of the protocol fits. */
async function untilStatus (subnet: UpSubnet, fits: Partial<Record<keyof Status, unknown>>): Promise<Status> {
  let status: Status | undefined
  await expect.poll(async () => { status = await statusOf(subnet); return status }, PATIENCE).toMatchObject(fits)
  return status as Status
}

/** The counts that were wanted, one after the other. */
function counts (subnet: UpSubnet): number[] {
  return subnet.events.flatMap((event) => event.type === 'scale' ? [event.to] : [])
}

async function call (subnet: UpSubnet, method: string, request: Message): Promise<Message> {
  const stub = await subnet.stub('LoadProtocol', LOAD_PROTO)
  return await (stub[method]?.(request) as Promise<Message>)
}

/** Calls of `ms` each, one after the other by each caller, until it is stopped. @returns how many were answered; a lost one is thrown */
function callSteadily (subnet: UpSubnet, callers: number, ms: number): { stop: () => Promise<number> } {
  let isStopped = false
  const running = Promise.all(Array.from({ length: callers }, async () => {
    let answered = 0
    for (; !isStopped; answered++) await call(subnet, 'rpc_sleep', { ms, key: '' })
    return answered
  }))
  running.catch(() => { /* told by stop */ })
  return { stop: async () => { isStopped = true; return (await running).reduce((sum, answered) => sum + answered, 0) } }
}

/** A stream of which the first message has come; the rest follows at ten a second. */
async function openStream (subnet: UpSubnet, messages: number): Promise<() => Promise<number>> {
  const stub = await subnet.stub('LoadProtocol', LOAD_PROTO)
  const stream = (stub['rpc_stream']?.({ messages, bytes_each: 1, pace_ms: 100 }) as AsyncIterable<Message>)[Symbol.asyncIterator]()
  await stream.next()
  return async () => {
    let count = 1
    for (let next = await stream.next(); next.done !== true; next = await stream.next()) count += 1
    return count
  }
}

function readyIds ({ workers }: Status): number[] {
  return workers.filter(({ phase }) => phase === 'ready').map(({ pid }) => pid)
}

describe('a protocol of subnetes up', { timeout: 60_000 }, () => {
  it('goes from zero to one for a call, to zero when nobody calls, and to many under many calls, none of which is lost', async () => {
    await using subnet = await start({ replicas: 0 })
    await untilStatus(subnet, { phase: 'idle', replicas: 0, workers: [] })
    await call(subnet, 'rpc_sleep', { ms: 10, key: 'first' })
    await untilStatus(subnet, { phase: 'idle', workers: [], scaling: expect.objectContaining({ reason: 'zero', words: 'nothing to do' }) })
    const calls = callSteadily(subnet, 6, 200)
    await expect.poll(async () => readyIds(await statusOf(subnet)).length, PATIENCE).toBeGreaterThanOrEqual(3)
    expect(await calls.stop()).toBeGreaterThan(6)
    expect(counts(subnet).slice(0, 3)).toEqual([1, 0, expect.any(Number)])
    expect((await statusOf(subnet)).load).toMatchObject({ failed: 0, shed: 0 })
  })

  it('lets every call end when fewer workers are wanted, and takes a draining worker back when it is wanted again', async () => {
    await using subnet = await start({ replicas: 3, autoscaling: { mode: 'Off' } })
    const before = await untilStatus(subnet, { phase: 'ready', replicas: 3 })
    const streams = await Promise.all([100, 100, 130].map(async (messages) => await openStream(subnet, messages)))
    await subnet.write('m.yaml', text({ replicas: 1, autoscaling: { mode: 'Off' } }))
    await expect.poll(async () => (await statusOf(subnet)).workers.filter(({ phase }) => phase === 'draining').length, PATIENCE).toBe(2)
    await subnet.write('m.yaml', text({ replicas: 2, autoscaling: { mode: 'Off' } }))
    await expect.poll(async () => readyIds(await statusOf(subnet)).length, PATIENCE).toBe(2)
    expect(await Promise.all(streams.map(async (rest) => await rest()))).toEqual([100, 100, 130])
    const after = await untilStatus(subnet, { phase: 'ready', replicas: 2, workers: [expect.anything(), expect.anything()] })
    expect(readyIds(before)).toEqual(expect.arrayContaining(readyIds(after)))
    expect(subnet.events.filter(({ type }) => type === 'exit')).toEqual([])
  })

  it('gives idle workers up while a long call runs, which goes on', async () => {
    await using subnet = await start({ replicas: 3 })
    await untilStatus(subnet, { phase: 'ready', replicas: 3 })
    const rest = await openStream(subnet, 120)
    await untilStatus(subnet, { replicas: 1, workers: [expect.objectContaining({ activeCalls: 1 })] })
    expect(await rest()).toBe(120)
  })

  it('holds a call at zero through the death of the worker that was started for it', async () => {
    await using subnet = await start({ replicas: 0 })
    await untilStatus(subnet, { phase: 'idle' })
    const answer = call(subnet, 'rpc_sleep', { ms: 10, key: '' })
    const { pid } = await subnet.until('worker', (worker) => worker.phase === 'starting' && worker.pid > 0)
    process.kill(pid, 'SIGKILL')
    expect(await answer).toMatchObject({ number: 1 })
    expect(subnet.last('exit')?.message).toContain('SIGKILL')
  })

  it('wakes for a call although the gateway that went to zero with it has died since, and goes to zero again', async () => {
    await using subnet = await start()
    await untilStatus(subnet, { phase: 'idle', workers: [] })
    const { pid } = subnet.last('gateway', ({ phase }) => phase === 'ready')!
    process.kill(pid, 'SIGKILL')
    await subnet.until('gateway', (gateway) => gateway.phase === 'ready' && gateway.pid !== pid)
    await expect.poll(async () => await call(subnet, 'rpc_sleep', { ms: 10, key: '' }).then(({ number }) => number, () => undefined), PATIENCE).toBe(1)
    await untilStatus(subnet, { phase: 'idle', workers: [] })
  })

  it.each([['a redis-server', []], ['memory', ['--no-redis']]] as const)('wakes for jobs that wait in %s, and starts as many workers as they need', async (_where, args) => {
    await using subnet = await start({ replicas: 0, args, autoscaling: { queueDrainSeconds: 1 } })
    await untilStatus(subnet, { phase: 'idle' })
    const ids = await Promise.all(['a', 'b', 'c'].map(async (key) => await submitJob(subnet, 'rpc_sleep', { ms: 4_000, key }, ['--key', key])))
    await expect.poll(async () => readyIds(await statusOf(subnet)).length, PATIENCE).toBeGreaterThanOrEqual(2)
    const results = await Promise.all(ids.map(async (id) => await subnetes(['result', subnet.address, id, '--wait', '20'])))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
  })

  it('drains to nothing while it is suspended, and has its workers back afterwards', async () => {
    await using subnet = await start({ replicas: 2 })
    await untilStatus(subnet, { phase: 'ready' })
    const rest = await openStream(subnet, 30)
    await subnet.write('m.yaml', text({ replicas: 2, suspend: true }))
    await untilStatus(subnet, { phase: 'suspended', replicas: 0, workers: [expect.objectContaining({ phase: 'draining', activeCalls: 1 })] })
    expect(await rest()).toBe(30)
    await untilStatus(subnet, { phase: 'suspended', workers: [], scaling: expect.objectContaining({ reason: 'suspended', words: 'spec.suspend' }) })
    await subnet.write('m.yaml', text({ replicas: 2, autoscaling: { scaleDown: { policy: 'Window', windowSeconds: 60 } } }))
    await untilStatus(subnet, { phase: 'ready', replicas: 2 })
  })

  it('keeps the count as it is written with mode Off, and wakes for a call with External', async () => {
    await using subnet = await start({ replicas: 0, autoscaling: { mode: 'External' } })
    await untilStatus(subnet, { phase: 'idle' })
    await call(subnet, 'rpc_sleep', { ms: 10, key: '' })
    expect(counts(subnet)).toEqual([1])
    await subnet.write('m.yaml', text({ replicas: 2, autoscaling: { mode: 'Off' } }))
    await untilStatus(subnet, { phase: 'ready', replicas: 2, scaling: expect.objectContaining({ mode: 'Off', reason: 'outside' }) })
  })

  it('takes a count from subnetes scale and shows it in subnetes status; a wrong name or folder is told', async () => {
    await using subnet = await start({ autoscaling: { mode: 'Off' } })
    await untilStatus(subnet, { phase: 'ready' })
    const state = ['--state', join(subnet.folder, '.state')]
    expect(await subnetes(['scale', 'load', '2', ...state])).toMatchObject({ code: 0, stdout: 'load: 1 → 2 workers\n' })
    await untilStatus(subnet, { phase: 'ready', replicas: 2 })
    const { stdout } = await subnetes(['status', ...state])
    expect(stdout).toMatch(/^gateway {2}ready .*\nload {5}ready {6}2\/2 workers .*\n {2}wanted 2 \(Off\): as written\n {2}load-1 {2}ready /)
    expect(await subnetes(['scale', 'lod', '2', ...state])).toMatchObject({ code: 3, stderr: 'subnetes: no protocol "lod" here; there are load\n' })
    expect((await subnetes(['status', '--state', join(subnet.folder, 'none')])).stderr).toContain('no subnetes up runs with state folder')
  })
})
