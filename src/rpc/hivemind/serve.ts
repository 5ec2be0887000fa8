/** The serving end of hivemind's wire: one stream per call, of our own muxer or any libp2p stream. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Libp2p } from '@libp2p/interface'
import { SubnetesError } from '@subnetes/common'
import type { ByteStream } from '@subnetes/mux'
import { ExpiryQueue } from '../expiry-queue.ts'
import { lanesOf } from '@subnetes/mux'
import { INPUT_END_GRACE_MS } from '../limits.ts'
import { MAX_OUTBOUND_STREAMS } from '../open-stream.ts'
import { acceptPlainStream } from '../plain-stream.ts'
import type { ServedMethod, WireServeOptions } from '../wire.ts'
import { ServingCall } from './serving-call.ts'
import type { ServingComponents } from './serving-call.ts'

/** Serves a handle. @throws {SubnetesError} `already_exists` */
export async function serveHivemind (node: Libp2p, options: WireServeOptions): Promise<ServedMethod> {
  const server = new HivemindServer(node, options)
  const { handle, limits } = options
  const maxStreamsPerConnection = limits.maxStreamsPerConnection
  try {
    // With libp2p too, also where lanes carry the calls: identify lists the handle, and connections without lanes have it.
    await node.handle(handle, (stream, { remotePeer }) => acceptPlainStream(stream, remotePeer.toString(), (accepted) => server.accept(accepted)), {
      maxInboundStreams: maxStreamsPerConnection,
      maxOutboundStreams: MAX_OUTBOUND_STREAMS,
      runOnLimitedConnection: true
    })
    lanesOf(node)?.serve(handle, (stream) => server.accept(stream), { maxStreamsPerConnection })
  } catch (error) {
    if (error instanceof Error && error.name === 'DuplicateProtocolHandlerError') {
      throw new SubnetesError('already_exists', `this node serves ${handle} already; remove the other handler first or use another namespace`, { cause: error })
    }
    await node.unhandle(handle)
    throw error
  }
  return { close: async (closeOptions) => await server.close(closeOptions?.graceMs ?? 0) }
}

class HivemindServer {
  readonly #node: Libp2p
  readonly #components: ServingComponents
  readonly #running = new Set<ServingCall>()
  #idle: PromiseWithResolvers<void> | undefined
  #closed: Promise<void> | undefined

  constructor (node: Libp2p, options: WireServeOptions) {
    const { limits, handle } = options
    this.#node = node
    this.#components = {
      options,
      localPeer: node.peerId.toString(),
      requestTimes: new ExpiryQueue(limits.requestTimeoutMs, (call: ServingCall) => call.cancel(new SubnetesError('deadline_exceeded', `no complete request arrived within ${limits.requestTimeoutMs} ms`))),
      callTimes: limits.callTimeoutMs === undefined
        ? undefined
        : new ExpiryQueue(limits.callTimeoutMs, (call: ServingCall) => call.cancel(new SubnetesError('deadline_exceeded', `${handle} did not end before its deadline`))),
      inputEndTimes: new ExpiryQueue(INPUT_END_GRACE_MS, (call: ServingCall) => call.finish()),
      onOver: (call) => this.#left(call)
    }
  }

  accept (stream: ByteStream): ServingCall {
    const call = new ServingCall(stream, this.#components)
    this.#running.add(call)
    call.begin()
    return call
  }

  async close (graceMs: number): Promise<void> {
    this.#closed ??= this.#close(graceMs)
    await this.#closed
  }

  async #close (graceMs: number): Promise<void> {
    const { handle } = this.#components.options
    lanesOf(this.#node)?.remove(handle)
    await this.#node.unhandle(handle)
    const timer = setTimeout(() => this.#stop(), graceMs)
    await this.#emptied()
    clearTimeout(timer)
    await nextTurn() // the last answers are with their connections
  }

  #stop (): void {
    for (const call of [...this.#running]) call.cancel(new SubnetesError('unavailable', `${this.#components.options.handle} is no longer served here; try another peer`))
  }

  async #emptied (): Promise<void> {
    if (this.#running.size === 0) return
    this.#idle ??= Promise.withResolvers<void>()
    await this.#idle.promise
  }

  #left (call: ServingCall): void {
    this.#running.delete(call)
    if (this.#running.size === 0) this.#idle?.resolve()
  }
}
