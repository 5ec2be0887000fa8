/** Resident memory of a fresh site in four stages: idle, with idle peers, at 256 calls in flight, and after them. */
import { setTimeout as rest } from 'node:timers/promises'
import type { ProcessGroup } from './bench-process.ts'
import { startSystem } from './systems.ts'
import type { RunningSystem, System } from './systems.ts'
import { WORKS } from './work.ts'
import type { RoundResult } from './work.ts'

/** The stages, in the order in which they are measured. */
export const STAGES = ['idle', 'peers', 'busy', 'after'] as const

/** Name of a stage: `busy` is the largest value seen, the others one look each. */
export type Stage = typeof STAGES[number]

/** One site's memory. */
export interface MemorySample {
  readonly system: string
  readonly sample: number
  /** MiB by role and stage, descendants included. */
  readonly mib: Readonly<Record<Stage, Readonly<Record<string, number>>>>
  readonly errors: number
  readonly firstError?: string
}

/** How long each stage takes. */
export interface MemoryInit {
  readonly sample: number
  readonly peers: number
  readonly settleSeconds: number
  readonly busySeconds: number
}

type Measured = Pick<MemorySample, 'mib' | 'errors' | 'firstError'>

const BUSY_WORK = 'unary-64B-256'
const LOOK_MS = 100
const REPLY_MARGIN_MS = 40_000

/** About the seconds that {@link measureMemory} takes for one system. */
export function memorySeconds ({ peers, settleSeconds, busySeconds }: Omit<MemoryInit, 'sample'>): number {
  return 8 + peers / 20 + 3 * settleSeconds + busySeconds
}

/** Starts the system in `group`, which the caller stops, and measures it. A failure is an error of the sample. */
export async function measureMemory (group: ProcessGroup, system: System, init: MemoryInit): Promise<MemorySample> {
  const about = { system: system.name, sample: init.sample }
  try {
    return { ...about, ...await measureStages(group, system, init) }
  } catch (error) {
    const mib = { idle: {}, peers: {}, busy: {}, after: {} }
    return { ...about, mib, errors: 1, firstError: (error as Error).message }
  }
}

async function measureStages (group: ProcessGroup, system: System, init: MemoryInit): Promise<Measured> {
  const running = await startSystem(group, system)
  await rest(init.settleSeconds * 1000)
  const idle = look(running)
  const args = [String(init.peers), ...running.site.where]
  const idlePeers = await group.start({ role: 'idle peers', file: 'idle-peers.ts', args })
  await rest(init.settleSeconds * 1000)
  const peers = look(running)
  await idlePeers.stop()
  const { busy, result: { errors, firstError } } = await load(running, init.busySeconds)
  await rest(init.settleSeconds * 1000)
  return { mib: { idle, peers, busy, after: look(running) }, errors, ...firstError === undefined ? {} : { firstError } }
}

/** The largest memory of each process while the calls run. */
async function load (
  running: RunningSystem, seconds: number
): Promise<{ busy: Record<string, number>, result: RoundResult }> {
  const work = WORKS.find(({ name }) => name === BUSY_WORK)
  const [caller] = running.processes
  if (work === undefined || caller === undefined) throw new Error(`there is no work ${BUSY_WORK}, or no caller`)
  const busy = look(running)
  const looking = setInterval(() => {
    for (const [role, mib] of Object.entries(look(running))) busy[role] = Math.max(busy[role] ?? 0, mib)
  }, LOOK_MS)
  try {
    const reply = await caller.ask(work.workload(seconds), seconds * 1000 + REPLY_MARGIN_MS)
    return { busy, result: reply as unknown as RoundResult }
  } finally {
    clearInterval(looking)
  }
}

function look ({ site }: RunningSystem): Record<string, number> {
  return Object.fromEntries(site.processes.map((process) => [process.role, process.memoryMiB()]))
}
