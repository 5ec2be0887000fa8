/** Keeps one child process running: starts it again after every end, with back-off, and tells why it ended. */
import { Backoff, delay } from '@subnetes/common'
import { startChild } from './child.ts'
import type { Child, ChildExit, ChildInit } from './child.ts'

/** Bound of the first pause: long enough not to spin, short enough that a crash is over in well under a second. */
export const FIRST_RESTART_MS = 250
/** A process that never comes up is tried at least twice a minute. */
export const MAX_RESTART_MS = 30_000
/** A process that ran this long counts as healthy: its next failure is a first one again. */
export const HEALTHY_AFTER_MS = 20_000

/** What a supervisor tells its owner. Called in order; must not throw. */
export interface SupervisorEvents {
  /** A process was started; `attempt` counts from 1. */
  started: (pid: number, attempt: number) => void
  /** It ended without being asked to; the next start comes after `restartInMs`. */
  exited: (exit: ChildExit, restartInMs: number) => void
}

/** What a {@link Supervisor} works with. */
export interface SupervisorComponents {
  /** The child to start; asked anew for every start. */
  child: (attempt: number) => ChildInit
  events: SupervisorEvents
  /** @default Math.random */
  random?: () => number
  /** Epoch milliseconds. @default Date.now */
  now?: () => number
}

/** Supervises one child. `start` returns at once; `stop` ends the child and resolves when it is gone. */
export class Supervisor {
  readonly #components: SupervisorComponents
  readonly #stopping = new AbortController()
  #child: Child | undefined
  #attempts = 0
  #loop: Promise<void> | undefined

  constructor (components: SupervisorComponents) {
    this.#components = components
  }

  /** Process id of the running child, 0 when there is none. */
  get pid (): number {
    return this.#child?.pid ?? 0
  }

  /** Begins; safe to call twice. */
  start (): void {
    this.#loop ??= this.#run()
  }

  /** Ends the child for good: SIGTERM, and SIGKILL to it and all it started after `graceMs`. May be called again with less patience. */
  async stop (graceMs: number): Promise<void> {
    this.#stopping.abort()
    await this.#child?.stop(graceMs)
    await this.#loop
  }

  async #run (): Promise<void> {
    const { events, random = Math.random, now = Date.now } = this.#components
    const { signal } = this.#stopping
    const backoff = new Backoff({ minMs: FIRST_RESTART_MS, maxMs: MAX_RESTART_MS, random })
    while (!signal.aborted) {
      const startedAt = now()
      const child = startChild(this.#components.child(++this.#attempts))
      this.#child = child
      events.started(child.pid, this.#attempts)
      const exit = await child.exited
      this.#child = undefined
      if (signal.aborted) return
      if (now() - startedAt >= HEALTHY_AFTER_MS) backoff.reset()
      const restartInMs = backoff.next()
      events.exited(exit, restartInMs)
      await delay(restartInMs, { signal }).catch(() => { /* stopped while waiting: the loop ends */ })
    }
  }
}
