/** What consoles are shown, as complete plain objects: generated types stop here. Units and meanings are in proto/subnetes/v1/console.proto. */
import { subnetes } from '@subnetes/proto'

const { ConsolePhase: Phase, ConsoleWorkerState: State } = subnetes.v1

/** A protocol's state in a word. */
export type ConsolePhase = 'starting' | 'ready' | 'degraded' | 'idle' | 'suspended' | 'refused' | 'stopping'
/** A worker's state in a word. */
export type ConsoleWorkerState = 'starting' | 'ready' | 'draining' | 'down'

/** What is wrong, or limits. */
export interface ConsoleProblem {
  readonly reason: string
  readonly message: string
  /** Epoch milliseconds; 0: not known. */
  readonly sinceMs: number
  /** It breaks nothing. */
  readonly limiting: boolean
}

/** One worker. */
export interface ConsoleWorker {
  readonly id: string
  readonly state: ConsoleWorkerState
  readonly slots: number
  readonly activeCalls: number
  readonly activeJobs: number
  readonly node: string
  readonly message: string
  readonly restarts: number
}

/** One protocol with its workers. */
export interface ConsoleProtocol {
  readonly name: string
  readonly namespace: string
  readonly phase: ConsolePhase
  readonly workers: readonly ConsoleWorker[]
  readonly replicas: number
  readonly scaling: { readonly mode: string, readonly desired: number, readonly reason: string, readonly words: string }
  readonly load: { readonly running: number, readonly waiting: number, readonly finished: number, readonly failed: number, readonly shed: number }
  /** Undefined where nobody counts them. */
  readonly jobs: { readonly waiting: number, readonly running: number } | undefined
  readonly problems: readonly ConsoleProblem[]
}

/** One gateway. */
export interface ConsoleGateway {
  readonly id: string
  readonly connected: boolean
  readonly peerId: string
  readonly multiaddrs: readonly string[]
  readonly version: string
  /** Epoch milliseconds; 0: not known. */
  readonly sinceMs: number
  /** Its load is in the sums of the protocols. */
  readonly counted: boolean
}

/** Everything at one moment. */
export interface ConsoleSnapshot {
  readonly installation: string
  readonly decider: string
  readonly version: string
  readonly protocols: readonly ConsoleProtocol[]
  readonly gateways: readonly ConsoleGateway[]
  readonly problems: readonly ConsoleProblem[]
}

const PHASES: Readonly<Record<ConsolePhase, subnetes.v1.ConsolePhase>> = {
  starting: Phase.CONSOLE_PHASE_STARTING,
  ready: Phase.CONSOLE_PHASE_READY,
  degraded: Phase.CONSOLE_PHASE_DEGRADED,
  idle: Phase.CONSOLE_PHASE_IDLE,
  suspended: Phase.CONSOLE_PHASE_SUSPENDED,
  refused: Phase.CONSOLE_PHASE_REFUSED,
  stopping: Phase.CONSOLE_PHASE_STOPPING
}
const STATES: Readonly<Record<ConsoleWorkerState, subnetes.v1.ConsoleWorkerState>> = {
  starting: State.CONSOLE_WORKER_STATE_STARTING,
  ready: State.CONSOLE_WORKER_STATE_READY,
  draining: State.CONSOLE_WORKER_STATE_DRAINING,
  down: State.CONSOLE_WORKER_STATE_DOWN
}
const PHASE_WORDS = new Map(Object.entries(PHASES).map(([word, number]) => [number, word as ConsolePhase]))
const STATE_WORDS = new Map(Object.entries(STATES).map(([word, number]) => [number, word as ConsoleWorkerState]))

/** A picture as bytes of its `ConsoleMessage`. */
export function encodeConsoleSnapshot ({ protocols, gateways, ...rest }: ConsoleSnapshot): Buffer {
  const snapshot = {
    ...rest,
    problems: [...rest.problems],
    protocols: protocols.map((protocol) => ({
      ...protocol,
      phase: PHASES[protocol.phase],
      workers: protocol.workers.map((worker) => ({ ...worker, state: STATES[worker.state] })),
      problems: [...protocol.problems]
    })),
    gateways: gateways.map((gateway) => ({ ...gateway, multiaddrs: [...gateway.multiaddrs] }))
  }
  return Buffer.from(subnetes.v1.ConsoleMessage.encode({ snapshot } as subnetes.v1.ConsoleMessage.$Properties).finish())
}

/** The way to the leader as bytes of its `ConsoleMessage`. */
export function encodeConsoleRedirect (address: string): Buffer {
  return Buffer.from(subnetes.v1.ConsoleMessage.encode({ redirect: { address } }).finish())
}

/** A picture out of its message, with every field present; states that this version does not know count as `starting`. */
export function decodeConsoleSnapshot (message: subnetes.v1.ConsoleSnapshot.$Properties): ConsoleSnapshot {
  const { installation, decider, version, protocols, gateways, problems } = subnetes.v1.ConsoleSnapshot.create(message)
  return { installation, decider, version, protocols: protocols.map(decodeProtocol), gateways: gateways.map(decodeGateway), problems: problems.map(decodeProblem) }
}

function decodeProtocol (message: subnetes.v1.ConsoleProtocol.$Properties): ConsoleProtocol {
  const { name, namespace, phase, workers, replicas, scaling, load, jobs, problems } = subnetes.v1.ConsoleProtocol.create(message)
  const { mode, desired, reason, words } = subnetes.v1.ConsoleScaling.create(scaling ?? {})
  const { running, waiting, finished, failed, shed } = subnetes.v1.ConsoleLoad.create(load ?? {})
  return {
    name,
    namespace,
    phase: PHASE_WORDS.get(phase) ?? 'starting',
    workers: workers.map(decodeWorker),
    replicas,
    scaling: { mode, desired, reason, words },
    load: { running, waiting, finished, failed, shed },
    jobs: jobs == null ? undefined : { waiting: jobs.waiting ?? 0, running: jobs.running ?? 0 },
    problems: problems.map(decodeProblem)
  }
}

function decodeWorker (message: subnetes.v1.ConsoleWorker.$Properties): ConsoleWorker {
  const { id, state, slots, activeCalls, activeJobs, node, message: words, restarts } = subnetes.v1.ConsoleWorker.create(message)
  return { id, state: STATE_WORDS.get(state) ?? 'starting', slots, activeCalls, activeJobs, node, message: words, restarts }
}

function decodeGateway (message: subnetes.v1.ConsoleGateway.$Properties): ConsoleGateway {
  const { id, connected, peerId, multiaddrs, version, sinceMs, counted } = subnetes.v1.ConsoleGateway.create(message)
  return { id, connected, peerId, multiaddrs, version, sinceMs, counted }
}

function decodeProblem (problem: subnetes.v1.ConsoleProblem.$Properties): ConsoleProblem {
  const { reason, message, sinceMs, limiting } = subnetes.v1.ConsoleProblem.create(problem)
  return { reason, message, sinceMs, limiting }
}
