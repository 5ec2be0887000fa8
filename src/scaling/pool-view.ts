/** What is seen of one protocol's pool: plain facts, as gateways, runners, queues and pods tell them. Times are seconds of one clock that never goes back. */

/** Load of the protocol at one gateway: present values, and counters since that gateway's start. */
export interface GatewayLoad {
  /** Calls on a worker. */
  readonly interactive: number
  /** Calls that wait for a slot or a worker. */
  readonly held: number
  readonly callsArrived: number
  readonly callsFinished: number
  readonly callsFinishedSeconds: number
  readonly callsAgeSeconds: number
  /** Jobs in its memory that wait for a slot. */
  readonly jobsWaiting?: number | undefined
}

/** A gateway that exists, connected or not. */
export interface GatewayView {
  /** The same for as long as its acknowledgements count; a restart of its process may keep it. */
  readonly id: string
  /** Its last report; undefined before the first. */
  readonly load?: GatewayLoad | undefined
  /** When that came. */
  readonly receivedAt?: number | undefined
}

/** What a worker's runner said last. */
export interface RunnerView {
  readonly receivedAt: number
  /** It takes no new work. */
  readonly draining: boolean
  readonly activeCalls: number
  readonly activeJobs: number
  readonly callsAgeSeconds: number
  readonly jobsAgeSeconds: number
  /** Counters since the runner's start. */
  readonly jobsFinished: number
  readonly jobsFinishedSeconds: number
}

/** A worker that exists: a pod, or a child process. */
export interface WorkerView {
  /** Another one for each pod or process. */
  readonly id: string
  /** `draining`: it finishes what it has and goes, by whoever's decision. */
  readonly phase: 'starting' | 'ready' | 'draining'
  /** False for one made from an older manifest. */
  readonly isCurrent: boolean
  /** From its creation until it was ready for the first time, time without a place left out; undefined before. */
  readonly startSeconds?: number | undefined
  /** The cluster finds no place for it. */
  readonly isUnschedulable?: boolean | undefined
  readonly node?: string | undefined
  /** Since when it has had nothing to do. */
  readonly idleSince?: number | undefined
  readonly runner?: RunnerView | undefined
}

/** Jobs of the protocol in its queue. */
export interface QueueView {
  /** Jobs that wait and are due within the cold start. */
  readonly waiting: number
  /** Jobs running. */
  readonly active: number
  /** When they were counted. */
  readonly readAt: number
}

/** Everything that is seen at one moment. */
export interface PoolView {
  /** The written count, the caller's own last write included even where a cache lags behind. */
  readonly replicas: number
  /** Every gateway that exists: one that cannot be reached may still send calls to workers. */
  readonly gateways: readonly GatewayView[]
  readonly workers: readonly WorkerView[]
  /** Undefined: could not be read, which is never taken for empty. Null: there is no queue beside the gateways, whose calls include the jobs. */
  readonly queue: QueueView | null | undefined
}
