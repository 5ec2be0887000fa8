/** The sample written protocol on two real gateways that find each other through the DHT, beside a declared protocol and with workers of its own. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { multiaddr } from '@multiformats/multiaddr'
import { parseManifests } from '@subnetes/api'
import { loadService } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MinerProtocol } from '../../deploy/samples/miner/miner-protocol.ts'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startWorker } from '../support/processes.ts'
import type { Message } from '@subnetes/proto'
import type { DynamicStub, SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'

const SAMPLE = new URL('../../deploy/samples/miner/', import.meta.url)
const miner = loadService({ proto: readFileSync(new URL('miner.proto', SAMPLE), 'utf8') })
const inference = loadService({ proto: readFileSync(new URL('inference.proto', SAMPLE), 'utf8') })

let control: TestControl
let gateways: Array<ListeningProcess<GatewayWhere>>
let workers: Array<ListeningProcess<WorkerWhere>>
let peer: SubnetNode

beforeAll(async () => {
  control = await startControl()
  workers = await Promise.all([
    startWorker('deploy/samples/miner/worker.ts', { SUBNETES_PROTOCOL: 'miner', SUBNETES_WORKER_ID: 'miner-0', SUBNETES_CONCURRENCY: '4' }),
    startWorker('test/fixtures/inference-worker.ts', { SUBNETES_PROTOCOL: 'inference', SUBNETES_WORKER_ID: 'inference-0', SUBNETES_CONCURRENCY: '4' })
  ])
  const [minerWorker, inferenceWorker] = workers as [ListeningProcess<WorkerWhere>, ListeningProcess<WorkerWhere>]
  control.server.setProtocol(assignmentOf('miner', miner))
  control.server.setProtocol(assignmentOf('inference', inference))
  control.server.setEndpoints('miner', [{ id: 'miner-0', address: minerWorker.where.address, state: 'ready' }])
  control.server.setEndpoints('inference', [{ id: 'inference-0', address: inferenceWorker.where.address, state: 'ready' }])
  const env = { SUBNETES_CONTROL: control.address, SUBNETES_GATEWAY_MODULES: JSON.stringify([fileURLToPath(new URL('module.ts', SAMPLE))]), MINER_ROUND_INTERVAL_MS: '500' }
  const first = await startGateway(env)
  const second = await startGateway({ ...env, SUBNETES_BOOTSTRAP: JSON.stringify(first.where.multiaddrs) })
  gateways = [first, second]
  await eventually('both gateways serve', () => ['miner', 'inference'].every((name) => control.told.states.filter(({ protocol, registered }) => protocol === name && registered).length >= 2))
  peer = await createNode({ dht: 'off' })
  for (const gateway of gateways) await peer.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
})

afterAll(async () => {
  await peer.stop()
  await Promise.all([...gateways, ...workers].map(async (process) => await process.stop()))
  await control.server.stop()
})

function stub (index: number): DynamicStub {
  return createStub(peer, gateways[index]?.where.peerId ?? '', { service: miner })
}

async function unary (index: number, method: string, request: Message): Promise<Message> {
  return await (stub(index)[method]?.(request) as Promise<Message>)
}

test('the schemas in the folder equal those they are copies of', () => {
  const text = (path: string): string => readFileSync(new URL(path, SAMPLE), 'utf8')
  expect(text('inference.proto')).toBe(text('../../../workers/llm/inference.proto'))
  const [manifest] = parseManifests(text('miner.yaml'), { file: 'miner.yaml' })
  expect(manifest?.spec.schema.proto).toBe(text('miner.proto'))
})

test('streams text from another peer with the static callInferenceStream', async () => {
  const to = (await peer.peerStore.all()).find(({ id }) => id.toString() === gateways[0]?.where.peerId)
  if (to === undefined) throw new Error('not connected')
  const pieces: string[] = []
  for await (const piece of MinerProtocol.callInferenceStream(peer, to.id, 'to be', { maxTokens: 5 })) pieces.push(piece)
  expect(pieces).toEqual(['to be 0', 'to be 1', 'to be 2', 'to be 3', 'to be 4'])
})

test('lets its own workers calculate', async () => {
  expect(await unary(0, 'rpc_analyse', { text: 'to be or not to be' })).toMatchObject({ words: 6, distinct_words: 4, worker_pid: workers[0]?.pid })
})

test('asks the neighbour in the same gateway for the calling peer, whose identity goes along', async () => {
  const texts: string[] = []
  for await (const { text } of stub(1)['rpc_mine']?.({ prompt: 'whoami', max_tokens: 1 }) as AsyncIterable<Message>) texts.push(String(text))
  expect(texts).toEqual([`whoami ${peer.peerId.toString()}`])
})

test('a notice reaches the other miner through the DHT, once', async () => {
  await eventually('a notice is delivered', async () => {
    const { delivered } = await unary(0, 'rpc_notify', { id: `probe-${performance.now()}`, text: 'hello', hops: 1 })
    return delivered === 1
  }, 30_000)
  expect(await unary(0, 'rpc_notify', { id: 'news', text: 'hello', hops: 3 })).toMatchObject({ is_new: true, delivered: 1, failed: 0 })
  expect(await unary(1, 'rpc_notify', { id: 'news', text: 'hello', hops: 3 })).toMatchObject({ is_new: false })
})

test('rounds in the background score the other peer, and the state answers for it', async () => {
  const other = gateways[1]?.where.peerId
  await eventually('a round has scored the other peer', async () => Number((await unary(0, 'rpc_score', { peer_id: other }))['answered']) > 0, 30_000)
  expect(await unary(0, 'rpc_score', { peer_id: other })).toMatchObject({ score: expect.any(Number) as number })
  const { results } = await unary(0, 'rpc_request_data', { limit: 1 }) as { results: Message[] }
  expect(results).toEqual([expect.objectContaining({ peer_id: other, text: expect.stringMatching(/^ROMEO: 0ROMEO: 1/) as string, error: '' })])
  await expect(unary(0, 'rpc_request_data', { limit: 1000 })).rejects.toMatchObject({ code: 'invalid_argument' })
})

test('reflection shows it as written, with the workers that its manifest brings', async () => {
  const answer = await (await fetch(`http://${gateways[0]?.where.http}/readyz`)).json() as { written: string[], protocols: Message[] }
  expect(answer.written).toContain('MinerProtocol')
  expect(answer.protocols).toContainEqual(expect.objectContaining({ protocol: 'miner', registered: true, readyWorkers: 1 }))
})
