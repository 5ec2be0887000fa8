/** Lane streams against the Go daemon of a real hivemind peer: unary calls by hand, so that nothing but the muxer and the lane is between. */
import { randomBytes } from 'node:crypto'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { createNode, lanesOf } from '@subnetes/rpc'
import type { ByteSink, ByteStream, SubnetNode } from '@subnetes/rpc'
import { Uint8ArrayList } from 'uint8arraylist'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse, takeDelimited } from '../../src/rpc/hivemind/envelope.ts'
import { eventually } from '../support/eventually.ts'
import { HivemindPeer } from './hivemind-peer.ts'

const HANDLE = 'Conformance.rpc_echo'
const MAX_BYTES = 4 * 1024 * 1024
const MIB = 1024 * 1024

/** Collects one envelope, asking for the window that a large one needs. */
class Envelope implements ByteSink {
  readonly #stream: () => ByteStream | undefined
  readonly #onEnvelope: (envelope: Uint8Array) => void
  readonly #onGone: (why: Error) => void
  readonly #queue = new Uint8ArrayList()

  constructor (stream: () => ByteStream | undefined, onEnvelope: (envelope: Uint8Array) => void, onGone: (why: Error) => void = () => {}) {
    this.#stream = stream
    this.#onEnvelope = onEnvelope
    this.#onGone = onGone
  }

  data (bytes: Buffer): void {
    this.#queue.append(bytes)
    this.#stream()?.consumed(bytes.length)
    const envelope = takeDelimited(this.#queue, MAX_BYTES)
    if (envelope !== undefined) this.#onEnvelope(envelope)
  }

  remoteEnd (): void {}
  gone (why: Error): void { this.#onGone(why) }
  room (): void {}
}

let node: SubnetNode
let python: HivemindPeer

beforeAll(async () => {
  node = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'] })
  await node.handle(HANDLE, (stream) => stream.abort(new Error('the lane was to take it')))
  lanesOf(node)?.serve(HANDLE, (stream) => new Envelope(() => stream, (envelope) => {
    const request = decodeRequest(envelope)
    const { head, payload } = encodeResponse(request.callId, request.data)
    stream.write(head, payload)
    stream.finish(10_000)
  }))
  python = await HivemindPeer.start({ serve: true, connect: node.getMultiaddrs().map(String) })
  await node.dial(multiaddr(python.addresses[0]))
})

afterAll(async () => {
  await python?.stop()
  await node?.stop()
})

/** Calls a handle of the Python peer on a lane. */
async function ask (data: Uint8Array, handle = HANDLE): Promise<Uint8Array> {
  return await new Promise((resolve, reject) => {
    const stream: ByteStream | undefined = lanesOf(node)?.open(python.peerId, handle, new Envelope(() => stream, (envelope) => {
      stream?.finish(10_000)
      const answer = decodeResponse(envelope)
      if ('response' in answer) resolve(answer.response)
      else reject(new Error(answer.error))
    }, reject))
    const { head, payload } = encodeRequest(randomBytes(16), peerIdFromString(python.peerId).toMultihash().bytes, handle, data)
    stream?.write(head, payload)
  })
}

/** A `Blob` of so many bytes, as protobuf. */
function blob (size: number): Buffer {
  const length: number[] = []
  for (let left = size; ; left >>>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left)
    if (left <= 127) break
  }
  return Buffer.concat([Buffer.from([10, ...length]), Buffer.alloc(size, 'b')])
}

it.each([0, 1_000, 300_000, 3 * MIB])('a Python caller gets %i bytes back from a lane', async (size) => {
  const call = python.call({ peer: node.peerId.toString(), method: 'rpc_echo', blobs: { count: 1, size }, summary: true })
  expect(await call.outcome).toMatchObject({ event: 'done', messages: 1 })
})

it('500 calls of a Python caller at once are all answered by a lane', async () => {
  const calls = Array.from({ length: 500 }, () => python.call({ peer: node.peerId.toString(), method: 'rpc_echo', blobs: { count: 1, size: 100 }, summary: true }))
  const outcomes = await Promise.all(calls.map(async ({ outcome }) => (await outcome).event))
  expect(outcomes.every((event) => event === 'done')).toBe(true)
  await eventually('no stream is left', () => node.getConnections().every(({ streams }) => streams.every(({ protocol }) => protocol !== 'lane-streams')))
})

it.each([1, 1_000, 300_000, 3 * MIB])('a lane gets %i bytes back from a Python servicer', async (size) => {
  const sent = blob(size)
  expect(Buffer.from(await ask(sent)).equals(sent)).toBe(true)
})

it('600 calls of a lane at once, beyond the backlog of the Go daemon, are all answered', async () => {
  const sent = blob(100)
  const answers = await Promise.all(Array.from({ length: 600 }, async () => await ask(sent)))
  expect(answers.every((answer) => sent.equals(answer))).toBe(true)
})

it('a lane learns that the Go daemon does not serve a handle', async () => {
  await expect(ask(blob(1), 'Conformance.rpc_missing')).rejects.toMatchObject({ code: 'unimplemented' })
})
