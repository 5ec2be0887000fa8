/** Waiting in tests: for a condition, with a deadline. */

/** Between two looks. */
const LOOK_MS = 5

/**
 * Asks again until `probe` gives something other than undefined and false. A probe that throws is asked again too.
 *
 * @param what is waited for, for the error
 * @throws after `timeoutMs`, with what was waited for and what the last probe threw
 */
export async function eventually<T> (what: string, probe: () => Promise<T | false | undefined> | T | false | undefined, timeoutMs = 10_000): Promise<T> {
  const deadline = performance.now() + timeoutMs
  let last: unknown
  for (;;) {
    try {
      const value = await probe()
      if (value !== undefined && value !== false) return value
      last = undefined
    } catch (error) {
      last = error
    }
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`, { cause: last })
    await new Promise((resolve) => { setTimeout(resolve, LOOK_MS) })
  }
}
