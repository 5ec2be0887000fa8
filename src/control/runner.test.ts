import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SubnetesError, toGrpcCode } from '@subnetes/common'
import { RunnerClient } from './runner-client.ts'
import { RUNNER_PATHS, runnerHandlers } from './runner-handlers.ts'
import type { RunnerHandlersInit, RunnerSource } from './runner-handlers.ts'
import type { RunnerStatus } from './runner-status.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const IDLE: RunnerStatus = {
  workerId: 'w-0',
  protocol: 'inference',
  ready: true,
  draining: false,
  drainEpoch: 0,
  slots: 4,
  activeCalls: 0,
  activeJobs: 0,
  callsAgeSeconds: 0,
  jobsAgeSeconds: 0,
  callsStarted: 0,
  callsFinished: 0,
  callsFinishedSeconds: 0,
  jobsStarted: 0,
  jobsFinished: 0,
  jobsFinishedSeconds: 0,
  computeStarts: 1,
  computeLastExit: '',
  computeStartSeconds: 0.5,
  computePid: 42
}

/** A runner that only has a status. */
class FakeRunner implements RunnerSource {
  readonly #listeners = new Set<() => void>()
  #status = IDLE

  get listeners (): number {
    return this.#listeners.size
  }

  status (): RunnerStatus {
    return this.#status
  }

  onChange (listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set (change: Partial<RunnerStatus>): void {
    this.#status = { ...this.#status, ...change }
    for (const listener of this.#listeners) listener()
  }

  setDraining (isDraining: boolean, epoch: number): void {
    this.set({ draining: isDraining, drainEpoch: epoch })
  }
}

/** The handlers on grpc-js's server, which is not the one that carries them in production. */
async function serve (source: RunnerSource, address = '127.0.0.1:0', pace: RunnerHandlersInit = {}): Promise<{ server: Server, address: string }> {
  const server = new Server()
  const handlers = runnerHandlers(source, { minIntervalMs: 5, maxIntervalMs: 50, idleIntervalMs: 1000, ...pace })
  const bytes = (value: Buffer): Buffer => value
  for (const path of Object.values(RUNNER_PATHS)) {
    const handle = async (stream: ServerWritableStream<Buffer, Buffer>): Promise<void> => {
      const left = new AbortController()
      stream.on('cancelled', () => left.abort())
      try {
        const requests = (async function * () { yield stream.request })()
        for await (const answer of handlers.get(path)?.({ signal: left.signal, metadata: {}, deadline: undefined, requests }) ?? []) stream.write(Buffer.from(answer))
        stream.end()
      } catch (error) {
        const { code, message } = SubnetesError.from(error)
        stream.emit('error', { code: toGrpcCode(code), details: message })
      }
    }
    server.register(path, (stream: ServerWritableStream<Buffer, Buffer>) => { handle(stream).catch(() => {}) }, bytes, bytes, 'serverStream')
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => error === null ? resolve(bound) : reject(error))
  })
  cleanups.push(async () => server.forceShutdown())
  return { server, address: `127.0.0.1:${port}` }
}

function dial (address: string): RunnerClient {
  const client = new RunnerClient({ address, backoff: { minMs: 10, maxMs: 50 } })
  cleanups.push(async () => client.close())
  return client
}

describe('the Runner link', () => {
  it('tells the status at once, on change, and again without one', async () => {
    const runner = new FakeRunner()
    const { address } = await serve(runner)
    const seen: RunnerStatus[] = []
    for await (const status of dial(address).watch()) {
      seen.push(status)
      if (seen.length === 1) runner.set({ activeCalls: 1, callsStarted: 1 })
      if (seen.length === 3) break
    }
    expect(seen[0]).toEqual(IDLE)
    expect(seen[1]).toEqual({ ...IDLE, activeCalls: 1, callsStarted: 1 })
    expect(seen[2]).toEqual(seen[1])
    await vi.waitFor(() => expect(runner.listeners).toBe(0), { timeout: 5_000 })
  })

  it('tells less often while there is no work, as often as ever while it drains, and of a change at once', async () => {
    const runner = new FakeRunner()
    const { address } = await serve(runner, undefined, { maxIntervalMs: 50, idleIntervalMs: 600 })
    const times: number[] = []
    for await (const status of dial(address).watch()) {
      times.push(performance.now())
      if (times.length === 2) runner.set({ draining: true })
      expect(status.draining).toBe(times.length > 2)
      if (times.length === 5) break
    }
    const waits = times.slice(1).map((time, index) => time - (times[index] as number))
    expect(waits[0]).toBeGreaterThan(500)
    for (const wait of waits.slice(1)) expect(wait).toBeLessThan(500)
  })

  it('refuses a drain or undrain older than the last it obeyed', async () => {
    const runner = new FakeRunner()
    const client = dial((await serve(runner)).address)
    expect((await client.drain(5)).draining).toBe(true)
    await expect(client.undrain(4)).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining('epoch 4 is older than 5') as string })
    await expect(client.drain(4)).rejects.toMatchObject({ code: 'failed_precondition' })
    expect((await client.undrain(5)).draining).toBe(false)
  })

  it('watches on after the runner came back', async () => {
    const runner = new FakeRunner()
    const first = await serve(runner)
    const lost = vi.fn()
    const seen: number[] = []
    for await (const status of dial(first.address).watch({ onLost: lost })) {
      seen.push(status.callsStarted)
      if (status.callsStarted === 7) break
      if (seen.length === 1) {
        first.server.forceShutdown()
        runner.set({ callsStarted: 7 })
        await serve(runner, first.address)
      }
    }
    expect(lost).toHaveBeenCalled()
  })

  it('ends its watch when the signal aborts', async () => {
    const { address } = await serve(new FakeRunner())
    const stop = new AbortController()
    let count = 0
    for await (const status of dial(address).watch({ signal: stop.signal })) {
      count += status.slots
      stop.abort()
    }
    expect(count).toBe(4)
  })

  it('names the address of a runner that is not there', async () => {
    const { server, address } = await serve(new FakeRunner())
    server.forceShutdown()
    await expect(dial(address).drain(1)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(address) as string })
  })
})
