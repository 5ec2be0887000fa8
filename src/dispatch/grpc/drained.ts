/** Back-pressure of a writable stream as a promise. */
import type { Writable } from 'node:stream'

/** Resolves when the stream wants more, or is gone (then the caller finds out by its own means). */
export async function drained (stream: Writable): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
}
