/** Certificates change under load: gateway's dispatcher, runners of the SDK and the Runner link, all by folders that change as a kubelet changes them. */
import { afterEach, describe, expect, it } from 'vitest'
import { silentLogger, silentMetrics, TlsFiles } from '@subnetes/common'
import type { TlsMaterial, WorkerEndpoint } from '@subnetes/common'
import { RunnerClient } from '@subnetes/control'
import type { RunnerStatus } from '@subnetes/control'
import { grpcDispatcher } from '@subnetes/dispatch'
import type { DispatchCall, Dispatcher } from '@subnetes/dispatch'
import { startWorker } from '@subnetes/worker'
import type { Worker } from '@subnetes/worker'
import { createCa, secretFolder, tlsStore } from '../support/certificates.ts'
import type { SecretFolder, TestCa } from '../support/certificates.ts'
import { eventually } from '../support/eventually.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const CALLS_PER_SECOND = 200
const WORKER = 'echo.default'
const GATEWAY = 'gateway.subnetes'
const proto = 'syntax = "proto3"; package t.v1; message M { string text = 1; } service EchoProtocol { rpc rpc_echo (M) returns (M); }'
const METHOD = { name: 'rpc_echo', path: '/t.v1.EchoProtocol/rpc_echo', requestStream: false, responseStream: false, timeoutMs: 5000, idempotent: false }

async function mounted (material: TlsMaterial): Promise<SecretFolder> {
  const folder = await secretFolder(material)
  cleanups.push(folder.remove)
  return folder
}

async function follow (folder: string): Promise<TlsFiles> {
  const files = new TlsFiles({ folder })
  cleanups.push(async () => await files.stop())
  await files.start()
  return files
}

async function worker (folder: string): Promise<Worker> {
  const config = { tls: { folder, clients: [GATEWAY, 'operator.subnetes'] }, slots: 64 }
  const started = await startWorker({ proto, handlers: { rpc_echo: async (request: { text: string }) => ({ text: request.text }) } }, { config })
  cleanups.push(async () => await started.stop())
  return started
}

/** Calls at a steady rate until it is stopped. A call is made once: what is dropped shows. */
function load (dispatcher: Dispatcher): { readonly ended: () => number, readonly failures: string[], readonly stop: () => Promise<void> } {
  const failures: string[] = []
  const running = new Set<Promise<void>>()
  let ended = 0
  const one = async (): Promise<void> => {
    try {
      for await (const bytes of dispatcher.dispatch(callOf())) if (bytes.length === 0) failures.push('an empty answer')
      ended += 1
    } catch (error) {
      failures.push(String(error))
    }
  }
  const timer = setInterval(() => {
    const call = one().finally(() => running.delete(call))
    running.add(call)
  }, 1000 / CALLS_PER_SECOND)
  return {
    ended: () => ended,
    failures,
    stop: async () => { clearInterval(timer); await Promise.all(running) }
  }
}

async function * request (): AsyncGenerator<Uint8Array> { yield Buffer.from([0x0a, 1, 0x61]) }

function callOf (): DispatchCall {
  return { method: METHOD, handle: 'EchoProtocol.rpc_echo', peer: 'p', gatewayPeer: 'g', requests: request(), deadline: Date.now() + 5000, signal: new AbortController().signal }
}

interface Stage {
  readonly dispatcher: Dispatcher
  readonly workerFolder: SecretFolder
  readonly gatewayFolder: SecretFolder
  readonly gatewayFiles: TlsFiles
  /** A roll-out of one worker: only a new connection shows what certificates are worth. */
  readonly replaceWorker: () => Promise<void>
}

async function stage (ca: TestCa): Promise<Stage> {
  const workerFolder = await mounted(await ca.issue({ names: [WORKER], usages: ['serverAuth'] }))
  const gatewayFolder = await mounted(await ca.issue({ names: [GATEWAY], usages: ['clientAuth'] }))
  const gatewayFiles = await follow(gatewayFolder.path)
  const spec = { protocol: 'echo', concurrency: 64, hold: { maxPending: 1000, maxPendingPerPeer: 1000, timeoutMs: 5000 } }
  const dispatcher = grpcDispatcher({ tls: gatewayFiles })({ logger: silentLogger, metrics: silentMetrics, spec })
  cleanups.push(async () => await dispatcher.stop())
  await dispatcher.start()
  let endpoints: WorkerEndpoint[] = []
  let count = 0
  const replaceWorker = async (): Promise<void> => {
    const { address } = await worker(workerFolder.path)
    count += 1
    const added: WorkerEndpoint = { id: `echo-${count}`, address, state: 'ready', serverName: WORKER }
    // First only the new one takes calls, beside the old that finish theirs; then the old are gone.
    endpoints = [...endpoints.map((endpoint): WorkerEndpoint => ({ ...endpoint, state: 'draining' })), added]
    dispatcher.setEndpoints(endpoints)
    await eventually(`echo-${count} takes calls`, () => dispatcher.load().readyWorkers === 1)
    endpoints = [added]
    dispatcher.setEndpoints(endpoints)
  }
  await replaceWorker()
  return { dispatcher, workerFolder, gatewayFolder, gatewayFiles, replaceWorker }
}

describe('a rotation under load', () => {
  it(`drops none of ${CALLS_PER_SECOND} calls a second while leaves, then the authority change, with a new connection after each step`, async () => {
    const [first, second] = [await createCa(), await createCa()]
    const { dispatcher, workerFolder, gatewayFolder, gatewayFiles, replaceWorker } = await stage(first)
    const calls = load(dispatcher)
    cleanups.push(calls.stop)
    const both = `${first.pem}\n${second.pem}`
    const steps: Array<readonly [signsWorker: TestCa, signsGateway: TestCa, ca: string]> = [
      [first, first, first.pem], [first, first, both], [second, first, both], [second, second, both], [second, second, second.pem]
    ]
    for (const [signsWorker, signsGateway, ca] of steps) {
      await workerFolder.replace({ ...await signsWorker.issue({ names: [WORKER], usages: ['serverAuth'] }), ca })
      const gateway = { ...await signsGateway.issue({ names: [GATEWAY], usages: ['clientAuth'] }), ca }
      await gatewayFolder.replace(gateway)
      await eventually('the gateway has its new certificate', () => gatewayFiles.material.cert === gateway.cert)
      await replaceWorker()
      const before = calls.ended()
      await eventually('calls by the new connection', () => calls.ended() >= before + CALLS_PER_SECOND / 2)
    }
    await calls.stop()
    expect(calls.failures).toEqual([])
    expect(calls.ended()).toBeGreaterThan(500)
  })

  it('ends no connection and no watch: what stands goes on with the certificates it was made with', async () => {
    const [first, second] = [await createCa(), await createCa()]
    const { dispatcher, workerFolder, gatewayFolder, gatewayFiles } = await stage(first)
    const operator = tlsStore(await first.issue({ names: ['operator.subnetes'], usages: ['clientAuth'] }))
    const { address } = await worker(workerFolder.path)
    const runner = new RunnerClient({ address, tls: { source: operator, serverName: WORKER } })
    cleanups.push(() => runner.close())
    const seen: RunnerStatus[] = []
    const losses: Error[] = []
    const watching = (async () => { for await (const status of runner.watch({ onLost: (error) => { losses.push(error) } })) seen.push(status) })()
    await eventually('a status', () => seen.length > 0)
    const calls = load(dispatcher)
    cleanups.push(calls.stop)
    await eventually('calls', () => calls.ended() > 20)
    // Nobody believes the old authority any more, and nobody is asked again.
    await workerFolder.replace(await second.issue({ names: [WORKER] }))
    const gateway = await second.issue({ names: [GATEWAY] })
    await gatewayFolder.replace(gateway)
    await eventually('the gateway has its new certificate', () => gatewayFiles.material.cert === gateway.cert)
    const [before, seenBefore] = [calls.ended(), seen.length]
    await eventually('calls and reports after it', () => calls.ended() > before + CALLS_PER_SECOND && seen.length > seenBefore + 1)
    await calls.stop()
    expect([calls.failures, losses]).toEqual([[], []])
    await runner.drain(1)
    runner.close()
    await watching
  })
})
