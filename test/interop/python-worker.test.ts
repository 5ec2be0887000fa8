/** A hivemind peer in Python calls a compute in Python: between them a gateway and a runner, and no schema of theirs in either. */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { LocalSubnet } from '../support/local-subnet.ts'
import { HivemindPeer } from './hivemind-peer.ts'
import type { HivemindCall, HivemindCallInit } from './hivemind-peer.ts'

const proto = fileURLToPath(new URL('../../workers/embed-py/embed.proto', import.meta.url))

let subnet: LocalSubnet
let python: HivemindPeer

beforeAll(async () => {
  subnet = await LocalSubnet.start(['deploy/samples/embed.yaml'])
  python = await HivemindPeer.start({ protos: [proto], connect: subnet.multiaddrs })
})

afterAll(async () => {
  await python?.stop()
  await subnet?.stop()
})

function call (method: string, init: Partial<HivemindCallInit>): HivemindCall {
  return python.call({ peer: subnet.peerId, service: 'EmbedProtocol', method, ...init })
}

function vectorOf (message: Record<string, unknown> | undefined): number[] {
  return message?.['vector'] as number[]
}

it('embeds a text as a vector of length 1', async () => {
  const [answer] = await call('rpc_embed', { requests: [{ text: 'The worker is a process of its own.', dimensions: 64 }] }).collect()
  expect(vectorOf(answer)).toHaveLength(64)
  expect(Math.hypot(...vectorOf(answer))).toBeCloseTo(1, 4)
  expect(answer).toMatchObject({ statistics: { words: 8, sentences: 1 } })
})

it('ranks what resembles the query first', async () => {
  const candidates = ['a recipe for bread', 'peers call protocols over libp2p', 'protocols are called by peers']
  const [answer] = await call('rpc_rank', { requests: [{ query: 'peers call protocols', candidates, top: 2 }] }).collect()
  const ranked = answer?.['ranked'] as Array<{ index: number, score: number }>
  expect(ranked.map(({ index }) => index)).toEqual([1, 2])
  expect(ranked[0]!.score).toBeGreaterThan(ranked[1]!.score)
})

it('answers each text of a stream before the next is sent', async () => {
  const running = call('rpc_embed_stream', { open: true })
  for (const [index, text] of ['one', 'two', 'three'].entries()) {
    running.send({ text, dimensions: 8 })
    await running.received(index + 1)
  }
  running.end()
  const answers = await running.collect()
  expect(answers.map((answer) => vectorOf(answer).length)).toEqual([8, 8, 8])
})

it('refuses a bad request with the code and the reason of the Python compute', async () => {
  expect(await call('rpc_embed', { requests: [{ text: 'x', dimensions: 5000 }] }).failure()).toMatch(/^P2PHandlerError: .*InvalidArgument\('.*dimensions/)
})
