/** Stream framing, serving end: 00 frames each way, 01 to end the requests or to say why the call failed. */
import { SubnetesError } from '@subnetes/common'
import type { ByteReader } from '../byte-reader.ts'
import { once } from '../call.ts'
import { formatError } from '../status.ts'
import type { StreamEnds } from '../stream-end.ts'
import type { WireServeOptions } from '../wire.ts'
import type { Answer } from './answer.ts'
import { FRAME_HEADER_BYTES, encodeErrorFrame, encodeMessageHeader, endFrameFinder, peekFrame, takeFrame } from './frame.ts'
import type { Frame } from './frame.ts'

/**
 * Reads request frames as they are pulled. For a method of one request the frame is read before the method starts; what comes after it is
 * left unread, as hivemind does.
 *
 * @param hold told how many bytes of requests are in memory
 */
export function streamAnswer ({ reader, writer }: StreamEnds, options: WireServeOptions, hold: (bytes: number) => void): Answer {
  const { handle, method, maxRequestBytes } = options
  let held = 0
  let ended = false
  const next = async (): Promise<Frame | undefined> => await reader.take((queue) => {
    const length = peekFrame(queue, maxRequestBytes)
    if (length !== undefined && length !== held) hold(held = length)
    return takeFrame(queue, maxRequestBytes)
  })
  async function * requests (): AsyncGenerator<Uint8Array> {
    for (;;) {
      const frame = await next()
      if (frame === undefined) throw new SubnetesError('cancelled', 'the peer closed the stream before it had ended its requests')
      if (frame.control) {
        ended = true
        return
      }
      yield frame.payload
    }
  }
  return {
    async open () {
      if (method.requestStream) return requests()
      const frame = await next()
      if (frame === undefined) return undefined
      ended = frame.control
      if (ended) throw new SubnetesError('invalid_argument', `${handle} takes one request; the requests ended without any`)
      return once(frame.payload)
    },
    inputEnd: () => ended ? undefined : endFrameFinder(),
    isCutShort: () => isCutShort(reader, maxRequestBytes),
    write: (message) => writer.write(encodeMessageHeader(message.length), message),
    writeError: (error) => writer.write(encodeErrorFrame(formatError(error)))
  }
}

function isCutShort (reader: ByteReader, maxBytes: number): boolean {
  if (reader.queue.byteLength === 0) return false
  try {
    const length = peekFrame(reader.queue, maxBytes)
    return length === undefined || reader.queue.byteLength < FRAME_HEADER_BYTES + length
  } catch {
    return true // whoever takes the frame gets the error
  }
}
