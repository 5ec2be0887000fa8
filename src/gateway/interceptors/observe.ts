/** Watches calls from outside: one wrapper per call, however many observers there are. */
import { SubnetesError, abortError } from '@subnetes/common'
import type { Call, Interceptor } from '@subnetes/rpc'

/** How a call ended. */
export interface CallEnd {
  /** Undefined when it ended well. `cancelled` when the caller left before the end. */
  readonly error: SubnetesError | undefined
  readonly durationMs: number
  /** Response messages handed to the wire. */
  readonly messages: number
}

/** Told when a call begins; what it returns is told when the call has ended. Throwing a SubnetesError refuses the call. */
export type CallObserver = (call: Call) => (end: CallEnd) => void

/** Runs observers around every call, in order at the beginning and in reverse at the end. An observer that refuses is not told of the end; those before it are. */
export function observeCalls (observers: readonly CallObserver[], now: () => number = () => performance.now()): Interceptor {
  return async function * observed (call, next) {
    const startedAt = now()
    const ends: Array<(end: CallEnd) => void> = []
    let error: SubnetesError | undefined
    let hasEnded = false
    let messages = 0
    try {
      for (const observer of observers) ends.push(observer(call))
      for await (const message of next(call)) {
        messages += 1
        yield message
      }
      hasEnded = true
    } catch (failure) {
      hasEnded = true
      error = SubnetesError.from(failure, 'internal')
      throw error
    } finally {
      if (!hasEnded) error = new SubnetesError('cancelled', `${call.handle}: the caller left before the call ended`)
      const ended = error !== undefined && call.signal.aborted && error.code === 'cancelled' ? abortError(call.signal) : error
      const end: CallEnd = { error: ended, durationMs: now() - startedAt, messages }
      for (const tell of ends.reverse()) tell(end)
    }
  }
}
