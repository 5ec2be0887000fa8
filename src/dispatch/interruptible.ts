/** Pulls from an iterator that a signal can interrupt, whether the iterator looks at the signal or not. */
import { abortError } from '@subnetes/common'

/**
 * Pulls from `source` until the signal aborts; then pending and later pulls reject with its reason, and the source is told to end.
 * One listener for the whole iteration; it is gone when the iteration has ended.
 */
export function interruptible<T> (source: AsyncIterator<T>, signal: AbortSignal): AsyncIterableIterator<T> {
  let interrupt: (() => void) | undefined
  let isOver = false
  const finish = (): void => {
    isOver = true
    signal.removeEventListener('abort', onAbort)
  }
  const onAbort = (): void => {
    finish()
    interrupt?.()
    source.return?.().catch(() => {}) // the iteration ends with the signal's reason; the source's own trouble adds nothing
  }
  if (signal.aborted) isOver = true
  else signal.addEventListener('abort', onAbort, { once: true })
  const pull = async (): Promise<IteratorResult<T>> => await new Promise((resolve, reject) => {
    interrupt = () => reject(abortError(signal))
    source.next().then(resolve, reject)
  })
  return {
    next: async () => {
      if (signal.aborted) throw abortError(signal)
      if (isOver) return { done: true, value: undefined }
      try {
        const result = await pull()
        if (result.done === true) finish()
        return result
      } catch (error) {
        finish()
        throw error
      }
    },
    return: async () => {
      finish()
      return await source.return?.() ?? { done: true, value: undefined }
    },
    [Symbol.asyncIterator] () { return this }
  }
}
