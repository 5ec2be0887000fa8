/** Ends a libp2p stream so that the other side can still read what is in flight, and never keeps it for ever. */
import type { Stream } from '@libp2p/interface'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** A stream and what reads and writes it. */
export interface StreamEnds { readonly stream: Stream, readonly reader: ByteReader, readonly writer: ByteWriter }

/**
 * Closes this side, drops what still comes in, and resets the stream when the other side has not closed within `lingerMs`.
 *
 * @returns a promise that resolves when all written bytes are handed to the connection, or the stream is gone
 */
export async function closeStream ({ stream, reader, writer }: StreamEnds, lingerMs: number): Promise<void> {
  if (isGone(stream)) return
  const timer = setTimeout(() => stream.abort(new Error(`the peer did not close the stream within ${lingerMs} ms after the call ended`)), lingerMs)
  timer.unref()
  stream.addEventListener('close', () => clearTimeout(timer), { once: true })
  reader.discard()
  try {
    writer.flush()
    await stream.close()
  } catch {
    // The stream closed while its last bytes were being handed over; whoever cares has seen the `close` event.
  }
}

function isGone (stream: Stream): boolean {
  return stream.status === 'closed' || stream.status === 'aborted' || stream.status === 'reset'
}
