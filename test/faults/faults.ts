/** What goes wrong, one thing a second. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FaultSubnet, Unit } from './fault-subnet.ts'
import { pick } from './random.ts'

/** The kinds of trouble. */
export const FAULTS = ['worker killed', 'gateway killed', 'redis killed', 'peer disconnected', 'network slow'] as const

/** One of {@link FAULTS}. */
export type Fault = typeof FAULTS[number]

const EVERY_MS = 1_000
const SLOW_FOR_MS = 800
const SLOWEST_MS = 120

/** Makes trouble until it is told to stop, then brings everything back. */
export class FaultMaker {
  readonly #subnet: FaultSubnet
  readonly #random: () => number
  readonly #stopping = new AbortController()
  readonly #mending = new Set<Promise<void>>()
  readonly counts: Record<Fault, number> = { 'worker killed': 0, 'gateway killed': 0, 'redis killed': 0, 'peer disconnected': 0, 'network slow': 0 }
  #redis: Promise<void> = Promise.resolve()
  #loop: Promise<void> | undefined

  constructor (subnet: FaultSubnet, random: () => number) {
    this.#subnet = subnet
    this.#random = random
  }

  start (): void {
    this.#loop ??= this.#run()
  }

  /** Ends the trouble and waits until every process is up again. @throws what kept a process from starting */
  async stop (): Promise<void> {
    this.#stopping.abort()
    await this.#loop
    await this.#redis
    await Promise.all(this.#mending)
  }

  async #run (): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.#make(pick(FAULTS, this.#random))
      await sleep(EVERY_MS, undefined, { signal }).catch(() => {}) // the loop's condition sees the abort
    }
  }

  async #make (fault: Fault): Promise<void> {
    this.counts[fault] += 1
    switch (fault) {
      case 'worker killed': return await this.#kill(this.#subnet.workers)
      case 'gateway killed': return await this.#kill(this.#subnet.gateways)
      case 'redis killed': return this.#killRedis()
      case 'peer disconnected': return this.#disconnect()
      case 'network slow': return this.#slowNetwork()
    }
  }

  /** Kills one that is up; when none is, the next that comes up. */
  async #kill (units: readonly Unit[]): Promise<void> {
    const up = units.filter((unit) => unit.process !== undefined)
    if (up.length === 0) {
      await Promise.race(this.#mending)
      return await this.#kill(units)
    }
    const unit = pick(up, this.#random)
    const { process } = unit
    unit.process = undefined
    this.#mend(async () => {
      await process?.stop('SIGKILL')
      unit.process = await unit.start()
    })
  }

  #killRedis (): void {
    const { redis } = this.#subnet
    this.#redis = this.#redis.then(async () => {
      await redis.kill()
      await redis.restart()
    })
  }

  #disconnect (): void {
    const peer = pick(this.#subnet.peers, this.#random)
    for (const connection of peer.getConnections()) connection.abort(new Error('the test cuts the connection'))
  }

  #slowNetwork (): void {
    const proxy = pick([this.#subnet.redisProxy, ...this.#subnet.doors.map((door) => door.proxy)], this.#random)
    const delayMs = Math.ceil(this.#random() * SLOWEST_MS)
    proxy.slow(delayMs)
    this.#mend(async () => {
      await sleep(SLOW_FOR_MS)
      proxy.slow(0)
    })
  }

  #mend (action: () => Promise<void>): void {
    const mending = action()
    this.#mending.add(mending)
    void mending.then(() => this.#mending.delete(mending), () => {}) // stop() reports the failure
  }
}
