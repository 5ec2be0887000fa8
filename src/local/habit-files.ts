/** What scaling policies have learnt, one small file per protocol: idle habits take days to learn, and a subnet on a laptop is restarted more often. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseScalingHabits } from '@subnetes/scaling'
import type { ScalingHabits } from '@subnetes/scaling'

/** Pace of writing. Ten minutes of learning are what a SIGKILL costs. */
export const SAVE_HABITS_MS = 600_000

/** Reads and writes habits. Nothing here fails: what cannot be read is learnt anew. */
export class HabitFiles {
  readonly #folder: string

  constructor (folder: string) {
    this.#folder = folder
  }

  /** Undefined when there is none, or none that this version understands. */
  read (protocol: string): ScalingHabits | undefined {
    try {
      return parseScalingHabits(JSON.parse(readFileSync(this.#path(protocol), 'utf8')))
    } catch {
      return undefined // not written yet, or not readable: as a protocol that is new
    }
  }

  write (protocol: string, habits: ScalingHabits): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      const path = this.#path(protocol)
      writeFileSync(`${path}.new`, JSON.stringify(habits), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    } catch {
      // a full disk costs what was learnt, and nothing else
    }
  }

  #path (protocol: string): string {
    return join(this.#folder, `${protocol}.json`)
  }
}
