/** Deadlines and aborts as signals, each with its clean-up. */
import { SubnetesError } from './errors.ts'

/** A signal and the way to let go of what it holds (timer, listeners). Dispose it when the work has ended. */
export interface OwnedSignal extends Disposable {
  readonly signal: AbortSignal
}

/** The longest delay a Node timer can hold (2^31 - 1 ms); later deadlines are "never". */
export const MAX_TIMER_MS = 2_147_483_647

/** Options of {@link ownedSignal}. */
export interface OwnedSignalInit {
  /** Aborting any of these aborts the owned one with the same reason. */
  parents?: readonly (AbortSignal | undefined)[]
  /** Epoch milliseconds at which the signal aborts with `deadline_exceeded`. */
  deadline?: number | undefined
  /** Names what ran out of time, for the message. @default 'the call' */
  what?: string
}

/** An abort signal that follows its parents and a deadline. Unlike `AbortSignal.any` it leaves nothing behind once disposed. */
export function ownedSignal (init: OwnedSignalInit): OwnedSignal & { abort: (reason?: unknown) => void } {
  const controller = new AbortController()
  const cleanups: Array<() => void> = []
  const abort = (reason?: unknown): void => controller.abort(reason)
  for (const parent of init.parents ?? []) {
    if (parent === undefined) continue
    if (parent.aborted) { abort(parent.reason); break }
    const onAbort = (): void => abort(parent.reason)
    parent.addEventListener('abort', onAbort, { once: true })
    cleanups.push(() => parent.removeEventListener('abort', onAbort))
  }
  if (init.deadline !== undefined && !controller.signal.aborted) {
    const delayMs = init.deadline - Date.now()
    const expire = (): void => abort(deadlineError(init.what))
    if (delayMs <= 0) expire()
    else if (delayMs <= MAX_TIMER_MS) {
      const timer = setTimeout(expire, delayMs)
      cleanups.push(() => clearTimeout(timer))
    }
  }
  return {
    signal: controller.signal,
    abort,
    [Symbol.dispose]: () => { for (const cleanup of cleanups.splice(0)) cleanup() }
  }
}

/** The error a passed deadline ends with. */
export function deadlineError (what = 'the call'): SubnetesError {
  return new SubnetesError('deadline_exceeded', `${what} did not end before its deadline`)
}

/** The reason of an aborted signal as a typed error (`cancelled` unless the reason says otherwise). */
export function abortError (signal: AbortSignal): SubnetesError {
  const reason: unknown = signal.reason
  return SubnetesError.from(reason, 'cancelled')
}

/** Waits `delayMs`; rejects with {@link abortError} as soon as the signal aborts. The timer does not keep the process alive when `unref`. */
export async function delay (delayMs: number, options: { signal?: AbortSignal | undefined, unref?: boolean } = {}): Promise<void> {
  const { signal } = options
  if (signal?.aborted === true) throw abortError(signal)
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => { signal?.removeEventListener('abort', onAbort); resolve() }, Math.min(delayMs, MAX_TIMER_MS))
    if (options.unref === true) timer.unref()
    function onAbort (): void { clearTimeout(timer); reject(abortError(signal as AbortSignal)) }
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
