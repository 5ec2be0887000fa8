/** The last word to a runner that has nothing to do any more. */
import { RUNNER_HTTP_PORT } from '../resources/names.ts'

/** How long an idle runner may take to answer. */
const ANSWER_MS = 2000

/**
 * Asks a runner's `/drain`: it takes nothing more, for good, and turns not ready, so that a ReplicaSet deletes its pod before any other.
 *
 * @returns whether it has nothing to do; false also when it cannot be reached
 */
export async function endRunner (podIP: string, options: { signal: AbortSignal }): Promise<boolean> {
  const host = podIP.includes(':') ? `[${podIP}]` : podIP
  try {
    const response = await fetch(`http://${host}:${RUNNER_HTTP_PORT}/drain`, { signal: AbortSignal.any([options.signal, AbortSignal.timeout(ANSWER_MS)]) })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false // unreachable, or not idle after all: asked again at the next pass
  }
}
