/** A real gateway process under load: many calls, many streams, a slow reader, a peer that opens too much. */
import { readFileSync } from 'node:fs'
import { multiaddr } from '@multiformats/multiaddr'
import { silentLogger } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startProgram, startWorker } from '../support/processes.ts'
import type { Message } from '@subnetes/proto'
import type { DynamicStub, SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'

const MIB = 1024 * 1024
/** The promise: what a gateway may take under the loads below. */
const MAX_GATEWAY_BYTES = 300 * MIB
/** 8,192 open streams of one peer, all that a connection may have, cost about 100 MiB on top. */
const MAX_GATEWAY_BYTES_UNDER_ATTACK = 500 * MIB
/** Slots of the worker, and calls that may wait for one: above the 564 calls of the load test. */
const SLOTS = 64
const HOLD = { maxPending: 2000, maxPendingPerPeer: 2000, timeoutSeconds: 60 }

const service = loadService({ proto: readFileSync(new URL('../fixtures/load/load.proto', import.meta.url), 'utf8') })

let control: TestControl
let gateway: ListeningProcess<GatewayWhere>
let worker: ListeningProcess<WorkerWhere>
const peers: SubnetNode[] = []

beforeAll(async () => {
  control = await startControl()
  ;[gateway, worker] = await Promise.all([
    startGateway({ SUBNETES_CONTROL: control.address, SUBNETES_HTTP_LISTEN: '127.0.0.1:0', SUBNETES_LOG_LEVEL: 'error' }),
    startWorker('test/fixtures/load/worker.ts', { SUBNETES_WORKER_ID: 'load-0', SUBNETES_PROTOCOL: 'load', SUBNETES_CONCURRENCY: String(SLOTS) })
  ])
  control.server.setProtocol(assignmentOf('load', service, { concurrency: SLOTS, hold: HOLD }))
  control.server.setEndpoints('load', [{ id: 'load-0', address: worker.where.address, state: 'ready' }])
  await eventually('the protocol is registered', () => control.told.states.some(({ registered }) => registered))
})

afterAll(async () => {
  for (const peer of peers) await peer.stop()
  await Promise.all([gateway.stop(), worker.stop()])
  await control.server.stop()
})

async function startPeer (): Promise<{ node: SubnetNode, stub: DynamicStub }> {
  const node = await createNode({ dht: 'off', logger: silentLogger })
  peers.push(node)
  await node.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
  return { node, stub: createStub(node, gateway.where.peerId, { service }) }
}

function unary (stub: DynamicStub, method: string, request: Message): Promise<Message> {
  return stub[method]?.(request) as Promise<Message>
}

function stream (stub: DynamicStub, request: Message): AsyncIterable<Message> {
  return stub['rpc_stream']?.(request) as AsyncIterable<Message>
}

async function countInOrder (messages: AsyncIterable<Message>): Promise<number> {
  let count = 0
  for await (const { number } of messages) expect(number).toBe(count++)
  return count
}

async function peakMiB (): Promise<number> {
  return Math.round((await gateway.memory()).peakBytes / MIB)
}

test('completes 500 concurrent unary calls and 64 parallel streams of 1,000 messages from one peer below 300 MiB', { timeout: 120_000 }, async () => {
  const { stub } = await startPeer()
  const startedAt = performance.now()
  const calls = Array.from({ length: 500 }, async (_, number) => (await unary(stub, 'rpc_echo', { data: Buffer.alloc(64), number }))['number'])
  const streams = Array.from({ length: 64 }, async () => await countInOrder(stream(stub, { messages: 1000, bytes_each: 64 })))
  expect(await Promise.all(calls)).toEqual(Array.from({ length: 500 }, (_, number) => number))
  expect(new Set(await Promise.all(streams))).toEqual(new Set([1000]))
  console.log(`500 calls and 64 streams: ${Math.round(performance.now() - startedAt)} ms, gateway peak ${await peakMiB()} MiB`)
  expect((await gateway.memory()).peakBytes).toBeLessThan(MAX_GATEWAY_BYTES)
})

test('a slow reader on a stream of 1 GiB holds the gateway below 300 MiB, and gets every byte in order', { timeout: 180_000 }, async () => {
  const { stub } = await startPeer()
  const chunk = 256 * 1024
  const messages = 1024 * MIB / chunk
  let count = 0
  let bytes = 0
  const startedAt = performance.now()
  for await (const { number, data } of stream(stub, { messages, bytes_each: chunk })) {
    expect(number).toBe(count++)
    bytes += (data as Uint8Array).length
    // Slow where it matters: the first eighth at about 25 MB/s, so that everything upstream fills its buffers; the rest as fast as it comes.
    if (count < messages / 8) await new Promise((resolve) => { setTimeout(resolve, 10) })
  }
  expect(bytes).toBe(1024 * MIB)
  console.log(`1 GiB through a slow reader: ${Math.round(performance.now() - startedAt)} ms, gateway peak ${await peakMiB()} MiB`)
  expect((await gateway.memory()).peakBytes).toBeLessThan(MAX_GATEWAY_BYTES)
})

test('a peer that opens 10,000 streams at once does not disturb another peer', { timeout: 120_000 }, async () => {
  const { stub } = await startPeer()
  await unary(stub, 'rpc_echo', { number: 1 })
  const greedy = startProgram<{ refused: number }>('test/fixtures/load/greedy-peer.ts', [gateway.where.multiaddrs[0] ?? '', 'LoadProtocol.rpc_stream', '10000'])
  const durations = await echoDuring(stub, greedy)
  const median = durations[durations.length >> 1] ?? Infinity
  const slowest = durations.at(-1) ?? Infinity
  const { where, stop } = await greedy
  console.log(`10,000 streams opened by another peer (${where.refused} refused): ${durations.length} polite calls, median ${Math.round(median)} ms, slowest ${Math.round(slowest)} ms, gateway peak ${await peakMiB()} MiB`)
  expect(where.refused).toBeGreaterThan(0)
  // The opening peer, the gateway, the worker and this peer share the machine's cores: the median tells a disturbed gateway, the slowest a blocked one.
  expect(median).toBeLessThan(250)
  expect(slowest).toBeLessThan(20_000)
  await stop('SIGKILL')
  expect(await unary(stub, 'rpc_echo', { number: 2 })).toMatchObject({ number: 2 })
  expect((await gateway.memory()).peakBytes).toBeLessThan(MAX_GATEWAY_BYTES_UNDER_ATTACK)
})

/** Calls one after the other while `work` goes on, at least twenty times. @returns milliseconds each call took, shortest first */
async function echoDuring (stub: DynamicStub, work: Promise<unknown>): Promise<number[]> {
  const over = new AbortController()
  work.then(() => over.abort(), () => over.abort())
  const durations: number[] = []
  while (!over.signal.aborted || durations.length < 20) {
    const startedAt = performance.now()
    expect(await unary(stub, 'rpc_echo', { number: durations.length })).toMatchObject({ number: durations.length })
    durations.push(performance.now() - startedAt)
  }
  return durations.sort((a, b) => a - b)
}
