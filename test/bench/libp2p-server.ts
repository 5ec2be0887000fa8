/** The echo service on bare js-libp2p, as it comes: hivemind's wire, a stream per call, no limits, no worker. */
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@libp2p/yamux'
import { identify } from '@libp2p/identify'
import type { Stream } from '@libp2p/interface'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { handleName } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { createLibp2p } from 'libp2p'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { ECHO_SERVICE, echo, echoMethod, flood } from './echo-service.ts'

/** More than any work has in flight. */
const MAX_STREAMS = 10_000
/** Of a stream frame: marker and length. */
const FRAME_HEADER_BYTES = 9

const proto = readFileSync(new URL('hivemind-envelope.proto', import.meta.url), 'utf8')
const envelopes = loadService({ proto }).methods.get('rpc_call')
const node = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  // All peers of the benchmark come from one address, which libp2p takes for an attack.
  connectionManager: { inboundConnectionThreshold: MAX_STREAMS, maxIncomingPendingConnections: MAX_STREAMS },
  streamMuxers: [yamux({ maxInboundStreams: MAX_STREAMS })],
  services: { identify: identify(), ping: ping() }
})

/** Bytes received, until `whole` finds a message in them. */
async function receive<T> (stream: Stream, whole: (received: Buffer) => T | undefined): Promise<T> {
  return await new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const onMessage = (event: { data: { subarray (): Uint8Array } }): void => {
      received = Buffer.concat([received, event.data.subarray()])
      const found = whole(received)
      if (found === undefined) return
      stream.removeEventListener('message', onMessage)
      resolve(found)
    }
    stream.addEventListener('message', onMessage)
    stream.addEventListener('close', () => { reject(new Error('the stream ended before its request')) }, { once: true })
  })
}

/** A message after its length as an unsigned varint (at most 4 bytes here). */
function takeDelimited (received: Buffer): Buffer | undefined {
  let length = 0
  for (let at = 0; at < Math.min(received.length, 4); at++) {
    const byte = received[at] ?? 0
    length |= (byte & 0x7f) << (7 * at)
    if (byte < 0x80) return received.length > at + length ? received.subarray(at + 1, at + 1 + length) : undefined
  }
  return undefined
}

function delimited (message: Uint8Array): Buffer {
  const prefix: number[] = []
  let length = message.length
  for (; length > 0x7f; length >>>= 7) prefix.push((length & 0x7f) | 0x80)
  return Buffer.concat([Buffer.from([...prefix, length]), message])
}

/**
 * The message of the first frame: a marker and the length in 8 bytes come before it. It is complete when the end frame,
 * a bare header, is there too: a hivemind caller fails when the stream closes while it still writes.
 */
function takeFrame (received: Buffer): Buffer | undefined {
  if (received.length < FRAME_HEADER_BYTES) return undefined
  const end = FRAME_HEADER_BYTES + Number(received.readBigUInt64BE(1))
  return received.length < end + FRAME_HEADER_BYTES ? undefined : received.subarray(FRAME_HEADER_BYTES, end)
}

function frame (message: Uint8Array): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES)
  header.writeBigUInt64BE(BigInt(message.length), 1)
  return Buffer.concat([header, message])
}

async function answerUnary (stream: Stream): Promise<void> {
  if (envelopes === undefined) throw new Error('hivemind-envelope.proto has no rpc_call')
  const request = envelopes.decodeRequest(await receive(stream, takeDelimited))
  const { callId, call } = request as { callId: Uint8Array, call: { data: Uint8Array } }
  const method = echoMethod('rpc_echo')
  const response = method.encodeResponse(await echo(method.decodeRequest(call.data)))
  stream.send(delimited(envelopes.encodeResponse({ callId, result: { response } })))
  await stream.close()
}

/** Resolves when the stream takes more, or has ended: the next send then throws. */
async function drained (stream: Stream): Promise<void> {
  const settled = new AbortController()
  const next = async (event: string): Promise<void> => { await once(stream, event, { signal: settled.signal }) }
  await Promise.race([next('drain'), next('close')]).finally(() => { settled.abort() })
}

async function answerStream (stream: Stream): Promise<void> {
  const method = echoMethod('rpc_flood')
  const request: Message = method.decodeRequest(await receive(stream, takeFrame))
  for await (const message of flood(request)) {
    if (stream.send(frame(method.encodeResponse(message)))) continue
    await drained(stream)
  }
  await stream.close()
}

function serve (name: 'rpc_echo' | 'rpc_flood', answer: (stream: Stream) => Promise<void>): Promise<void> {
  return node.handle(handleName(ECHO_SERVICE.name, name), (stream) => {
    answer(stream).catch((error: Error) => { stream.abort(error) })
  }, { maxInboundStreams: MAX_STREAMS })
}

await serve('rpc_echo', answerUnary)
await serve('rpc_flood', answerStream)
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'listening', peerId: node.peerId.toString(), multiaddrs: node.getMultiaddrs().map(String) })
