/** One Noise message for all yamux frames of a turn, instead of one for each: an encryption and a socket write are what a small frame costs. */
import { Uint8ArrayList } from 'uint8arraylist'
import type { MuxerInternals } from './internals.ts'
import { atTurnEnd } from './turn-end.ts'

/** Frames go out at the latest when they fill a Noise message (65,519 bytes of text). */
const MAX_BATCH_BYTES = 65_519
/** Up to this size on average a copy of the frames is cheaper than encrypting them one by one. */
const COPY_BYTES = 4 * 1024

/**
 * Makes the muxer send its frames at the end of the turn, in order. Back-pressure stays: a full batch goes out at once with the connection's answer,
 * and while the connection is saturated every frame is answered with "no more".
 */
export function batchFrames (muxer: MuxerInternals): void {
  const send = muxer.send.bind(muxer)
  const close = muxer.close.bind(muxer)
  const abort = muxer.abort.bind(muxer)
  let frames = new Uint8ArrayList()
  let count = 0
  let isScheduled = false
  const flush = (): boolean => {
    if (frames.byteLength === 0) return true
    const batch = frames
    const isSmall = batch.byteLength <= COPY_BYTES * count
    frames = new Uint8ArrayList()
    count = 0
    return send(isSmall ? batch.subarray() : batch)
  }
  const flushQuietly = (): void => {
    isScheduled = false
    try {
      flush()
    } catch {
      // The connection has closed; its `close` event tells every stream.
    }
  }
  muxer.send = (data) => {
    frames.append(data)
    count++
    if (frames.byteLength >= MAX_BATCH_BYTES) return flush()
    if (!isScheduled) {
      isScheduled = true
      atTurnEnd('connections', flushQuietly)
    }
    return !muxer.maConn.writableNeedsDrain
  }
  // What follows a close or an abort takes the connection away: the last frames go out before.
  muxer.close = async (options) => {
    try {
      await close(options)
    } finally {
      flushQuietly()
    }
  }
  muxer.abort = (error) => {
    abort(error)
    flushQuietly()
  }
}
