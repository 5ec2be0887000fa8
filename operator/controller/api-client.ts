/** The API server as JSON over shared, limited connections. */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { Json, KubeObject } from '../resources/kube-object.ts'
import { responseError, retryAfterMs } from './api-error.ts'
import type { ClusterConnection, ConnectionState } from './cluster-connection.ts'
import { pathOf } from './kinds.ts'
import type { Kind, Place } from './kinds.ts'
import type { RequestLimiter } from './request-limiter.ts'

/** One request. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  /** @default 'application/json' */
  readonly contentType?: string
  readonly signal?: AbortSignal | undefined
  /** From the moment it has its turn until the whole answer is there. @default 30 000 */
  readonly timeoutMs?: number
}

/** Options of a single call. */
export interface CallOptions { readonly signal?: AbortSignal | undefined, readonly timeoutMs?: number }

/** Who writes, for server-side apply and audit. */
export interface WriteOptions extends CallOptions {
  readonly fieldManager: string
  /** Take fields from other managers. Only for fields that are ours. @default false */
  readonly force?: boolean
  /** Check and fill in, but store nothing. @default false */
  readonly dryRun?: boolean
}

/** A list with the version of the cluster it was read at. */
export interface ObjectList<T> { readonly items: T[], readonly resourceVersion: string }

/** What to list or watch. */
export interface Selection { readonly namespace?: string | undefined, readonly labelSelector?: string | undefined, readonly fieldSelector?: string | undefined }

/** Components of an {@link ApiClient}. */
export interface ApiClientComponents { readonly connection: ClusterConnection, readonly limiter: RequestLimiter }

/** Objects of one page of a list. */
const PAGE_LIMIT = 500
const DEFAULT_TIMEOUT_MS = 30_000
/** Times that a request which the server pushed back (429, nothing done) is sent again. */
const MAX_PUSHED_BACK = 5
const USER_AGENT = 'subnetes-operator'

/** Reads and writes objects. Errors are {@link SubnetesError}s with the server's own words, `details.status` and `details.reason`. */
export class ApiClient {
  readonly #connection: ClusterConnection
  readonly #limiter: RequestLimiter
  readonly #userAgent: string

  /** @param init.userAgent what audit logs call us @default 'subnetes-operator' */
  constructor (components: ApiClientComponents, init: { userAgent?: string } = {}) {
    this.#connection = components.connection
    this.#limiter = components.limiter
    this.#userAgent = init.userAgent ?? USER_AGENT
  }

  /** @throws {SubnetesError} `not_found` */
  async get<T extends KubeObject> (kind: Kind, place: Place, options: CallOptions = {}): Promise<T> {
    return await this.request<T>({ method: 'GET', path: pathOf(kind, place), ...options })
  }

  /** All objects of a selection, page by page. @throws {SubnetesError} `out_of_range` when the pages have become too old on the way */
  async list<T extends KubeObject> (kind: Kind, selection: Selection = {}, options: CallOptions = {}): Promise<ObjectList<T>> {
    const items: T[] = []
    let next: string | undefined
    for (;;) {
      const { labelSelector, fieldSelector } = selection
      const page = await this.request<{ metadata?: { continue?: string, resourceVersion?: string }, items?: T[] }>({
        method: 'GET', path: pathOf(kind, { namespace: selection.namespace }), query: { limit: PAGE_LIMIT, continue: next, labelSelector, fieldSelector }, ...options
      })
      // The items of a list leave out what the list says once.
      for (const item of page.items ?? []) items.push({ ...item, apiVersion: kind.apiVersion, kind: kind.kind })
      next = page.metadata?.continue
      if (next === undefined || next === '') return { items, resourceVersion: page.metadata?.resourceVersion ?? '' }
    }
  }

  /** @throws {SubnetesError} `already_exists` */
  async create<T extends KubeObject> (kind: Kind, object: T, options: WriteOptions): Promise<T> {
    return await this.request<T>({ method: 'POST', path: pathOf(kind, { namespace: object.metadata.namespace }), query: writeQuery(options), body: object, ...callOptions(options) })
  }

  /** Puts the whole object, if it still has the resourceVersion that `object` has. @throws {SubnetesError} `aborted` when it has not */
  async replace<T extends KubeObject> (kind: Kind, object: T, options: WriteOptions & { subresource?: 'status' | 'scale' }): Promise<T> {
    const place = { namespace: object.metadata.namespace, name: object.metadata.name, subresource: options.subresource }
    return await this.request<T>({ method: 'PUT', path: pathOf(kind, place), query: writeQuery(options), body: object, ...callOptions(options) })
  }

  /** Server-side apply: the fields of `object` become what they are here, fields that we applied before and are not here go, others stay. */
  async apply<T extends KubeObject> (kind: Kind, object: T, options: WriteOptions & { subresource?: 'status' }): Promise<T> {
    const place = { namespace: object.metadata.namespace, name: object.metadata.name, subresource: options.subresource }
    const query = { ...writeQuery(options), force: options.force ?? false }
    return await this.request<T>({ method: 'PATCH', path: pathOf(kind, place), query, body: object, contentType: 'application/apply-patch+yaml', ...callOptions(options) })
  }

  /** JSON merge patch (RFC 7386). Put the resourceVersion into the patch's metadata where it must not meet a newer object. */
  async merge<T extends KubeObject> (kind: Kind, place: Place, options: WriteOptions & { patch: Json }): Promise<T> {
    return await this.request<T>({
      method: 'PATCH', path: pathOf(kind, place), query: writeQuery(options), body: options.patch, contentType: 'application/merge-patch+json', ...callOptions(options)
    })
  }

  /** Deletes an object; one that is not there counts as deleted. With `uid`, only the very object that had it; `gracePeriodSeconds` is for pods. */
  async delete (kind: Kind, place: Place, options: CallOptions & { uid?: string | undefined, gracePeriodSeconds?: number } = {}): Promise<void> {
    const { uid, gracePeriodSeconds } = options
    const body = { propagationPolicy: 'Background', gracePeriodSeconds, ...(uid === undefined ? {} : { preconditions: { uid } }) }
    try {
      await this.request({ method: 'DELETE', path: pathOf(kind, place), body, ...callOptions(options) })
    } catch (error) {
      if (SubnetesError.from(error).code !== 'not_found') throw error
    }
  }

  /** Any request, with a turn at the limiter; sent again only when the server pushed it back. */
  async request<T> (request: ApiRequest): Promise<T> {
    for (let pushedBack = 0; ; pushedBack += 1) {
      const giveBack = await this.#limiter.acquire(request.signal)
      try {
        return await this.#send<T>(request)
      } catch (error) {
        const waitMs = retryAfterMs(error)
        if (waitMs === undefined || pushedBack >= MAX_PUSHED_BACK) throw error
        this.#limiter.pause(waitMs)
      } finally {
        giveBack()
      }
    }
  }

  async #send<T> (request: ApiRequest): Promise<T> {
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
    using owned = ownedSignal({ parents: [request.signal], deadline: Date.now() + timeoutMs, what: `${request.method} ${request.path}` })
    const { statusCode, headers, text } = await this.#exchange(request, owned.signal)
    if (statusCode < 300) return (text === '' ? {} : JSON.parse(text)) as T
    if (statusCode === 401) this.#connection.invalidate()
    throw responseError(request, { statusCode, retryAfter: headers['retry-after'], text })
  }

  async #exchange (request: ApiRequest, signal: AbortSignal): Promise<{ statusCode: number, headers: Record<string, string | string[] | undefined>, text: string }> {
    const state = await this.#connection.get()
    try {
      const response = await state.dispatcher.request({ ...this.#target(state, request), signal })
      return { statusCode: response.statusCode, headers: response.headers, text: await response.body.text() }
    } catch (error) {
      throw transportError(request, signal, error)
    }
  }

  /**
   * The body of a long answer, as it comes: a watch. Takes no turn at the limiter, since it would hold it for minutes; has no time limit but the one for its headers.
   */
  async stream (request: ApiRequest): Promise<AsyncIterable<Buffer>> {
    const state = await this.#connection.get()
    const signal = request.signal ?? new AbortController().signal
    try {
      const response = await state.dispatcher.request({ ...this.#target(state, request), signal, headersTimeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS, bodyTimeout: 0 })
      if (response.statusCode === 200) return response.body as AsyncIterable<Buffer>
      if (response.statusCode === 401) this.#connection.invalidate()
      throw responseError(request, { statusCode: response.statusCode, retryAfter: response.headers['retry-after'], text: await response.body.text() })
    } catch (error) {
      throw transportError(request, signal, error)
    }
  }

  #target (state: ConnectionState, request: ApiRequest): { origin: string, path: string, method: ApiRequest['method'], headers: Record<string, string>, body: string | null } {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) query.set(name, String(value))
    const suffix = query.size === 0 ? '' : `?${query.toString()}`
    const headers: Record<string, string> = { ...state.headers, accept: 'application/json', 'user-agent': this.#userAgent }
    if (request.body !== undefined) headers['content-type'] = request.contentType ?? 'application/json'
    return { origin: state.origin, path: `${state.basePath}${request.path}${suffix}`, method: request.method, headers, body: request.body === undefined ? null : JSON.stringify(request.body) }
  }
}

function transportError (request: ApiRequest, signal: AbortSignal, error: unknown): SubnetesError {
  if (signal.aborted) return SubnetesError.from(signal.reason, 'cancelled')
  if (error instanceof SubnetesError) return error
  return new SubnetesError('unavailable', `${request.method} ${request.path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
}

function writeQuery (options: WriteOptions): Record<string, string | undefined> {
  return { fieldManager: options.fieldManager, dryRun: options.dryRun === true ? 'All' : undefined }
}

function callOptions ({ signal, timeoutMs }: CallOptions): CallOptions {
  return { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) }
}
