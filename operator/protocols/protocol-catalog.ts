/** The Protocols of the installation, read, checked, compiled and held against each other. Reads only, so that a standby knows as much as the leader. */
import { isDeepStrictEqual } from 'node:util'
import { handlesOf, toAssignment, validateProtocol } from '@subnetes/api'
import type { CompiledSchema, Protocol } from '@subnetes/api'
import type { AssignmentInit } from '@subnetes/control'
import { SubnetesError } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { Listeners } from '../controller/change-source.ts'
import type { KeyListener } from '../controller/change-source.ts'
import type { InformerComponents } from '../controller/informer.ts'
import { Informers } from '../controller/informers.ts'
import type { WatchedNamespaces } from '../controller/informers.ts'
import { Kinds, keyOf } from '../controller/kinds.ts'
import { deepFreeze } from '../controller/object-store.ts'
import { WorkQueue } from '../controller/work-queue.ts'
import { ClaimIndex } from './claim-index.ts'
import type { ProtocolProblem, ProtocolView, ProtocolsView } from './protocols-view.ts'
import { SchemaCache } from './schema-cache.ts'
import { SchemaTexts } from './schema-texts.ts'
import { claimsOf, decideServed, isSameView } from './served.ts'
import type { Candidate, ServableVersion } from './served.ts'

/** Options of {@link ProtocolCatalog}. */
export interface ProtocolCatalogInit { readonly namespaces: WatchedNamespaces }

/** Keeps a {@link ProtocolView} of every Protocol. A broken newer version changes nothing for gateways while this process remembers the last good one. */
export class ProtocolCatalog implements ProtocolsView, Startable {
  readonly #protocols: Informers<Protocol>
  readonly #texts: SchemaTexts
  readonly #schemas = new SchemaCache()
  readonly #queue: WorkQueue
  readonly #listeners: Listeners<[string]>
  readonly #candidates = new Map<string, Candidate>()
  readonly #views = new Map<string, ProtocolView>()
  readonly #named = new Map<string, ProtocolView>()
  /** Protocols of the first list that were not looked at yet. */
  #unread: Set<string> | undefined
  readonly #synced = Promise.withResolvers<void>()
  readonly #claims = new ClaimIndex()
  /** Protocols that have changed since the last decision, or lost somebody who was in their way. */
  readonly #dirty = new Set<string>()
  #isDeciding = false

  constructor (init: ProtocolCatalogInit, components: InformerComponents) {
    this.#listeners = new Listeners(components.logger.child({ component: 'protocol-catalog' }))
    this.#queue = new WorkQueue({ name: 'catalog', handler: async (key, signal) => await this.#read(key, signal) }, components)
    this.#protocols = new Informers<Protocol>({
      kind: Kinds.Protocol, namespaces: init.namespaces, keep: (stored) => this.#withKnownSpec(stored), onChange: ({ key }) => this.#queue.add(key)
    }, components)
    this.#texts = new SchemaTexts({ onChange: (key) => this.#queue.add(key) }, components)
    this.#synced.promise.catch(() => {}) // nobody need wait for it
  }

  async start (): Promise<void> {
    await this.#protocols.start()
    this.#protocols.whenSynced().then(() => {
      this.#unread = new Set(this.#protocols.list().map(keyOf))
      for (const key of this.#candidates.keys()) this.#unread.delete(key)
      this.#checkSynced()
    }, (error: unknown) => this.#synced.reject(SubnetesError.from(error)))
    await this.#queue.start()
  }

  async stop (): Promise<void> {
    this.#synced.reject(new SubnetesError('cancelled', 'the catalog was stopped'))
    await this.#queue.stop()
    await Promise.all([this.#protocols.stop(), this.#texts.stop()])
  }

  /** Fulfilled when every Protocol that was there at the start has been compiled, or found wrong. @throws {SubnetesError} `cancelled` when it is stopped before */
  async whenSynced (): Promise<void> {
    await this.#synced.promise
  }

  /** Milliseconds since the API server was last heard of. */
  get silentMs (): number {
    return this.#protocols.silentMs
  }

  onChange (listener: KeyListener): () => void {
    return this.#listeners.add(listener)
  }

  list (): readonly ProtocolView[] {
    return [...this.#views.values()]
  }

  get (key: string): ProtocolView | undefined {
    return this.#views.get(key)
  }

  named (name: string): ProtocolView | undefined {
    return this.#named.get(name)
  }

  /** A new status brings the same spec again: one of them is enough, and who has seen it need not look at it again. */
  #withKnownSpec (stored: Protocol): Protocol {
    const { uid, generation } = stored.metadata
    const known = this.#candidates.get(keyOf(stored))?.protocol
    const isKnown = known !== undefined && generation !== undefined && known.metadata.uid === uid && known.metadata.generation === generation
    return isKnown ? { ...stored, spec: known.spec } : stored
  }

  async #read (key: string, signal: AbortSignal): Promise<object> {
    try {
      const stored = this.#protocols.get(key)
      if (stored === undefined || stored.metadata.deletionTimestamp != null) {
        this.#texts.release(key)
        this.#put(key, undefined)
      } else this.#put(key, await this.#candidate(key, stored, signal))
    } finally {
      this.#unread?.delete(key)
      this.#decideSoon()
    }
    return {}
  }

  async #candidate (key: string, stored: Protocol, signal: AbortSignal): Promise<Candidate> {
    const before = this.#candidates.get(key)
    const known = before?.protocol.metadata.uid === stored.metadata.uid ? before?.servable : undefined
    let protocol = stored
    try {
      protocol = checked(stored, before)
      const complete = await this.#texts.resolve(protocol)
      const schema = await this.#schemas.compile(complete, { signal })
      return { key, protocol, servable: servableVersion(complete, schema, known), problem: undefined }
    } catch (error) {
      const problem = problemOf(error)
      if (problem === undefined || signal.aborted) throw error
      return { key, protocol, servable: known, problem }
    }
  }

  #put (key: string, candidate: Candidate | undefined): void {
    for (const other of this.#claims.set(key, candidate === undefined ? [] : claimsOf(candidate))) this.#dirty.add(other)
    this.#dirty.add(key)
    if (candidate === undefined) this.#candidates.delete(key)
    else this.#candidates.set(key, candidate)
  }

  /** Many that change in one turn of the event loop are held against each other once. */
  #decideSoon (): void {
    if (this.#isDeciding) return
    this.#isDeciding = true
    setImmediate(() => {
      this.#isDeciding = false
      this.#decide()
      this.#checkSynced()
    })
  }

  #decide (): void {
    const keys = this.#claims.related(this.#dirty)
    this.#dirty.clear()
    const views = decideServed([...keys].flatMap((key) => this.#candidates.get(key) ?? []))
    // Names first become free, then are taken.
    for (const key of keys) this.#unname(this.#views.get(key))
    const changed = [...keys].filter((key) => !this.#candidates.has(key) && this.#views.delete(key))
    for (const view of views) {
      const before = this.#views.get(view.key)
      const kept = before !== undefined && isSameView(before, view) ? before : view
      if (kept !== before) changed.push(view.key)
      this.#views.set(view.key, kept)
      if (kept.isServed) this.#named.set(kept.name, kept)
    }
    for (const key of changed) this.#listeners.tell(key)
  }

  #unname (view: ProtocolView | undefined): void {
    if (view !== undefined && this.#named.get(view.name) === view) this.#named.delete(view.name)
  }

  #checkSynced (): void {
    if (this.#unread?.size === 0 && !this.#isDeciding) this.#synced.resolve()
  }
}

/** With defaults, and frozen. */
function checked (stored: Protocol, before: Candidate | undefined): Protocol {
  const isChecked = before?.problem === undefined && before?.protocol.spec === stored.spec
  return isChecked ? stored : deepFreeze(validateProtocol(stored, { target: 'cluster' }))
}

/** What gateways are told; the very same as before when nothing of it has changed, so that a new count of workers is no news to them. */
function servableVersion (protocol: Protocol, schema: CompiledSchema, before: ServableVersion | undefined): ServableVersion {
  const assignment = toAssignment(protocol, schema)
  if (before !== undefined && before.schema === schema && isDeepStrictEqual(withoutGeneration(before.assignment), withoutGeneration(assignment))) return before
  const generation = Math.max(protocol.metadata.generation ?? 1, Number(before?.assignment.generation ?? 0) + 1)
  return { schema, assignment: { ...assignment, generation }, handles: handlesOf(protocol, schema) }
}

function withoutGeneration ({ generation, descriptorSet, proto, ...rest }: AssignmentInit): object {
  return rest
}

/** Undefined for what trying again may mend. */
function problemOf (error: unknown): ProtocolProblem | undefined {
  const { code, message } = SubnetesError.from(error)
  if (code === 'invalid_argument') return { reason: 'Invalid', message }
  return code === 'failed_precondition' ? { reason: 'Unread', message } : undefined
}
