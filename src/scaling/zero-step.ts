/** From the last worker to none without losing a call: announce, have it acknowledged by everyone, look again, only then write zero. */

/** A protocol's way to zero; plain JSON. `none` means that gateways may dispatch directly. */
export type ZeroPhase = { readonly phase: 'none' } | { readonly phase: 'announced', readonly epoch: number }

/** What is known when a step is taken. */
export interface ZeroView {
  /** The policy wants zero now. */
  wantsZero: boolean
  /** Calls held or running and jobs waiting or running, read after the acknowledgements; null when any of it is not known. */
  demand: number | null
  /** Every gateway that exists, connected or not: one that cannot be reached may still dispatch from what it knew. */
  gateways: readonly string[]
  /** Who has acknowledged which epoch. */
  acknowledged: ReadonlyMap<string, number>
  /** The epoch to announce next; later than any before, across leaders. */
  nextEpoch: number
}

/** What to do now. `announce` and `cancel` are told to all gateways. */
export type ZeroStep =
  { readonly action: 'none' | 'wait' | 'cancel' | 'write-zero', readonly next: ZeroPhase } |
  { readonly action: 'announce', readonly epoch: number, readonly next: ZeroPhase }

/** Takes one step towards zero, or back. Until it answers `write-zero` the count that may be written is one. Pure. */
export function stepToZero (current: ZeroPhase, view: ZeroView): ZeroStep {
  if (current.phase === 'none') {
    if (!view.wantsZero || view.demand !== 0) return { action: 'none', next: current }
    return { action: 'announce', epoch: view.nextEpoch, next: { phase: 'announced', epoch: view.nextEpoch } }
  }
  if (!view.wantsZero || (view.demand !== null && view.demand > 0)) return { action: 'cancel', next: { phase: 'none' } }
  const isHeldEverywhere = view.gateways.every((gateway) => view.acknowledged.get(gateway) === current.epoch)
  return { action: isHeldEverywhere && view.demand === 0 ? 'write-zero' : 'wait', next: current }
}

/** The count that may be written: `desired`, and one instead of zero unless the step says `write-zero` or there are none anyway. */
export function writableReplicas (desired: number, step: ZeroStep, replicas: number): number {
  return desired > 0 || replicas === 0 || step.action === 'write-zero' ? desired : 1
}
