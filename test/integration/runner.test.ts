/** The runner process with real compute processes: TypeScript, Python, and programs that go wrong in every way. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Env, formatAddress, toGrpcCode } from '@subnetes/common'
import { RunnerClient } from '@subnetes/control'
import type { RunnerStatus } from '@subnetes/control'
import { createGrpcChannel, isNotStarted } from '@subnetes/grpc'
import type { GrpcChannel } from '@subnetes/grpc'
import { loadService } from '@subnetes/proto'
import type { Message, ServiceDefinition } from '@subnetes/proto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RUNNER_COMPUTE_PROTO } from '../fixtures/runner-compute.ts'
import { runToEnd, startWorker } from '../support/processes.ts'
import type { ListeningProcess, WorkerWhere } from '../support/processes.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const COMPUTE = [process.execPath, '--conditions=@subnetes/source', 'test/fixtures/runner-compute.ts']
const service = loadService({ proto: RUNNER_COMPUTE_PROTO })

const cleanups: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Where = WorkerWhere & { http: string }

interface Running {
  readonly runner: ListeningProcess<Where>
  readonly channel: GrpcChannel
  /** The first status that fits. */
  readonly status: (fits: (status: RunnerStatus) => boolean) => Promise<RunnerStatus>
}

async function start (command: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const variables = { [Env.ComputeCommand]: JSON.stringify(command), [Env.LogLevel]: 'info', [Env.WorkerId]: 'w-0', [Env.Protocol]: 'test', [Env.Concurrency]: '2' }
  const runner = await startWorker('src/worker/main.ts', { ...variables, HOME: process.env['HOME'] ?? '', ...env }) as ListeningProcess<Where>
  const channel = createGrpcChannel(runner.where.address)
  const client = new RunnerClient({ address: runner.where.address, backoff: { minMs: 10, maxMs: 100 } })
  cleanups.push(async () => await runner.stop('SIGTERM'), async () => await channel.close(), async () => client.close())
  return { runner, channel, status: async (fits) => await firstStatus(client, fits, runner) }
}

async function firstStatus (client: RunnerClient, fits: (status: RunnerStatus) => boolean, runner: ListeningProcess<Where>): Promise<RunnerStatus> {
  const signal = AbortSignal.timeout(20_000)
  let last: RunnerStatus | undefined
  for await (const status of client.watch({ signal })) {
    last = status
    if (fits(status)) return status
  }
  throw new Error(`the runner never told the status waited for; last ${JSON.stringify(last)}; its output: ${runner.output().slice(-3000)}`)
}

const isReady = (status: RunnerStatus): boolean => status.ready

interface CallOptions { signal?: AbortSignal, deadline?: number, of?: ServiceDefinition }

async function * call (channel: GrpcChannel, name: string, requests: Message | readonly Message[], options: CallOptions = {}): AsyncGenerator<Message> {
  const { of = service, ...rest } = options
  const method = of.methods.get(name)
  if (method === undefined) throw new Error(`no method ${name}`)
  const list = Array.isArray(requests) ? requests as Message[] : [requests as Message]
  const bytes = (async function * () { for (const request of list) yield method.encodeRequest(request) })()
  for await (const answer of channel.call({ path: method.path, requests: bytes, ...rest })) yield method.decodeResponse(answer)
}

async function collect (answers: AsyncIterable<Message>): Promise<Message[]> {
  const all: Message[] = []
  for await (const answer of answers) all.push(answer)
  return all
}

async function only (answers: AsyncIterable<Message>): Promise<string> {
  return String((await collect(answers))[0]?.['text'])
}

/** Waits until the process is gone, or a zombie nobody here can reap. */
async function gone (pid: number): Promise<void> {
  await vi.waitFor(async () => {
    const state = existsSync(`/proc/${pid}/stat`) ? / ([A-Z]) /.exec(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z '))?.[1] : 'Z'
    expect(state).toBe('Z')
  }, { timeout: 5000, interval: 20 })
}

describe('a runner and its compute', () => {
  it('starts compute, waits until it is ready and brings calls to it', async () => {
    const { channel, status, runner } = await start(COMPUTE)
    const ready = await status(isReady)
    expect(ready).toMatchObject({ workerId: 'w-0', protocol: 'test', slots: 2, computeStarts: 1, computeLastExit: '' })
    expect(ready.computeStartSeconds).toBeGreaterThan(0)
    expect(await only(call(channel, 'rpc_pid', {}))).toBe(String(ready.computePid))
    expect(ready.computePid).not.toBe(runner.pid)
    const answer = await fetch(`http://${runner.where.http}/readyz`)
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ ready: true, slots: 2 })])
    expect(await (await fetch(`http://${runner.where.http}/metrics`)).text()).toContain('subnetes_runner_calls_total{code="ok"} 1')
    const unknown = await collect(channel.call({ path: '/no.Such/method', requests: new Uint8Array() }) as unknown as AsyncIterable<Message>).catch((error: unknown) => error)
    expect(unknown).toMatchObject({ code: 'unimplemented' })
  })

  it('ends a running call with unavailable when compute is killed, says why, and has it back within 5 s', async () => {
    const { channel, status, runner } = await start(COMPUTE)
    const { computePid } = await status(isReady)
    const running = call(channel, 'rpc_wait', {})
    await running.next()
    const killedAt = performance.now()
    process.kill(computePid, 'SIGKILL')
    await expect(running.next()).rejects.toMatchObject({ code: 'unavailable', message: 'compute of worker w-0 ended during the call (killed by SIGKILL)' })
    const back = await status((now) => now.ready && now.computeStarts === 2)
    expect(performance.now() - killedAt).toBeLessThan(5000)
    expect(back.computeLastExit).toContain('killed by SIGKILL')
    expect(back.computePid).not.toBe(computePid)
    expect(await only(call(channel, 'rpc_pid', {}))).toBe(String(back.computePid))
    expect(runner.output()).toContain('compute ended')
  })

  it('restarts a compute that exits at once with growing pauses, refuses calls meanwhile, and tells its code and last lines', async () => {
    const { channel, status, runner } = await start(['sh', '-c', 'echo "no GPU here" >&2; exit 3'])
    const { computeLastExit, ready } = await status(({ computeStarts }) => computeStarts >= 3)
    expect([ready, computeLastExit]).toEqual([false, 'exit code 3; last lines: no GPU here'])
    const refused = await collect(call(channel, 'rpc_pid', {})).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'unavailable', message: expect.stringMatching(/worker w-0 is not ready: compute/) as string })
    expect(isNotStarted(refused)).toBe(true)
    const answer = await fetch(`http://${runner.where.http}/readyz`)
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('no GPU here')])
  })

  it('gives up on a compute that is never ready, kills it and names what it should have done', async () => {
    const { status } = await start(['sleep', '600'], { [Env.ComputeStartSeconds]: '1' })
    const first = (await status(({ computePid }) => computePid !== 0)).computePid
    const { computeLastExit } = await status((now) => now.computeLastExit !== '')
    expect(computeLastExit).toMatch(/^not ready within 1000 ms \(.*\); it must listen where SUBNETES_COMPUTE_LISTEN says \(unix:.*killed by SIGTERM/)
    await gone(first)
  })

  it('names a program that is not there', async () => {
    const { status } = await start(['no-such-program-anywhere'])
    expect((await status((now) => now.computeLastExit !== '')).computeLastExit).toContain('program "no-such-program-anywhere" was not found')
  })

  it('survives a compute that prints garbage, and logs a bounded amount of it', async () => {
    const { channel, status, runner } = await start(COMPUTE, { PRINT_GARBAGE: '1' })
    await status(isReady)
    expect(await only(call(channel, 'rpc_pid', {}))).toMatch(/^\d+$/)
    await vi.waitFor(() => expect(runner.output().includes('compute prints too much')).toBe(true), { timeout: 5000, interval: 20 })
    for (const line of runner.output().trim().split('\n').slice(1, -1)) expect(() => { JSON.parse(line) }).not.toThrow()
  })

  it('accepts a compute that speaks gRPC without a health service, and not one that only accepts connections', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    cleanups.push(async () => silent.close())
    const address = formatAddress({ host: '127.0.0.1', port: (silent.address() as AddressInfo).port })
    const { status } = await start(['sleep', '600'], { [Env.ComputeListen]: address, [Env.ComputeStartSeconds]: '3' })
    expect((await status((now) => now.computeLastExit !== '')).computeLastExit).toContain('not ready within 3000 ms')
    const plain = 'const http2 = require("node:http2"); const server = http2.createServer(); server.on("stream", (stream) => stream.respond({ ":status": 200, "content-type": "application/grpc", "grpc-status": "12" }, { endStream: true })); server.listen(process.env.SUBNETES_COMPUTE_LISTEN.slice(5))'
    const second = await start([process.execPath, '-e', plain])
    expect((await second.status(isReady)).ready).toBe(true)
  })

  it('leaves no compute and no grandchild behind when the runner is killed', async () => {
    const { channel, status, runner } = await start(COMPUTE)
    const { computePid } = await status(isReady)
    const grandchild = Number(await only(call(channel, 'rpc_child', {})))
    await runner.stop('SIGKILL')
    await gone(computePid)
    await gone(grandchild)
  })

  it('kills what compute left behind in its group when compute ends', async () => {
    const { channel, status } = await start(COMPUTE)
    const { computePid } = await status(isReady)
    const grandchild = Number(await only(call(channel, 'rpc_child', {})))
    process.kill(computePid, 'SIGKILL')
    await gone(grandchild)
  })

  it('brings a cancel to compute within 200 ms', async () => {
    const { channel, status, runner } = await start(COMPUTE)
    await status(isReady)
    const leave = new AbortController()
    const running = call(channel, 'rpc_wait', {}, { signal: leave.signal })
    await running.next()
    const leftAt = Date.now()
    leave.abort()
    await expect(running.next()).rejects.toMatchObject({ code: 'cancelled' })
    const cancelledAt = await vi.waitFor(() => Number((/cancelled at (\d+)/.exec(runner.output()) as RegExpExecArray)[1]), { timeout: 5000, interval: 10 })
    expect(cancelledAt - leftAt).toBeLessThan(200)
    await status(({ activeCalls, callsFinished }) => activeCalls === 0 && callsFinished === 1)
  })

  it('ends a call at its deadline at the caller and in compute', async () => {
    const { channel, status, runner } = await start(COMPUTE)
    await status(isReady)
    const deadline = Date.now() + 500
    await expect(collect(call(channel, 'rpc_wait', {}, { deadline }))).rejects.toMatchObject({ code: 'deadline_exceeded' })
    expect(Date.now() - deadline).toBeLessThan(500)
    const cancelledAt = await vi.waitFor(() => Number((/cancelled at (\d+)/.exec(runner.output()) as RegExpExecArray)[1]), { timeout: 5000, interval: 10 })
    expect(Math.abs(cancelledAt - deadline)).toBeLessThan(500)
  })

  it('refuses a call over its slots as not started', async () => {
    const { channel, status } = await start(COMPUTE, { [Env.Concurrency]: '1' })
    await status(isReady)
    const running = call(channel, 'rpc_wait', {})
    await running.next()
    const refused = await collect(call(channel, 'rpc_pid', {})).catch((error: unknown) => error)
    expect([isNotStarted(refused), refused]).toEqual([true, expect.objectContaining({ code: 'resource_exhausted', message: 'worker w-0 has no free slot (1 in use)' })])
    await running.return(undefined)
    await status(({ activeCalls }) => activeCalls === 0)
    expect(await only(call(channel, 'rpc_pid', {}))).toMatch(/^\d+$/)
  })

  it('finishes its calls on SIGTERM, then ends compute and itself with 0', async () => {
    const { channel, status, runner } = await start(COMPUTE)
    const { computePid } = await status(isReady)
    const folder = await mkdtemp(join(tmpdir(), 'subnetes-runner-'))
    cleanups.push(async () => await rm(folder, { recursive: true }))
    const running = call(channel, 'rpc_until', { text: join(folder, 'end') })
    await running.next()
    const stopped = runner.stop('SIGTERM')
    await vi.waitFor(() => expect(runner.output()).toContain('runner stops'), { timeout: 5000, interval: 10 })
    await writeFile(join(folder, 'end'), '')
    expect((await running.next()).value).toEqual({ text: 'ended' })
    expect((await running.next()).done).toBe(true)
    expect(await stopped).toBe(0)
    await gone(computePid)
  })

  it('answers /drain when it is idle, and takes no call after', async () => {
    const { channel, status, runner } = await start(COMPUTE)
    await status(isReady)
    const running = call(channel, 'rpc_wait', {})
    await running.next()
    let isAnswered = false
    const drained = fetch(`http://${runner.where.http}/drain`, { method: 'POST' }).then((answer) => { isAnswered = true; return answer })
    await status(({ draining }) => draining)
    expect(isAnswered).toBe(false)
    await running.return(undefined)
    expect([(await drained).status, isAnswered]).toEqual([200, true])
    expect(isNotStarted(await collect(call(channel, 'rpc_pid', {})).catch((error: unknown) => error))).toBe(true)
  })

  it('stops when its parent is gone', async () => {
    const { status, runner } = await start(COMPUTE)
    const { computePid } = await status(isReady)
    runner.child.disconnect()
    await gone(runner.pid)
    await gone(computePid)
  })

  it('says which variable is wrong and ends with 1', async () => {
    const env = { [Env.RunnerListen]: '127.0.0.1:0', [Env.Concurrency]: 'many' }
    expect(await runToEnd('src/worker/main.ts', env)).toEqual({ code: 1, output: expect.stringContaining('SUBNETES_CONCURRENCY is "many"') as string })
    const command = { [Env.ComputeCommand]: 'python main.py' }
    expect((await runToEnd('src/worker/main.ts', command)).output).toContain('SUBNETES_COMPUTE_COMMAND is "python main.py"; allowed is a JSON array of strings')
  })
})

describe('a compute in Python', () => {
  const command = ['bash', 'workers/embed-py/run.sh']

  beforeAll(async () => {
    await promisify(execFile)('bash', ['scripts/python-env.sh', 'embed-py', 'workers/embed-py/requirements.txt'], { cwd: ROOT, timeout: 300_000 })
  }, 300_000)

  it('embeds, ranks and streams behind the runner, and dies with it', async () => {
    const embed = loadService({ proto: await readFile(`${ROOT}workers/embed-py/embed.proto`, 'utf8') })
    const { channel, status, runner } = await start(command)
    const { computePid } = await status(isReady)
    const [one] = await collect(call(channel, 'rpc_embed', { text: 'To be, or not to be.' }, { of: embed }))
    expect(one).toMatchObject({ worker_id: 'w-0', statistics: { words: 6, distinct_words: 4, sentences: 1 } })
    expect((one?.['vector'] as number[]).reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5)
    const candidates = ['apple pie with cinnamon', 'training neural networks on GPUs', 'the history of Rome']
    const [ranking] = await collect(call(channel, 'rpc_rank', { query: 'train a neural network', candidates, top: 2 }, { of: embed }))
    expect((ranking?.['ranked'] as Array<{ index: number }>).map(({ index }) => index)[0]).toBe(1)
    const stream = await collect(call(channel, 'rpc_embed_stream', ['a', 'b', 'a'].map((text) => ({ text, dimensions: 8 })), { of: embed }))
    expect(stream.map(({ vector }) => (vector as number[]).length)).toEqual([8, 8, 8])
    expect(stream[0]?.['vector']).toEqual(stream[2]?.['vector'])
    await expect(collect(call(channel, 'rpc_embed', { text: 'x', dimensions: 5000 }, { of: embed }))).rejects.toMatchObject({ code: 'invalid_argument', message: 'dimensions: 5000 asked, at most 4096 allowed' })
    expect(toGrpcCode('invalid_argument')).toBe(3)
    await runner.stop('SIGKILL')
    await gone(computePid)
  })
})
