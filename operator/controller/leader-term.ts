/** A time as the leader, as the components that only a leader runs see it. */

/** Given to everything that writes. */
export interface LeaderTerm {
  /** The Lease's transitions: grows with every new leader. Fences what gateways are told and which drains runners obey. */
  readonly number: number
  /** Aborts when the time is over, in order or not. */
  readonly signal: AbortSignal
  /** Ask before every write: false from the moment the Lease may be somebody else's, before the signal's listeners have run. */
  readonly isCurrent: () => boolean
}

/** A component that works only while this process leads; a process leads at most once. */
export interface LeaderPart {
  /** Begins, when all informers are synced. Must not wait for the end of the term. */
  readonly lead: (term: LeaderTerm) => Promise<void>
  /** Ends, also when it never began; called after the term's signal has aborted. */
  readonly stop: () => Promise<void>
}
