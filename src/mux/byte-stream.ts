/**
 * The stream of one call as a wire sees it: bytes pushed in as they arrive, parts written out, flow control by numbers. A stream of our own muxer is one
 * (`lanes.ts`); any other libp2p stream becomes one (`plain-stream.ts`), so that each wire is written once.
 */
import type { SubnetesError } from '@subnetes/common'

/** Gets what arrives on a {@link ByteStream}. Its methods must not throw. */
export interface ByteSink {
  /** Bytes in their order; they may be kept, and must not be changed. Whoever takes them says so by {@link ByteStream.consumed} when they are done with. */
  data: (bytes: Buffer) => void
  /** The other side has closed its writing half. */
  remoteEnd: () => void
  /** The stream is gone: reset by the other side, or lost with the connection. Nothing follows. Not called after our own {@link ByteStream.reset}. */
  gone: (why: SubnetesError) => void
  /** There is room to write again, after a `write` returned false. */
  room: () => void
}

/** An open stream. After `finish` or `reset` its sink gets nothing more. */
export interface ByteStream {
  /** The authenticated peer at the other end, base58 text. */
  readonly remotePeer: string
  /** Whether the other side reads too slowly for more to be written now. */
  readonly isFull: boolean
  /**
   * Writes bytes, at the latest at the end of this turn of the event loop. Parts may be kept by reference until they are sent. Nothing happens on a stream
   * that is gone.
   *
   * @returns false when the writer should wait for {@link ByteSink.room}
   */
  write: (...parts: Uint8Array[]) => boolean
  /** As many received bytes are done with, or wanted as part of a message that must be whole first: the other side may send as many more. */
  consumed: (bytes: number) => void
  /** Closes this side after what was written. What still comes in is dropped, and the stream is reset when the other side has not closed within `lingerMs`. */
  finish: (lingerMs: number) => void
  /** Ends both directions at once. */
  reset: () => void
}
