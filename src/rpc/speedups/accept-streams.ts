/**
 * Takes streams that other peers open: where the first bytes ask for a handle that is served, as they nearly always do, the stream goes to its handler
 * at once. libp2p makes a timeout signal, several promises and two writes for each, and counts all streams of the connection. Whatever is not the usual
 * case is put back and left to libp2p, whose limit counts all streams; ours those taken here.
 * Unlike libp2p it does not note in the peer store that the caller serves the protocol it calls; identify says what a peer serves.
 */
import type { Connection } from '@libp2p/interface'
import type { ConnectionInternals, StreamInternals } from './internals.ts'
import { hello, isHandle, readHello } from './multistream.ts'
import { StreamCounts } from './stream-counts.ts'

/** How long a stream may stay silent, as libp2p's `PROTOCOL_NEGOTIATION_TIMEOUT`. */
const SILENCE_MS = 10_000

/** Answers kept per connection. */
const MAX_ANSWERS = 1024

/** Replaces the connection's listener for the other side's streams. */
export function acceptStreams (connection: ConnectionInternals): void {
  new StreamAcceptor(connection).listen()
}

class StreamAcceptor {
  readonly #connection: ConnectionInternals
  readonly #counts = new StreamCounts()
  /** Answers by protocol. */
  readonly #answers = new Map<string, Uint8Array>()

  constructor (connection: ConnectionInternals) {
    this.#connection = connection
  }

  listen (): void {
    const { muxer, onIncomingStream } = this.#connection
    muxer.removeEventListener('stream', onIncomingStream)
    muxer.addEventListener('stream', (event) => this.#take((event as CustomEvent<StreamInternals>).detail))
  }

  #take (stream: StreamInternals): void {
    // A stream may have come, with its bytes, before the connection listened: libp2p reads those from its buffer.
    if (stream.readBuffer.byteLength > 0) {
      this.#leave(stream)
      return
    }
    const deliver = stream.onData.bind(stream)
    const silence = setTimeout(() => stream.abort(new Error(`no protocol was asked for within ${SILENCE_MS} ms`)), SILENCE_MS)
    stream.onData = (data) => {
      clearTimeout(silence)
      stream.onData = deliver
      const bytes = data.subarray()
      const asked = readHello(bytes)
      if (asked !== undefined && isHandle(asked.protocol) && this.#isPlain(asked.protocol)) {
        this.#serve(stream, asked.protocol)
        if (bytes.length > asked.length) deliver(bytes.subarray(asked.length))
      } else {
        deliver(bytes)
        this.#leave(stream)
      }
    }
    stream.addEventListener('close', () => clearTimeout(silence), { once: true })
  }

  #leave (stream: StreamInternals): void {
    this.#connection.onIncomingStream(new CustomEvent('stream', { detail: stream }))
  }

  #isPlain (protocol: string): boolean {
    const { components: { registrar }, limits } = this.#connection
    const served = registrar.handlers.get(protocol)
    return served !== undefined && (limits === undefined || served.options.runOnLimitedConnection === true) && registrar.getMiddleware(protocol).length === 0
  }

  #serve (stream: StreamInternals, protocol: string): void {
    const { components: { registrar, metrics } } = this.#connection
    const served = registrar.handlers.get(protocol)
    stream.protocol = protocol
    if (served === undefined || this.#counts.add(stream) > (served.options.maxInboundStreams ?? Infinity)) {
      stream.abort(new Error(`too many streams of ${protocol} on one connection`))
      return
    }
    try {
      stream.send(this.#answer(protocol))
      metrics?.trackProtocolStream(stream)
      // libp2p's own connection is what handlers are given.
      Promise.resolve(served.handler(stream, this.#connection as unknown as Connection)).catch((error: unknown) => abort(stream, error))
    } catch (error) {
      abort(stream, error)
    }
  }

  #answer (protocol: string): Uint8Array {
    const known = this.#answers.get(protocol)
    if (known !== undefined) return known
    const answer = hello(protocol)
    if (this.#answers.size < MAX_ANSWERS) this.#answers.set(protocol, answer)
    return answer
  }
}

function abort (stream: StreamInternals, error: unknown): void {
  stream.abort(error instanceof Error ? error : new Error(String(error)))
}
