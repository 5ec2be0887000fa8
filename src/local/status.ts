/** What the twin tells about itself: a status per protocol, and events as they happen. */
import type { ScaleReason } from '@subnetes/scaling'

/** A worker's place in its life. `down` = its process ended and will be started again. */
export type WorkerPhase = 'starting' | 'ready' | 'draining' | 'down'

/** One worker as seen now. */
export interface WorkerStatus {
  /** `<protocol>-<n>` */
  readonly id: string
  readonly phase: WorkerPhase
  /** The runner's process id, 0 while it is down. */
  readonly pid: number
  /** Compute's process id (the runner's own when embedded), 0 while it does not run. */
  readonly computePid: number
  readonly slots: number
  readonly activeCalls: number
  readonly activeJobs: number
  /** Processes started for this worker so far, compute's own restarts included. */
  readonly starts: number
  /** What is wrong, in words; empty when nothing is. */
  readonly message: string
}

/** `idle`: no workers, and the first call starts one. `degraded`: fewer workers are ready than wanted, and there are words why. `refused`: the gateway does not serve it, the message says why. `stopping`: it was removed and its workers drain. */
export type ProtocolPhase = 'starting' | 'ready' | 'degraded' | 'idle' | 'suspended' | 'refused' | 'stopping'

/** How many workers there should be, and why. */
export interface ScalingStatus {
  /** Who decides: our policy, or only people (who does it for `External` in a cluster does not exist here). */
  readonly mode: 'Internal' | 'External' | 'Off'
  /** Workers wanted by what is known; fewer than there are while some are on their way out. */
  readonly desired: number
  readonly reason: ScaleReason
  /** The same in words. */
  readonly words: string
  /** Slots that the load takes, headroom included. */
  readonly slots: number
}

/** One protocol as seen now. */
export interface ProtocolStatus {
  readonly name: string
  readonly phase: ProtocolPhase
  readonly handles: readonly string[]
  /** A call to try: a handle, a request for it as JSON, and the field of a streamed answer that holds its text (empty when none does). */
  readonly example: { readonly handle: string, readonly request: string, readonly textField: string }
  readonly workers: readonly WorkerStatus[]
  /** Workers there should be. */
  readonly replicas: number
  readonly scaling: ScalingStatus
  readonly load: { readonly active: number, readonly held: number, readonly finished: number, readonly failed: number, readonly shed: number }
  /** Jobs that wait (delayed ones too) and that run; undefined where only the gateway knows. */
  readonly jobs?: { readonly waiting: number, readonly active: number } | undefined
  /** What is wrong, in words; empty when nothing is. */
  readonly message: string
}

/** Where jobs are kept. */
export interface JobStoreStatus {
  /** `memory`: the gateway's. `private`: a redis-server of this subnet. `redis`: one that was there. */
  readonly kept: 'memory' | 'private' | 'redis'
  readonly phase: 'starting' | 'ready' | 'down'
  /** Of the private server; 0 when there is none. */
  readonly pid: number
  /** Folder of the private server's data, or the URL without credentials. */
  readonly where: string
  /** What a person should know; empty when jobs survive as they should. */
  readonly message: string
}

/** The gateway as seen now. */
export interface GatewayStatus {
  readonly phase: 'starting' | 'ready' | 'stopping' | 'down'
  readonly pid: number
  /** Base58 text; empty before the gateway said hello. */
  readonly peerId: string
  /** Where peers can dial it, each with /p2p/ID. */
  readonly multiaddrs: readonly string[]
  /** `HOST:PORT` of its health, readiness and metrics. */
  readonly http: string
  readonly message: string
}

/** The console as seen now. */
export interface ConsoleStatus {
  /** `off`: none was asked for. */
  readonly phase: 'off' | 'starting' | 'ready' | 'down'
  readonly pid: number
  /** Of its page; empty while it is not served. */
  readonly url: string
  /** Why there is none, in words; empty when there is one, or none is wanted. */
  readonly message: string
}

/** Everything at once. */
export interface TwinStatus {
  readonly gateway: GatewayStatus
  readonly jobs: JobStoreStatus
  readonly console: ConsoleStatus
  readonly protocols: readonly ProtocolStatus[]
}

/** Something that happened. `message` is what a person reads. `scale`: the number of workers that there should be. `exit`: a process ended unasked (`process` is `gateway`, `redis`, `console` or a worker's id). `http`: where health, metrics and status are served. */
export type TwinEvent =
  | { readonly type: 'gateway', readonly phase: GatewayStatus['phase'], readonly pid: number, readonly peerId: string, readonly multiaddrs: readonly string[], readonly message: string }
  | { readonly type: 'worker', readonly protocol: string, readonly worker: string, readonly phase: WorkerPhase | 'removed', readonly pid: number, readonly computePid: number, readonly message: string }
  | { readonly type: 'protocol', readonly protocol: string, readonly phase: ProtocolPhase | 'removed', readonly handles: readonly string[], readonly readyWorkers: number, readonly replicas: number, readonly message: string }
  | { readonly type: 'scale', readonly protocol: string, readonly from: number, readonly to: number, readonly message: string }
  | { readonly type: 'jobs' } & JobStoreStatus
  | { readonly type: 'console' } & ConsoleStatus
  | { readonly type: 'manifest', readonly file: string, readonly protocol: string | undefined, readonly kind: 'invalid' | 'refused' | 'skipped' | 'fixed', readonly message: string }
  | { readonly type: 'exit', readonly process: string, readonly message: string }
  | { readonly type: 'http', readonly address: string }
