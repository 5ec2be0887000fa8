/**
 * Writes to a libp2p stream no faster than the other side reads.
 *
 * `stream.onDrain()` of `@libp2p/utils` 7.4.1 creates its promise once and never renews it, so after the first saturation it resolves at
 * once; the `drain` event is waited for instead. Use `onDrain` again when a release renews the promise.
 */
import { SubnetesError } from '@subnetes/common'
import type { Stream } from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'

/**
 * Sends the parts, unjoined, as one write.
 *
 * @returns a promise when the stream is saturated: it resolves when there is room again and rejects when the stream has closed
 * @throws {SubnetesError} `unavailable` when the stream is closed
 */
export function writeParts (stream: Stream, ...parts: Uint8Array[]): Promise<void> | undefined {
  const data = new Uint8ArrayList()
  for (const part of parts) if (part.length > 0) data.append(part)
  try {
    stream.send(data)
  } catch (error) {
    throw closed(error)
  }
  return stream.writableNeedsDrain ? drained(stream) : undefined
}

async function drained (stream: Stream): Promise<void> {
  // After `drain` the library sends what it had queued, in a microtask of its own, and may be saturated again.
  while (stream.writableNeedsDrain) await drainEvent(stream)
}

async function drainEvent (stream: Stream): Promise<void> {
  if (stream.status !== 'open') throw closed(undefined)
  await new Promise<void>((resolve, reject) => {
    const finish = (settle: () => void) => (): void => {
      stream.removeEventListener('drain', onDrain)
      stream.removeEventListener('close', onClose)
      settle()
    }
    const onDrain = finish(resolve)
    const onClose = finish(() => reject(closed(undefined)))
    stream.addEventListener('drain', onDrain)
    stream.addEventListener('close', onClose)
  })
}

function closed (cause: unknown): SubnetesError {
  return new SubnetesError('unavailable', 'the stream to the peer closed while writing', { cause })
}
