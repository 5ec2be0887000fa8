/** Ends a libp2p stream so that the other side can still read what is in flight, and never keeps it for ever. */
import type { Stream } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { INPUT_END_GRACE_MS } from './limits.ts'

/** A stream and what reads and writes it. */
export interface StreamEnds { readonly stream: Stream, readonly reader: ByteReader, readonly writer: ByteWriter }

/** Told all bytes of the input that nobody took; true once they hold its end. */
export type IsInputEnd = (bytes: Uint8Array | Uint8ArrayList) => boolean

/**
 * Closes this side, drops what still comes in, and resets the stream when the other side has not closed within `lingerMs`.
 *
 * @param isInputEnd given where the other side may not notice a close while it still writes: it is waited for, {@link INPUT_END_GRACE_MS} at most
 * @returns a promise that resolves when all written bytes are handed to the connection, or the stream is gone
 */
export async function closeStream ({ stream, reader, writer }: StreamEnds, lingerMs: number, isInputEnd?: IsInputEnd): Promise<void> {
  if (isGone(stream)) return
  const timer = setTimeout(() => stream.abort(new Error(`the peer did not close the stream within ${lingerMs} ms after the call ended`)), lingerMs)
  timer.unref()
  stream.addEventListener('close', () => clearTimeout(timer), { once: true })
  try {
    writer.flush()
    if (isInputEnd === undefined) reader.discard()
    else await inputEnd({ stream, reader }, isInputEnd)
    await stream.close()
  } catch {
    // The stream closed while its last bytes were being handed over; whoever cares has seen the `close` event.
  }
}

async function inputEnd ({ stream, reader }: Pick<StreamEnds, 'stream' | 'reader'>, isInputEnd: IsInputEnd): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  let isOver = stream.remoteWriteStatus !== 'writable'
  const over = (): void => {
    isOver = true
    resolve(undefined)
  }
  reader.discard((bytes) => { if (!isOver && isInputEnd(bytes)) over() })
  if (isOver) return
  const timer = setTimeout(over, INPUT_END_GRACE_MS)
  stream.addEventListener('remoteCloseWrite', over, { once: true })
  stream.addEventListener('close', over, { once: true })
  await promise
  clearTimeout(timer)
}

function isGone (stream: Stream): boolean {
  return stream.status === 'closed' || stream.status === 'aborted' || stream.status === 'reset'
}
