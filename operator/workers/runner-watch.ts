/** The link to the runner of one pod. */
import type { RunnerClient, RunnerStatus } from '@subnetes/control'
import type { SubnetesError } from '@subnetes/common'
import { UNSEEN } from './worker-state.ts'
import type { RunnerSight } from './worker-state.ts'

/** What a {@link RunnerWatch} is for. */
export interface RunnerWatchInit {
  /** Pod name, which the runner calls itself. */
  readonly workerId: string
  /** The link; closed with the watch. */
  readonly client: RunnerClient
  readonly now: () => number
  readonly onSight: () => void
}

/** Follows a runner until it is closed; a lost runner is dialled again with back-off, for ever. */
export class RunnerWatch {
  readonly #init: RunnerWatchInit
  readonly #running: Promise<void>
  #sight: RunnerSight = UNSEEN

  constructor (init: RunnerWatchInit) {
    this.#init = init
    this.#running = this.#follow()
  }

  get sight (): RunnerSight {
    return this.#sight
  }

  async drain (epoch: number): Promise<RunnerStatus> {
    return await this.#init.client.drain(epoch)
  }

  async undrain (epoch: number): Promise<RunnerStatus> {
    return await this.#init.client.undrain(epoch)
  }

  async close (): Promise<void> {
    this.#init.client.close()
    await this.#running
  }

  async #follow (): Promise<void> {
    const { client, workerId, now } = this.#init
    for await (const status of client.watch({ onLost: (error) => this.#lost(error) })) {
      // Addresses of pods are used again: without TLS the name alone tells who answers.
      const isOther = status.workerId !== '' && status.workerId !== workerId
      this.#see(isOther ? { status: undefined, at: undefined, isAbsent: true } : { status, at: now(), isAbsent: false })
    }
  }

  #lost (error: SubnetesError): void {
    if (error.message.includes('ECONNREFUSED')) this.#see({ ...this.#sight, isAbsent: true })
  }

  #see (sight: RunnerSight): void {
    this.#sight = sight
    this.#init.onSight()
  }
}
