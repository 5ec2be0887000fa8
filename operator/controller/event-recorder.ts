/** What happened, in plain words, where `kubectl describe` shows it. */
import { createHash } from 'node:crypto'
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import type { KubeObject } from '../resources/kube-object.ts'
import type { ApiClient } from './api-client.ts'
import { Kinds } from './kinds.ts'

/** One event. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning'
  /** One word for programs: `ScaledUp`. */
  readonly reason: string
  /** What was done: `Scale`. */
  readonly action: string
  readonly note: string
}

/** Options of {@link EventRecorder}. */
export interface EventRecorderInit {
  /** Pod name, or another name of this process. */
  readonly instance: string
  /** The same event of the same object within this time adds to the first one. @default 360 000 */
  readonly seriesMs?: number
  readonly now?: () => number
}

/** Components of an {@link EventRecorder}. */
export interface EventRecorderComponents { readonly client: ApiClient, readonly logger: Logger }

const FIELD_MANAGER = 'subnetes-operator-events'
/** Series that are remembered. */
const MAX_SERIES = 4096
/** The API server's limit of a note. */
const MAX_NOTE_CHARACTERS = 1024

interface Series { readonly name: string, readonly startedAt: number, count: number }

/** Writes events.k8s.io/v1 Events; repetition becomes a count, and what cannot be written is logged and forgotten. */
export class EventRecorder {
  readonly #init: Required<EventRecorderInit>
  readonly #components: EventRecorderComponents
  readonly #series = new Map<string, Series>()

  constructor (init: EventRecorderInit, components: EventRecorderComponents) {
    this.#init = { seriesMs: 360_000, now: Date.now, ...init }
    this.#components = components
  }

  /** Never throws. */
  async record (about: KubeObject, note: EventNote, options: { signal?: AbortSignal } = {}): Promise<void> {
    try {
      await this.#write(about, { ...note, note: note.note.slice(0, MAX_NOTE_CHARACTERS) }, options)
    } catch (error) {
      this.#components.logger.warn('event could not be written', { reason: note.reason, error: SubnetesError.from(error).message })
    }
  }

  async #write (about: KubeObject, note: EventNote, options: { signal?: AbortSignal }): Promise<void> {
    const now = this.#init.now()
    const namespace = about.metadata.namespace ?? 'default'
    const id = createHash('sha256').update(JSON.stringify([about.metadata.uid, note.type, note.reason, note.action, note.note])).digest('hex').slice(0, 16)
    const series = this.#series.get(id)
    if (series !== undefined && now - series.startedAt < this.#init.seriesMs) {
      series.count += 1
      const patch = { series: { count: series.count, lastObservedTime: microTime(now) } }
      await this.#components.client.merge(Kinds.Event, { namespace, name: series.name }, { patch, fieldManager: FIELD_MANAGER, ...options })
      return
    }
    const name = `${about.metadata.name}.${id}.${now.toString(36)}`
    await this.#components.client.create(Kinds.Event, this.#event(about, note, { namespace, name, now }), { fieldManager: FIELD_MANAGER, ...options })
    this.#series.delete(id)
    this.#series.set(id, { name, startedAt: now, count: 1 })
    if (this.#series.size > MAX_SERIES) this.#series.delete(this.#series.keys().next().value ?? '')
  }

  #event (about: KubeObject, note: EventNote, { namespace, name, now }: { namespace: string, name: string, now: number }): KubeObject {
    const { apiVersion, kind, metadata: { uid, resourceVersion } } = about
    const event = {
      apiVersion: Kinds.Event.apiVersion,
      kind: Kinds.Event.kind,
      metadata: { namespace, name },
      eventTime: microTime(now),
      reportingController: 'subnetes.dev/operator',
      reportingInstance: this.#init.instance,
      regarding: { apiVersion, kind, namespace, name: about.metadata.name, uid, resourceVersion },
      ...note
    }
    return event
  }
}

/** RFC 3339 with microseconds, as the kinds with MicroTime want it. */
function microTime (epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '000Z')
}
