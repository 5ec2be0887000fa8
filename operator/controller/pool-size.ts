/** Who decides how many pods a Deployment has at this moment. */
import type { Protocol } from '@subnetes/api'
import type { ChangeSource } from './change-source.ts'

/** A pool on its way to what is wanted. */
export interface PoolSizeQuestion {
  readonly protocol: Protocol
  /** `spec.replicas`, or 0 while suspended. */
  readonly wanted: number
  /** What the Deployment asks for now; undefined when there is none yet. */
  readonly present: number | undefined
}

/** Stands between what is wanted and what the Deployment is told: more at once, less only when workers that nobody needs are ready to go. */
export interface PoolSize extends ChangeSource {
  /** Asked at every pass over a Protocol, before the Deployment is written. Must not wait, and must name the same number for the same facts. */
  readonly replicas: (question: PoolSizeQuestion) => number
  /** Called when a Deployment has changed. */
  readonly touch?: (protocolKey: string) => void
}
