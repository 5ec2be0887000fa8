/** Replays arrivals on a pool that a policy scales: discrete events, the same result for the same seed. */
import { Heap } from './heap.ts'
import { Ledger } from './ledger.ts'
import { drainOrder, Pool, replicaSetOrder } from './pool.ts'
import { KILL_SECONDS } from './pool-policy.ts'
import { createRandom, exponential, logNormal } from './random.ts'
import { SampleMeter } from './sample-meter.ts'
import { WorkQueue } from './work-queue.ts'
import type { Arrival } from './arrival.ts'
import type { RunTotals } from './ledger.ts'
import type { Piece, Pod } from './pool.ts'
import type { PoolPolicy, PoolSettings } from './pool-policy.ts'

/** The world around the pool. */
export interface RunInit extends Omit<PoolSettings, 'meanSlots'> {
  durationSeconds: number
  /** Spread of cold starts, sigma of the logarithm. */
  coldStartSigma: number
  /** Mean life of a worker; null when workers do not die. */
  failureMtbfSeconds: number | null
  seed: number
}

/** Replays `arrivals` (ordered) and adds up what happened. */
export function simulate (arrivals: Iterable<Arrival>, policy: PoolPolicy, init: RunInit): RunTotals {
  return new Run(arrivals, policy, init).go()
}

type Event = { kind: 'ready' | 'kill' | 'die', pod: Pod } | { kind: 'finish', piece: Piece }

class Run {
  readonly #policy: PoolPolicy
  readonly #init: RunInit
  readonly #random: () => number
  readonly #arrivals: Iterator<Arrival>
  readonly #events = new Heap<Event>()
  readonly #queue: WorkQueue
  readonly #pool: Pool
  readonly #ledger = new Ledger()
  readonly #meter: SampleMeter
  #written: number
  #askedAt = -Infinity

  constructor (arrivals: Iterable<Arrival>, policy: PoolPolicy, init: RunInit) {
    this.#policy = policy
    this.#init = init
    this.#random = createRandom(init.seed ^ 0x5eed)
    this.#arrivals = arrivals[Symbol.iterator]()
    this.#pool = new Pool(init.concurrency)
    this.#queue = new WorkQueue(init.deadlineSeconds)
    this.#meter = new SampleMeter(this.#pool, this.#queue)
    this.#written = init.startReplicas
    for (let index = 0; index < init.startReplicas; index += 1) {
      const pod = this.#pool.create(0)
      this.#pool.makeReady(pod, 0)
      this.#mayDie(pod, 0)
    }
  }

  go (): RunTotals {
    const { durationSeconds } = this.#init
    let next = this.#arrivals.next()
    let tickAt = 0
    for (;;) {
      const arrivesAt = next.done === true ? Infinity : next.value.at
      const at = Math.min(this.#events.nextAt, arrivesAt, this.#queue.expiresAt, tickAt)
      if (at >= durationSeconds) break
      this.#meter.advance(at)
      if (at === this.#events.nextAt) {
        this.#handle(this.#events.pop() as Event, at)
      } else if (at === arrivesAt) {
        this.#arrive(next.value as Arrival)
        next = this.#arrivals.next()
      } else if (at === this.#queue.expiresAt) {
        this.#expire(at)
      } else {
        this.#ask(at, false)
        tickAt += this.#policy.periodSeconds
      }
    }
    return this.#close(durationSeconds)
  }

  #arrive ({ at, seconds, isJob }: Arrival): void {
    this.#ledger.arrive(isJob)
    if (!isJob) this.#meter.counters.callsArrived += 1
    this.#queue.push({ arrivedAt: at, seconds, isJob, startedAt: 0, pod: null })
    this.#dispatch(at)
    const isHeldAtZero = !isJob && this.#pool.active === 0
    // A gateway repeats its request each second until a worker comes.
    if (isHeldAtZero && this.#policy.isPushed && at - this.#askedAt >= 1) this.#ask(at, true)
  }

  #expire (at: number): void {
    const piece = this.#queue.dropExpired()
    this.#ledger.add('lost')
    this.#ledger.wait(false, at - piece.arrivedAt)
  }

  #dispatch (at: number): void {
    while (this.#pool.hasFreeSlot) {
      const piece = this.#queue.take()
      if (piece === undefined) return
      piece.startedAt = at
      this.#pool.place(this.#pool.leastLoaded(), piece)
      this.#meter.started(piece)
      this.#ledger.wait(piece.isJob, at - piece.arrivedAt)
      this.#events.push(at + piece.seconds, { kind: 'finish', piece })
    }
  }

  #handle (event: Event, at: number): void {
    if (event.kind === 'finish') this.#finish(event.piece, at)
    else if (event.kind === 'ready') this.#makeReady(event.pod, at)
    else if (event.pod.state !== 'gone') this.#lose(event.pod, at, event.kind === 'die' ? 'died' : 'interrupted')
  }

  #finish (piece: Piece, at: number): void {
    const pod = piece.pod
    if (pod === null) return
    this.#pool.release(piece, at)
    this.#meter.ended(piece)
    this.#meter.countFinished(piece)
    this.#ledger.add('finished')
    if (pod.state === 'leaving' && pod.pieces.length === 0) this.#remove(pod, at)
    this.#dispatch(at)
  }

  #makeReady (pod: Pod, at: number): void {
    if (pod.state !== 'starting') return
    this.#pool.makeReady(pod, at)
    this.#meter.counters.coldStarts += 1
    this.#meter.counters.coldStartSeconds += at - pod.createdAt
    this.#mayDie(pod, at)
    this.#dispatch(at)
  }

  /** A worker ends with work on it. The Deployment replaces one that died. */
  #lose (pod: Pod, at: number, name: 'died' | 'interrupted'): void {
    for (const piece of pod.pieces) {
      piece.pod = null
      this.#meter.ended(piece)
      this.#ledger.add(name)
    }
    this.#remove(pod, at)
    this.#reconcile(at)
  }

  #remove (pod: Pod, at: number): void {
    this.#ledger.add('workerSeconds', at - pod.createdAt)
    this.#pool.remove(pod)
  }

  #ask (at: number, isActivation: boolean): void {
    this.#askedAt = at
    const sample = this.#meter.read(at, this.#written)
    const wanted = Math.min(this.#init.max, Math.max(this.#init.min, this.#policy.decide(sample, isActivation)))
    if (wanted !== this.#written) this.#ledger.add('changes')
    this.#written = wanted
    this.#reconcile(at)
  }

  /** Brings the workers to the written count. */
  #reconcile (at: number): void {
    const missing = this.#written - this.#pool.active
    if (missing > 0) this.#grow(missing, at)
    if (missing < 0) this.#shrink(-missing, at)
  }

  #grow (count: number, at: number): void {
    let left = count
    if (this.#policy.isDraining) {
      for (const pod of this.#pool.pods.filter((candidate) => candidate.state === 'leaving').slice(0, left)) {
        this.#pool.makeReady(pod, at)
        left -= 1
      }
      this.#dispatch(at)
    }
    for (; left > 0; left -= 1) {
      const pod = this.#pool.create(at)
      this.#ledger.add('podStarts')
      this.#events.push(at + logNormal(this.#random, this.#init.coldStartSeconds, this.#init.coldStartSigma), { kind: 'ready', pod })
    }
  }

  #shrink (count: number, at: number): void {
    const { isDraining } = this.#policy
    const candidates = this.#pool.pods.filter((pod) => pod.state === 'starting' || pod.state === 'ready')
    for (const pod of candidates.sort(isDraining ? drainOrder : replicaSetOrder).slice(0, count)) {
      if (pod.pieces.length === 0) {
        this.#remove(pod, at)
        continue
      }
      this.#pool.makeLeave(pod)
      if (!isDraining) this.#events.push(at + KILL_SECONDS, { kind: 'kill', pod })
    }
  }

  #mayDie (pod: Pod, at: number): void {
    const mean = this.#init.failureMtbfSeconds
    if (mean !== null) this.#events.push(at + exponential(this.#random, mean), { kind: 'die', pod })
  }

  #close (at: number): RunTotals {
    for (const pod of this.#pool.pods) this.#ledger.add('workerSeconds', at - pod.createdAt)
    this.#ledger.add('left', this.#queue.size + this.#pool.pods.reduce((sum, pod) => sum + pod.pieces.length, 0))
    return this.#ledger.totals()
  }
}
