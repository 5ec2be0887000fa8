/** One socket write for a Noise message, instead of one for its length and one for its bytes. */
import type { RawInternals } from './internals.ts'

/** Up to this size a copy is cheaper than a vectored write. */
const COPY_BYTES = 32 * 1024

/** Joins the parts of a message on a TCP connection; others are left alone. */
export function joinWrites (connection: RawInternals): void {
  const { socket } = connection
  if (socket === undefined || typeof socket.cork !== 'function') return
  connection.sendData = (data) => {
    const sentBytes = data.byteLength
    if (sentBytes <= COPY_BYTES) return { sentBytes, canSendMore: socket.write(data.subarray()) }
    let canSendMore = true
    socket.cork()
    for (const part of data) canSendMore = socket.write(part)
    socket.uncork()
    return { sentBytes, canSendMore }
  }
}
