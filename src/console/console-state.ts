/** All that a console knows: the newest picture, its link, the last minutes, and what happened. */
import type { Startable } from '@subnetes/common'
import type { ConsoleClientListener, ConsoleSnapshot } from '@subnetes/control'
import { History, SAMPLE_MS } from './history.ts'
import type { HistoryText } from './history.ts'
import { isComparable, pointsOf } from './rates.ts'
import type { Point, Seen } from './rates.ts'
import { RecentLog } from './recent-log.ts'
import type { LoggedEvent } from './recent-log.ts'

/** What a page is shown. */
export interface ConsoleView {
  /** When it was made, epoch milliseconds of this machine. */
  readonly atMs: number
  readonly link: {
    readonly isUp: boolean
    /** Since when it is so. */
    readonly sinceMs: number
    /** Why it is down, in words; empty while it is up. */
    readonly error: string
  }
  /** The newest picture, of before the link was lost while it is down; undefined before the first. */
  readonly snapshot: ConsoleSnapshot | undefined
  /** Newest first. */
  readonly recent: readonly LoggedEvent[]
}

/** A new point of the history; undefined points: nobody could be asked. */
export interface ConsoleSample { readonly atMs: number, readonly points: ReadonlyMap<string, Point> | undefined }

/** Who is told. */
export interface ConsoleStateListener {
  readonly onView: () => void
  readonly onSample: (sample: ConsoleSample) => void
}

/** What a {@link ConsoleState} may be given. */
export interface ConsoleStateInit {
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number
}

/** Hears the link; takes a point of the history each {@link SAMPLE_MS} from `start` on. */
export class ConsoleState implements Startable, ConsoleClientListener {
  readonly #now: () => number
  readonly #history = new History()
  readonly #recent = new RecentLog()
  readonly #listeners = new Set<ConsoleStateListener>()
  #link: ConsoleView['link']
  #seen: Seen | undefined
  #sampled: Seen | undefined
  #timer: NodeJS.Timeout | undefined

  constructor (init: ConsoleStateInit = {}) {
    this.#now = init.now ?? Date.now
    this.#link = { isUp: false, sinceMs: this.#now(), error: 'not connected yet' }
  }

  async start (): Promise<void> {
    this.#timer ??= setInterval(() => this.sample(), SAMPLE_MS)
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  listen (listener: ConsoleStateListener): () => void {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  onSnapshot = (snapshot: ConsoleSnapshot): void => {
    const now = this.#now()
    const before = this.#seen?.snapshot
    this.#seen = { snapshot, at: now }
    if (!this.#link.isUp) {
      if (before !== undefined) this.#recent.add({ kind: 'link', protocol: '', text: `${snapshot.decider} is reached` }, now)
      this.#link = { isUp: true, sinceMs: now, error: '' }
    }
    if (before !== undefined) this.#recent.compare(before, snapshot, { atMs: now, isComparable: isComparable(before, snapshot) })
    if (this.#sampled === undefined) this.sample()
    for (const { onView } of this.#listeners) onView()
  }

  onDown = (error: Error): void => {
    const now = this.#now()
    if (this.#link.isUp) this.#recent.add({ kind: 'link', protocol: '', text: `not reached any more: ${error.message}` }, now)
    this.#link = { isUp: false, sinceMs: this.#link.isUp ? now : this.#link.sinceMs, error: error.message }
    for (const { onView } of this.#listeners) onView()
  }

  /** Takes a point of the history. */
  sample (): void {
    const seen = this.#link.isUp && this.#seen !== undefined ? { snapshot: this.#seen.snapshot, at: this.#now() } : undefined
    const sample = { atMs: this.#now(), points: seen === undefined ? undefined : pointsOf(this.#sampled, seen) }
    this.#sampled = seen
    this.#history.add(sample.atMs, sample.points)
    for (const { onSample } of this.#listeners) onSample(sample)
  }

  view (): ConsoleView {
    return { atMs: this.#now(), link: this.#link, snapshot: this.#seen?.snapshot, recent: this.#recent.entries }
  }

  history (): HistoryText {
    return this.#history.read()
  }
}
