/** Two real libp2p nodes on the loopback interface, for tests of what crosses between them. */
import type { Libp2p, Stream } from '@libp2p/interface'
import type { MethodShape } from '@subnetes/common'
import { callMethod, createNode, serveMethod } from '@subnetes/rpc'
import { eventually } from './eventually.ts'
import type { CallHandler, CallMethodInit, NodeInit, ServeMethodInit, ServedMethod, SubnetNode } from '@subnetes/rpc'

/** A caller connected to a server. */
export interface PeerPair extends AsyncDisposable {
  readonly caller: SubnetNode
  readonly server: SubnetNode
  /** A stream of the caller to the server, for writing bytes by hand. */
  readonly rawStream: (handle: string) => Promise<Stream>
}

/** Starts two nodes and connects them. */
export async function peerPair (init: NodeInit = {}): Promise<PeerPair> {
  const server = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off', ...init })
  const caller = await createNode({ dht: 'off', ...init })
  const connection = await caller.dial(server.getMultiaddrs())
  return {
    caller,
    server,
    rawStream: async (handle) => await connection.newStream(handle, { maxOutboundStreams: 100_000 }),
    [Symbol.asyncDispose]: async () => { await Promise.all([caller.stop(), server.stop()]) }
  }
}

/** Shapes of methods by the letters of their request and response: `u` one message, `s` a stream. */
export function methodShape (shape: 'uu' | 'us' | 'su' | 'ss', name = `rpc_${shape}`): MethodShape {
  return { name, path: `/test.v1.Test/${name}`, requestStream: shape[0] === 's', responseStream: shape[1] === 's' }
}

/** The handle of a {@link methodShape}. */
export function handleOf (method: MethodShape): string {
  return `Test.${method.name}`
}

/** Serves a method under {@link handleOf}. */
export async function serve (node: Libp2p, method: MethodShape, handler: CallHandler, init: Partial<ServeMethodInit> = {}): Promise<ServedMethod> {
  return await serveMethod(node, { handle: handleOf(method), method, handler, ...init })
}

/** Calls a method of {@link serve}. */
export function call (pair: PeerPair, method: MethodShape, requests: AsyncIterable<Uint8Array>, init: Partial<CallMethodInit> = {}): AsyncIterable<Uint8Array> {
  return callMethod(pair.caller, pair.server.peerId, { handle: handleOf(method), method, requests, ...init })
}

/** Messages as a stream. */
export async function * stream (...messages: ReadonlyArray<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const message of messages) yield Buffer.from(message)
}

/** All answers as texts. */
export async function texts (answers: AsyncIterable<Uint8Array>): Promise<string[]> {
  const found: string[] = []
  for await (const answer of answers) found.push(Buffer.from(answer).toString())
  return found
}

/** A stream written and read by hand. */
export class RawStream {
  readonly stream: Stream
  /** Everything received so far. */
  received = Buffer.alloc(0)
  /** How the other side ended: `eof` (in order), `reset`, or undefined while it has not. */
  end: 'eof' | 'reset' | undefined

  constructor (stream: Stream) {
    this.stream = stream
    stream.addEventListener('message', (event) => { this.received = Buffer.concat([this.received, event.data.subarray()]) })
    stream.addEventListener('remoteCloseWrite', () => { this.end ??= 'eof' })
    stream.addEventListener('close', () => { this.end ??= 'reset' })
    if (stream.remoteWriteStatus === 'closed') this.end = 'eof'
  }

  /** Sends bytes given as buffers or as hexadecimal text. */
  send (...parts: Array<Uint8Array | string>): this {
    this.stream.send(Buffer.concat(parts.map((part) => typeof part === 'string' ? Buffer.from(part, 'hex') : part)))
    return this
  }

  /** Waits until the other side has ended, and says how. */
  async ended (timeoutMs?: number): Promise<'eof' | 'reset'> {
    await eventually('the end of the stream', () => this.end !== undefined, timeoutMs)
    return this.end as 'eof' | 'reset'
  }
}
