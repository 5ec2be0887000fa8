/** The worker's side of the Runner contract, for whatever gRPC server carries it. */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { GrpcHandler, GrpcHandlerCall, GrpcHandlers } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'
import { encodeRunnerStatus } from './runner-status.ts'
import type { RunnerStatus } from './runner-status.ts'

/** Full paths of the Runner contract. */
export const RUNNER_PATHS = {
  watch: '/subnetes.v1.Runner/Watch',
  drain: '/subnetes.v1.Runner/Drain',
  undrain: '/subnetes.v1.Runner/Undrain'
} as const

/** What the contract's handlers need of a runner. */
export interface RunnerSource {
  status: () => RunnerStatus
  /** Calls the listener on every change of the status. @returns the way to stop that */
  onChange: (listener: () => void) => () => void
  /** Takes no new work (true) or takes it again (false); remembers the epoch. @throws {SubnetesError} `failed_precondition` when it cannot, as while the process stops */
  setDraining: (isDraining: boolean, epoch: number) => void
}

/** A worker without work says so this often: sooner than the 6 s after which the scaling policy takes silence for missing data, and a thousand idle workers cost their operator a quarter of what they would. */
export const RUNNER_IDLE_INTERVAL_MS = 4000

/** Pace of `Watch`. */
export interface RunnerHandlersInit {
  /** Changes closer together than this are told as one, so that a busy worker does not talk about itself all day. @default 50 */
  minIntervalMs?: number
  /** A status comes at least this often while the worker has work or drains. @default 1000, as the contract says */
  maxIntervalMs?: number
  /** A status comes at least this often while there is nothing to tell. @default {@link RUNNER_IDLE_INTERVAL_MS} */
  idleIntervalMs?: number
  /** Ends every watch, with a last status: the runner stops. */
  signal?: AbortSignal
}

/** Handlers of `subnetes.v1.Runner`. Epochs are fenced: an older decision than the last obeyed is refused with `failed_precondition`. */
export function runnerHandlers (source: RunnerSource, init: RunnerHandlersInit = {}): GrpcHandlers {
  const minIntervalMs = init.minIntervalMs ?? 50
  const maxIntervalMs = init.maxIntervalMs ?? 1000
  const idleIntervalMs = init.idleIntervalMs ?? RUNNER_IDLE_INTERVAL_MS
  return new Map<string, GrpcHandler>([
    [RUNNER_PATHS.watch, (call) => watch(source, [call.signal, init.signal], { minIntervalMs, maxIntervalMs, idleIntervalMs })],
    [RUNNER_PATHS.drain, (call) => decide(source, call, true)],
    [RUNNER_PATHS.undrain, (call) => decide(source, call, false)]
  ])
}

async function * decide (source: RunnerSource, call: GrpcHandlerCall, isDraining: boolean): AsyncGenerator<Uint8Array> {
  const epoch = await readEpoch(call.requests)
  const { drainEpoch } = source.status()
  if (epoch < drainEpoch) {
    throw new SubnetesError('failed_precondition', `epoch ${epoch} is older than ${drainEpoch}, which this worker obeys`)
  }
  source.setDraining(isDraining, epoch)
  yield encodeRunnerStatus(source.status())
}

async function readEpoch (requests: AsyncIterable<Uint8Array>): Promise<number> {
  const first = await requests[Symbol.asyncIterator]().next()
  if (first.done === true) throw new SubnetesError('invalid_argument', 'the call has no request message')
  return subnetes.v1.DrainRequest.decode(first.value).epoch
}

async function * watch (source: RunnerSource, ends: ReadonlyArray<AbortSignal | undefined>, pace: Pace): AsyncGenerator<Uint8Array> {
  const change = new ChangeWait()
  const unsubscribe = source.onChange(() => change.notify())
  const end = ownedSignal({ parents: ends })
  const onAbort = (): void => change.end()
  end.signal.addEventListener('abort', onAbort, { once: true })
  try {
    while (!end.signal.aborted) {
      change.reset()
      const status = source.status()
      yield encodeRunnerStatus(status)
      await change.wait(pace.minIntervalMs, isIdle(status) ? pace.idleIntervalMs : pace.maxIntervalMs)
    }
    yield encodeRunnerStatus(source.status())
  } finally {
    unsubscribe()
    end[Symbol.dispose]()
  }
}

interface Pace { readonly minIntervalMs: number, readonly maxIntervalMs: number, readonly idleIntervalMs: number }

/** Whoever drains is waited for: he tells at the pace of those who work. */
function isIdle ({ activeCalls, activeJobs, draining }: RunnerStatus): boolean {
  return activeCalls + activeJobs === 0 && !draining
}

/** Waits for a change, but never shorter or longer than it is told. */
class ChangeWait {
  #isChanged = false
  #isEnded = false
  #wake: (() => void) | undefined

  notify (): void {
    this.#isChanged = true
    this.#wake?.()
  }

  end (): void {
    this.#isEnded = true
    this.#wake?.()
  }

  reset (): void {
    this.#isChanged = false
  }

  async wait (leastMs: number, mostMs: number): Promise<void> {
    await this.#sleep(leastMs, () => this.#isEnded)
    await this.#sleep(mostMs - leastMs, () => this.#isChanged || this.#isEnded)
  }

  async #sleep (timeMs: number, isDone: () => boolean): Promise<void> {
    if (isDone()) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeMs)
      this.#wake = () => {
        if (!isDone()) return
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }
}
