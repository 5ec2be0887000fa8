/** Rounds of a benchmark: every system does the same work, and they take turns. */
import type { BenchProcess } from './bench-process.ts'
import type { Round } from './statistics.ts'
import type { RoundResult, Workload } from './workload.ts'

/** What is measured: processes, the caller first. */
export interface MeasuredSystem { readonly name: string, readonly processes: readonly BenchProcess[] }

/** How long it is measured. The warm-up is not counted: the compilers of all processes settle. */
export interface RoundsInit { readonly rounds: number, readonly warmUpSeconds: number }

/** @returns the rounds of each system, in the systems' order @throws what a caller says when a call fails */
export async function measureRounds (systems: readonly MeasuredSystem[], workload: Workload, { rounds, warmUpSeconds }: RoundsInit): Promise<Round[][]> {
  for (const system of systems) await runRound(system, { ...workload, seconds: warmUpSeconds })
  const results: Round[][] = systems.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    // The order turns round, so that no system always follows the same one.
    for (let turn = 0; turn < systems.length; turn += 1) {
      const at = (round + turn) % systems.length
      const system = systems[at]
      if (system !== undefined) results[at]?.push(await runRound(system, workload))
    }
  }
  return results
}

async function runRound ({ name, processes }: MeasuredSystem, workload: Workload): Promise<Round> {
  const before = processes.map((process) => process.cpuSeconds())
  const reply = await processes[0]?.ask(workload)
  if (reply?.['type'] !== 'result') throw new Error(`${name}: a round failed: ${String(reply?.['message'])}`)
  const cpuSeconds = Object.fromEntries(processes.map((process, index) => [process.role, process.cpuSeconds() - (before[index] ?? 0)]))
  return { ...reply['result'] as RoundResult, cpuSeconds }
}
