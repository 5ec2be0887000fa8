/**
 * Records what real hivemind peers put on the wire into `test/fixtures/hivemind/frames.json`: the bytes a Python caller sends to a libp2p
 * node that only listens, and the bytes a Python servicer answers when exactly those bytes are sent to it. None of our framing code is involved.
 *
 * Run: node --conditions=@subnetes/source test/interop/record-frames.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import type { Libp2p, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { HivemindPeer } from './hivemind-peer.ts'
import type { HivemindCallInit } from './hivemind-peer.ts'

const OUTPUT = fileURLToPath(new URL('../fixtures/hivemind/', import.meta.url))

/** What was said in one call, as hex. */
export interface Conversation {
  /** What the call shows. */
  name: string
  /** The protocol id it was sent on. */
  handle: string
  /** The request messages, as JSON. */
  requests: readonly object[]
  /** Everything the Python caller wrote. */
  request: string
  /** Everything the Python servicer wrote until it closed. */
  response: string
}

/** The file. */
export interface RecordedFrames {
  provenance: Readonly<Record<string, string>>
  conversations: Conversation[]
}

const CASES: { name: string, call: Omit<HivemindCallInit, 'peer'> & { requests: object[] } }[] = [
  { name: 'unary', call: { method: 'rpc_square', requests: [{ value: 7 }] } },
  { name: 'unary with a namespace', call: { method: 'rpc_square', namespace: 'interop', requests: [{ value: -9 }] } },
  { name: 'unary, both messages empty', call: { method: 'rpc_nothing', requests: [{}] } },
  { name: 'unary, failing', call: { method: 'rpc_fail', requests: [{ text: 'boom 42' }] } },
  { name: 'unary, 1000 bytes', call: { method: 'rpc_echo', requests: [{ data: Buffer.alloc(1000, 'subnetes').toString('base64') }] } },
  { name: 'server stream', call: { method: 'rpc_count', requests: [{ value: 3 }] } },
  { name: 'server stream without a message', call: { method: 'rpc_count', requests: [{ value: 0 }] } },
  { name: 'server stream of empty messages', call: { method: 'rpc_nothings', requests: [{ value: 3 }] } },
  { name: 'server stream, failing after two messages', call: { method: 'rpc_fail_after', requests: [{ value: 2 }] } },
  { name: 'client stream', call: { method: 'rpc_sum', requests: [{ value: 1 }, { value: 20 }, { value: 300 }] } },
  { name: 'client stream without a message', call: { method: 'rpc_sum', requests: [] } },
  { name: 'both streams', call: { method: 'rpc_running_sum', namespace: 'interop', requests: [{ value: 1 }, { value: 20 }, { value: 300 }] } },
  { name: 'both streams, failing in the middle', call: { method: 'rpc_positive', requests: [{ value: 5 }, { value: -1 }] } }
]

async function createListener (): Promise<Libp2p> {
  return createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: { identify: identify() }
  })
}

/** Everything that arrives on a stream until the other side closes, or until it has been silent for `quietMs`. */
async function readAll (stream: Stream, quietMs: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, quietMs)
    stream.addEventListener('message', (event) => {
      chunks.push(event.data.subarray())
      clearTimeout(timer)
      timer = setTimeout(resolve, quietMs)
    })
    for (const end of ['remoteCloseWrite', 'close'] as const) stream.addEventListener(end, () => { clearTimeout(timer); resolve() })
  })
  return Buffer.concat(chunks)
}

async function recordRequest (node: Libp2p, python: HivemindPeer, call: Omit<HivemindCallInit, 'peer'>): Promise<{ handle: string, request: Buffer }> {
  const handle = `${call.namespace === undefined ? '' : `${call.namespace}::`}Conformance.${call.method}`
  const { promise, resolve } = Promise.withResolvers<Buffer>()
  await node.handle(handle, async (stream) => {
    // A caller keeps its side open while it waits for an answer, so the end of a request is only seen as silence.
    resolve(await readAll(stream, 1_000))
    stream.abort(new Error('recorded'))
  })
  const running = python.call({ ...call, peer: node.peerId.toString() })
  const request = await promise
  await running.outcome
  await node.unhandle(handle)
  return { handle, request }
}

async function recordResponse (node: Libp2p, python: HivemindPeer, handle: string, request: Buffer): Promise<Buffer> {
  const connection = await node.dial(multiaddr(python.addresses[0]))
  const stream = await connection.newStream(handle)
  const response = readAll(stream, 10_000)
  stream.send(request)
  const bytes = await response
  await stream.close()
  return bytes
}

async function main (): Promise<void> {
  const node = await createListener()
  const python = await HivemindPeer.start({ serve: true, connect: node.getMultiaddrs().map(String) })
  try {
    const conversations: Conversation[] = []
    for (const { name, call } of CASES) {
      const { handle, request } = await recordRequest(node, python, call)
      const response = await recordResponse(node, python, handle, request)
      console.log(`${name}: ${request.length} bytes, answered with ${response.length}`)
      conversations.push({ name, handle, requests: call.requests, request: request.toString('hex'), response: response.toString('hex') })
    }
    const agent = (await node.peerStore.get(node.getConnections()[0]!.remotePeer)).metadata.get('AgentVersion')
    const provenance = {
      source: 'bytes written by a hivemind 1.1.12 peer (PyPI wheel, Linux x86-64, with its bundled p2pd), recorded with js-libp2p 3.3',
      agent: Buffer.from(agent ?? []).toString(),
      recorded: new Date().toISOString().slice(0, 10),
      by: 'test/interop/record-frames.ts',
      schema: 'test/interop/conformance.proto',
      destination: node.peerId.toString(),
      licence: 'hivemind is MIT; the bytes are protocol data without creative content'
    }
    mkdirSync(OUTPUT, { recursive: true })
    writeFileSync(`${OUTPUT}frames.json`, `${JSON.stringify({ provenance, conversations } satisfies RecordedFrames, null, 2)}\n`)
  } finally {
    await python.stop()
    await node.stop()
  }
}

if (import.meta.main) await main()
