/** How components begin and end. */

/** A component with a life. `start` and `stop` are both safe to call twice; `stop` on one never started does nothing. */
export interface Startable {
  start: () => Promise<void>
  stop: () => Promise<void>
}

/** Options of {@link runUntilSignal}. */
export interface RunInit {
  /** After this long, whatever still runs is abandoned and the process exits with 1. @default 30 000 */
  forceMs?: number
  /** A reason of the process's own to end: fulfilled it ends as after a signal; rejected it ends so too, and the rejection is thrown. */
  until?: Promise<unknown>
  /** Called with what went wrong while stopping or when the force clock ran out. */
  onError?: (error: unknown) => void
}

/**
 * Starts a process's components in order, waits for SIGTERM, SIGINT or the end of the parent (IPC disconnect), stops them in reverse order.
 * The one life cycle of every `main.ts`.
 *
 * @returns the exit code for the process: 0 after a clean stop, 1 when stopping failed or took longer than `forceMs`
 */
export async function runUntilSignal (components: readonly Startable[], init: RunInit = {}): Promise<number> {
  const started: Startable[] = []
  let failure: Error | undefined
  const stopped = stopRequest()
  try {
    for (const component of components) {
      started.unshift(component)
      await component.start()
    }
    await Promise.race([stopped.promise, ...init.until === undefined ? [] : [init.until]])
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error))
  }
  stopped.dispose()
  const ended = await stopAll(started, init)
  if (failure !== undefined) throw failure
  return ended ? 0 : 1
}

async function stopAll (components: readonly Startable[], init: RunInit): Promise<boolean> {
  let clean = true
  const force = Promise.withResolvers<'forced'>()
  const timer = setTimeout(() => force.resolve('forced'), init.forceMs ?? 30_000)
  for (const component of components) {
    try {
      const end = await Promise.race([component.stop(), force.promise])
      if (end === 'forced') { init.onError?.(new Error('stop took too long; abandoned what still ran')); clean = false; break }
    } catch (error) {
      init.onError?.(error)
      clean = false
    }
  }
  clearTimeout(timer)
  return clean
}

function stopRequest (): { promise: Promise<void>, dispose: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const events = ['SIGTERM', 'SIGINT', 'disconnect'] as const
  const onStop = (): void => resolve()
  for (const event of events) process.on(event, onStop)
  return { promise, dispose: () => { for (const event of events) process.off(event, onStop) } }
}
