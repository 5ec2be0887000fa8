/** Where replicas tell each other how often peers called. */

/** Calls of one peer at this replica since it told last. */
export interface RateUse {
  /** Of the peer and of what is limited; says neither. */
  readonly key: string
  readonly taken: number
  readonly perSecond: number
  /** Above this the level is cut off. */
  readonly maxLevel: number
}

/** The same peer at all replicas. */
export interface RateLevel {
  /** Tokens taken and not yet filled up again. */
  readonly level: number
  /** Replicas that told of the peer lately, the one that asks with them. */
  readonly active: number
}

/** What a {@link RateStore} answers. */
export interface RateAnswer {
  /** Replicas that told anything lately, the one that asks with them. */
  readonly replicas: number
  /** In the order of what was told. */
  readonly levels: readonly RateLevel[]
}

/** Adds up the use of all replicas. */
export interface RateStore {
  /** Rejects, within a bounded time, while the store cannot be asked. */
  tell: (replica: string, uses: readonly RateUse[]) => Promise<RateAnswer>
}
