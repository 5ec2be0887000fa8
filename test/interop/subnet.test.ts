/** A hivemind peer in Python calls a local subnet: the language model in a worker process, behind a gateway in another. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LocalSubnet } from '../support/local-subnet.ts'
import { HivemindPeer } from './hivemind-peer.ts'
import type { HivemindCall } from './hivemind-peer.ts'

const proto = fileURLToPath(new URL('../../workers/llm/inference.proto', import.meta.url))

let subnet: LocalSubnet
let python: HivemindPeer

beforeAll(async () => {
  subnet = await LocalSubnet.start(['deploy/samples/inference.yaml'])
  python = await HivemindPeer.start({ protos: [proto], connect: subnet.multiaddrs })
})

afterAll(async () => {
  await python?.stop()
  await subnet?.stop()
})

function infer (method: string, request: object): HivemindCall {
  return python.call({ peer: subnet.peerId, service: 'InferenceProtocol', method, requests: [request] })
}

function textOf (messages: readonly Record<string, unknown>[]): string {
  return messages.map(({ text }) => String(text)).join('')
}

it('streams its text to Python, token by token as it is generated', async () => {
  const running = infer('rpc_inference_stream', { prompt: 'ROMEO:', max_tokens: 200, seed: 7 })
  const messages = await running.collect()
  const [first, last] = [running.messages[0]!, running.messages.at(-1)!]
  expect(messages.length).toBeGreaterThan(100)
  expect(textOf(messages).length).toBeGreaterThan(200)
  expect(last.message).toMatchObject({ tokens: 200, finish_reason: 'length' })
  // Sent as it is generated: the first token came well before the last one.
  expect(last.at - first.at).toBeGreaterThan(0.05)
})

it('answers in one message what it streams for the same seed', async () => {
  const request = { prompt: 'JULIET:', max_tokens: 60, seed: 11 }
  const streamed = await infer('rpc_inference_stream', request).collect()
  const [whole] = await infer('rpc_inference', request).collect()
  expect(whole).toMatchObject({ text: textOf(streamed), tokens: 60, finish_reason: 'length' })
})

it('says what it is', async () => {
  const [info] = await infer('rpc_info', {}).collect()
  expect(info).toMatchObject({ context_tokens: 256, backend: 'cpu' })
  expect(info?.['pid']).toBeGreaterThan(0)
})

it('refuses a bad request with a code and a reason', async () => {
  expect(await infer('rpc_inference', { prompt: 'x', temperature: 99 }).failure()).toMatch(/^P2PHandlerError: .*InvalidArgument\('.*temperature/)
})

it('gives Python an error, never a silent end, when the worker is killed in the middle of a stream, and answers again afterwards', async () => {
  const running = infer('rpc_inference_stream', { prompt: 'HAMLET:', max_tokens: 4000, seed: 3 })
  await running.received(20)
  process.kill(Number(running.messages[0]!.message['pid']), 'SIGKILL')
  expect(await running.failure()).toMatch(/^P2PHandlerError: .*Unavailable\('/)
  const [again] = await infer('rpc_inference', { prompt: 'HAMLET:', max_tokens: 5, seed: 3 }).collect()
  expect(again).toMatchObject({ tokens: 5 })
})
