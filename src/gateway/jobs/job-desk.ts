/** The jobs of one declared protocol at this gateway: its queue, opened in the background and opened again after a failure, so that interactive calls never wait for it. */
import { Backoff, SubnetesError, delay } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import type { JobHandler, JobLimits, JobQueue } from '@subnetes/dispatch'

/** Wait before a queue that could not be opened is tried again: first and longest. */
export const REOPEN_BACKOFF = { minMs: 500, maxMs: 10_000 } as const

/** What opens the store of a protocol's jobs. `run` is for stores without workers of their own: it brings a job to a worker through the gateway's dispatcher. */
export type OpenJobs = (init: { protocol: string, namespace: string, limits: JobLimits, logger: Logger, run: JobHandler, slots: () => number }) => Promise<OpenedJobs>

/** An open store. */
export interface OpenedJobs {
  readonly queue: JobQueue
  /** Jobs that wait for a slot, where nobody but this process knows. */
  readonly waiting?: () => number
  readonly close: () => Promise<void>
}

/** What a {@link JobDesk} needs. */
export interface JobDeskComponents {
  open: OpenJobs
  /** Runs a job on a worker of the protocol. */
  run: JobHandler
  /** Slots of all ready workers together. */
  slots: () => number
  logger: Logger
}

/** Whose queue it is. */
export interface JobDeskInit {
  readonly protocol: string
  /** Where the protocol's object is. */
  readonly namespace: string
  readonly limits: JobLimits
}

/** Opens and keeps one protocol's queue. */
export class JobDesk implements Startable {
  readonly protocol: string
  readonly limits: JobLimits
  readonly #namespace: string
  readonly #components: JobDeskComponents
  readonly #stopping = new AbortController()
  #opened: OpenedJobs | undefined
  #failure = 'it is being opened'
  #opening: Promise<void> | undefined

  constructor ({ protocol, namespace, limits }: JobDeskInit, components: JobDeskComponents) {
    this.protocol = protocol
    this.limits = limits
    this.#namespace = namespace
    this.#components = components
  }

  /** The open queue. @throws {SubnetesError} `unavailable` saying why there is none now */
  get queue (): JobQueue {
    if (this.#opened !== undefined) return this.#opened.queue
    throw new SubnetesError('unavailable', `jobs of "${this.protocol}" cannot be taken now: ${this.#failure}`)
  }

  /** Jobs in this process's memory that wait for a slot; 0 where others keep them. */
  get waiting (): number {
    return this.#opened?.waiting?.() ?? 0
  }

  async start (): Promise<void> {
    this.#opening ??= this.#keepOpening()
  }

  async stop (): Promise<void> {
    this.#stopping.abort()
    await this.#opening
    this.#failure = 'the gateway stops'
    const opened = this.#opened
    this.#opened = undefined
    await opened?.close()
  }

  async #keepOpening (): Promise<void> {
    const { open, run, slots, logger } = this.#components
    const backoff = new Backoff(REOPEN_BACKOFF)
    while (!this.#stopping.signal.aborted) {
      try {
        this.#opened = await open({ protocol: this.protocol, namespace: this.#namespace, limits: this.limits, logger, run, slots })
        return
      } catch (error) {
        const { message } = SubnetesError.from(error)
        if (message !== this.#failure) logger.error('job queue not open', { error: message })
        this.#failure = message
        await delay(backoff.next(), { signal: this.#stopping.signal }).catch(() => {}) // the loop's condition sees the abort
      }
    }
  }
}
