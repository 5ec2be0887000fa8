/** What took days to learn about a Protocol's load, kept in a ConfigMap for the next leader. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { initialScalingState, parseScalingState, resolveScalingOptions } from '@subnetes/scaling'
import type { ScalingHabits } from '@subnetes/scaling'
import type { ApiClient } from '../controller/api-client.ts'
import { FIELD_MANAGER } from '../controller/children.ts'
import { Kinds, keyOf } from '../controller/kinds.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { ownedMetadata } from '../resources/metadata.ts'
import { Label } from '../resources/names.ts'

/** Shortest time between two writes for one Protocol. Ten minutes: a leader that is lost costs that much learning, and a thousand Protocols two writes a second. */
export const HABITS_INTERVAL_MS = 600_000

/** Component label of the ConfigMaps, by which they are found at the start. */
const COMPONENT = 'scaling-habits'
const DATA_KEY = 'habits.json'

/** Options of {@link HabitStore}. */
export interface HabitStoreInit {
  /** @default {@link HABITS_INTERVAL_MS} */
  readonly intervalMs?: number
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number
}

/** Components of a {@link HabitStore}. */
export interface HabitStoreComponents { readonly client: ApiClient, readonly logger: Logger }

interface HabitMap extends Manifest { readonly data?: Readonly<Record<string, string>> }

interface Kept { habits: ScalingHabits | undefined, dueAt: number }

/** Reads all habits at the start of a leadership, and writes those that have changed, each at most once per interval. */
export class HabitStore {
  readonly #intervalMs: number
  readonly #now: () => number
  readonly #client: ApiClient
  readonly #logger: Logger
  readonly #kept = new Map<string, Kept>()

  constructor (init: HabitStoreInit, components: HabitStoreComponents) {
    this.#intervalMs = init.intervalMs ?? HABITS_INTERVAL_MS
    this.#now = init.now ?? (() => performance.now())
    this.#client = components.client
    this.#logger = components.logger.child({ component: 'habit-store' })
  }

  /** Reads what earlier leaders wrote in a namespace (left out: in all). What cannot be read as habits is left out and learnt again. */
  async load (namespace: string | undefined, options: { signal: AbortSignal }): Promise<void> {
    const labelSelector = `${Label.Component}=${COMPONENT}`
    const { items } = await this.#client.list<HabitMap>(Kinds.ConfigMap, { namespace, labelSelector }, options)
    for (const item of items) {
      const key = keyOf({ metadata: { namespace: item.metadata.namespace ?? '', name: item.metadata.labels?.[Label.Protocol] ?? '' } })
      const habits = this.#parse(key, item.data?.[DATA_KEY] ?? '')
      this.#kept.set(key, { habits, dueAt: this.#firstDueAt(key) })
    }
  }

  /** What is known of a Protocol. */
  get (key: string): ScalingHabits | undefined {
    return this.#kept.get(key)?.habits
  }

  /** Writes the habits when they are due and have changed. Never throws: what cannot be written is logged and tried after the next interval. @returns whether it wrote */
  async save (protocol: Protocol, read: () => ScalingHabits, options: { signal: AbortSignal }): Promise<boolean> {
    const key = keyOf(protocol)
    const kept = this.#kept.get(key) ?? { habits: undefined, dueAt: this.#firstDueAt(key) }
    this.#kept.set(key, kept)
    if (this.#now() < kept.dueAt) return false
    const habits = read()
    if (isDeepStrictEqual(habits, kept.habits)) return false
    kept.dueAt = this.#now() + this.#intervalMs
    try {
      await this.#client.apply(Kinds.ConfigMap, habitMap(protocol, habits), { fieldManager: FIELD_MANAGER, force: true, ...options })
      kept.habits = habits
      return true
    } catch (error) {
      this.#logger.warn('habits could not be written', { protocol: key, error: SubnetesError.from(error).message })
      return false
    }
  }

  /** The Protocol is gone, and its ConfigMap with it, by its owner reference. */
  forget (key: string): void {
    this.#kept.delete(key)
  }

  /** Spread over the second half of an interval, so that a new leader does not write for all Protocols at once. */
  #firstDueAt (key: string): number {
    const share = createHash('sha256').update(key).digest().readUInt16BE(0) / 0x1_0000
    return this.#now() + this.#intervalMs * (0.5 + share / 2)
  }

  #parse (key: string, text: string): ScalingHabits | undefined {
    try {
      const habits = JSON.parse(text) as ScalingHabits
      // The state that begins with them must be one that the policy takes.
      parseScalingState(initialScalingState({ replicas: 0, habits }, resolveScalingOptions()))
      return habits
    } catch (error) {
      this.#logger.warn('habits cannot be read; they are learnt again', { protocol: key, error: SubnetesError.from(error).message })
      return undefined
    }
  }
}

function habitMap (protocol: Protocol, habits: ScalingHabits): HabitMap {
  const metadata = ownedMetadata(protocol)
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, name: `${metadata.name}-habits`, labels: { ...metadata.labels, [Label.Component]: COMPONENT } },
    data: { [DATA_KEY]: JSON.stringify(habits) }
  }
}
