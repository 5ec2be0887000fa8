/**
 * Window updates when half a window is used, as hashicorp/yamux and go-yamux send them, instead of one for each received frame; and none to open a
 * stream whose first bytes are about to open it.
 */
import { YAMUX_STATE } from './internals.ts'
import type { MuxerInternals, StreamInternals } from './internals.ts'

/** Makes the streams of a muxer update their windows late. */
export function lazyWindows (muxer: MuxerInternals): void {
  const newStream = muxer._newStream.bind(muxer)
  muxer._newStream = (id, state, direction) => {
    const stream = newStream(id, state, direction)
    const sendWindowUpdate = stream.sendWindowUpdate.bind(stream)
    stream.sendWindowUpdate = () => { if (isNeeded(stream)) sendWindowUpdate() }
    return stream
  }
}

function isNeeded (stream: StreamInternals): boolean {
  const { init, synSent, established } = YAMUX_STATE
  // The flag that opens the stream goes with the bytes that wait.
  if (stream.state === init) return stream.writeBuffer.byteLength === 0
  // The other states have a flag to send, or do not send.
  return (stream.state !== synSent && stream.state !== established) || stream.recvWindowCapacity <= stream.recvWindow / 2
}
