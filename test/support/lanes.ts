/** Lane streams for tests: a sink that keeps what arrives, and a service that sends everything back. */
import { lanesOf } from '@subnetes/rpc'
import type { ByteSink, ByteStream, ServeLaneInit, SubnetNode } from '@subnetes/rpc'
import type { SubnetesError } from '@subnetes/common'

/** Keeps what arrives on a stream. */
export class KeptBytes implements ByteSink {
  readonly pieces: Buffer[] = []
  stream: ByteStream | undefined
  isEnded = false
  error: SubnetesError | undefined
  rooms = 0
  /** Whether received bytes are consumed at once. */
  readonly consumes: boolean

  constructor (consumes = true) {
    this.consumes = consumes
  }

  get length (): number { return this.pieces.reduce((sum, { length }) => sum + length, 0) }
  get text (): string { return Buffer.concat(this.pieces).toString() }

  data (bytes: Buffer): void {
    this.pieces.push(bytes)
    if (this.consumes) this.stream?.consumed(bytes.length)
  }

  remoteEnd (): void { this.isEnded = true }
  gone (why: SubnetesError): void { this.error = why }
  room (): void { this.rooms++ }
}

/** Opens a lane stream and keeps what arrives on it. */
export function openKept (node: SubnetNode, peer: string, handle: string, consumes = true): KeptBytes & { readonly stream: ByteStream } {
  const kept = new KeptBytes(consumes)
  kept.stream = lanesOf(node)?.open(peer, handle, kept)
  if (kept.stream === undefined) throw new Error(`no connection to ${peer} has lanes`)
  return kept as KeptBytes & { readonly stream: ByteStream }
}

/** Serves a handle with streams that are kept. */
export function serveKept (node: SubnetNode, handle: string, init: ServeLaneInit = {}): KeptBytes[] {
  const served: KeptBytes[] = []
  lanesOf(node)?.serve(handle, (stream) => {
    const kept = new KeptBytes()
    kept.stream = stream
    served.push(kept)
    return kept
  }, init)
  return served
}

/** Sends back what comes, no faster than it is read, and ends when the other side does. */
class Echo implements ByteSink {
  readonly #stream: ByteStream
  #unconsumed = 0
  #isEnding = false

  constructor (stream: ByteStream) {
    this.#stream = stream
  }

  data (bytes: Buffer): void {
    if (this.#stream.write(bytes)) this.#stream.consumed(bytes.length)
    else this.#unconsumed += bytes.length
  }

  room (): void {
    this.#stream.consumed(this.#unconsumed)
    this.#unconsumed = 0
    if (this.#isEnding) this.#stream.finish(10_000)
  }

  remoteEnd (): void {
    this.#isEnding = true
    if (this.#unconsumed === 0) this.#stream.finish(10_000)
  }

  gone (): void {}
}

/** Serves a handle with {@link Echo}. */
export function serveEcho (node: SubnetNode, handle: string): void {
  lanesOf(node)?.serve(handle, (stream) => new Echo(stream))
}
