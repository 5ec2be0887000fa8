/** Made-up results for the tests of reports and goals. */
import { resultsOf } from './results.ts'
import type { Results } from './results.ts'
import type { Round } from './statistics.ts'

/** A round of 1000 calls in one second; `cpuSeconds` is split evenly between caller and gateway. */
export function madeUpRound (
  about: Pick<Round, 'system' | 'work' | 'round'>, { cpuSeconds = 1, p50Ms = 1, errors = 0 } = {}
): Round {
  return {
    ...about,
    operations: 1000,
    errors,
    ...errors > 0 ? { firstError: 'stream reset' } : {},
    seconds: 1,
    p50Ms,
    p99Ms: 5 * p50Ms,
    cpuSeconds: { caller: cpuSeconds / 2, gateway: cpuSeconds / 2 },
    otherCores: 0
  }
}

/** A run on a quiet machine. */
export function madeUpResults (init: Partial<Pick<Results, 'rounds' | 'memory'>> = {}): Results {
  const hardware = { cpu: 'CPU', cores: 2, memoryGiB: 4, system: 'linux' }
  const machine = { date: '2026-12-01', commit: 'abc', ...hardware, loadBefore: 0.1, versions: { node: '24' } }
  return resultsOf({ machine, settings: { rounds: 3, seconds: 2, peers: 200 }, rounds: [], memory: [], ...init })
}
