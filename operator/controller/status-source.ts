/** What components know about a Protocol that belongs into its status. */
import type { ProtocolStatus } from '@subnetes/api'
import type { ChangeSource } from './change-source.ts'
import type { Observation } from './conditions.ts'

/** Fields of the status beside conditions that a component may own. */
export type StatusFacts = Partial<Pick<ProtocolStatus, 'busyReplicas' | 'drainingReplicas' | 'desiredReplicas' | 'load' | 'lastScaleTime' | 'lastActiveTime'>>

/** One contribution to the status. Of two sources of one condition or field the later in the list wins. */
export interface StatusContribution {
  /** Conditions of types that are this source's own. */
  readonly conditions?: readonly Observation[]
  /** Times as RFC 3339 text without fractions. `load` and `busyReplicas` may change as often as they like: they are written at most once in 10 s. */
  readonly facts?: StatusFacts
}

/** Read at every pass over a Protocol; a change has the Protocol looked at again. */
export interface StatusSource extends ChangeSource {
  /** What is known of the Protocol `namespace/name`; undefined for nothing. Must not wait. */
  readonly status: (protocolKey: string) => StatusContribution | undefined
}
