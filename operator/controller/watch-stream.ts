/** The events of one watch request. */
import { SubnetesError } from '@subnetes/common'
import type { KubeObject } from '../resources/kube-object.ts'
import { responseError } from './api-error.ts'
import type { ApiClient, Selection } from './api-client.ts'
import { pathOf } from './kinds.ts'
import type { Kind } from './kinds.ts'

/** A change as the API server tells it. A bookmark only carries a resourceVersion. */
export interface WatchEvent<T> { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK', readonly object: T }

/** What to watch, and from where. */
export interface WatchRequest {
  readonly kind: Kind
  readonly selection: Selection
  readonly resourceVersion: string
  /** The server ends the watch after this long. */
  readonly timeoutSeconds: number
  /** No byte for this long, bookmarks included: the connection is taken for dead. */
  readonly inactivityMs: number
  readonly signal: AbortSignal
}

/** Longest event: etcd holds 1.5 MiB per object, and JSON may take a multiple of that. */
const MAX_EVENT_BYTES = 16 << 20

/**
 * Yields events until the server ends the watch (a plain return).
 *
 * @throws {SubnetesError} `out_of_range` (410) when the version is too old; `unavailable` when the connection breaks or falls silent; `data_loss` for an event that is
 * no JSON, since whoever skips one has a wrong picture from then on
 */
export async function * watchEvents<T extends KubeObject> (client: ApiClient, request: WatchRequest): AsyncGenerator<WatchEvent<T>> {
  const { kind, selection, resourceVersion, timeoutSeconds, inactivityMs } = request
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(request.signal.reason)
  if (request.signal.aborted) onAbort()
  request.signal.addEventListener('abort', onAbort, { once: true })
  const silent = (): void => controller.abort(new SubnetesError('unavailable', `watch of ${kind.plural}: nothing came for ${inactivityMs} ms`))
  let timer = setTimeout(silent, inactivityMs)
  const path = pathOf(kind, { namespace: selection.namespace })
  const { labelSelector, fieldSelector } = selection
  try {
    const query = { watch: true, allowWatchBookmarks: true, resourceVersion, timeoutSeconds, labelSelector, fieldSelector }
    const body = await client.stream({ method: 'GET', path, query, signal: controller.signal, timeoutMs: inactivityMs })
    for await (const line of lines(body, () => { clearTimeout(timer); timer = setTimeout(silent, inactivityMs) })) {
      yield parseEvent<T>(line, path)
    }
  } catch (error) {
    if (controller.signal.aborted) throw SubnetesError.from(controller.signal.reason, 'cancelled')
    if (error instanceof SubnetesError) throw error
    throw new SubnetesError('unavailable', `watch of ${kind.plural} broke: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
    request.signal.removeEventListener('abort', onAbort)
    controller.abort() // whoever stops reading closes the connection
  }
}

async function * lines (body: AsyncIterable<Buffer>, onBytes: () => void): AsyncGenerator<string> {
  let parts: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    onBytes()
    let start = 0
    for (let end = chunk.indexOf(10, start); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end))
      yield Buffer.concat(parts).toString('utf8')
      parts = []
      size = 0
      start = end + 1
    }
    parts.push(chunk.subarray(start))
    size += chunk.length - start
    if (size > MAX_EVENT_BYTES) throw new SubnetesError('resource_exhausted', `a watch event is longer than ${MAX_EVENT_BYTES} bytes`)
  }
}

function parseEvent<T extends KubeObject> (line: string, path: string): WatchEvent<T> {
  let event: { type?: string, object?: { code?: number, metadata?: unknown } }
  try {
    event = JSON.parse(line) as typeof event
  } catch (error) {
    throw new SubnetesError('data_loss', `GET ${path}: a watch event is no JSON: ${line.slice(0, 100)}`, { cause: error, retryable: true })
  }
  if (event.type === 'ERROR') throw responseError({ method: 'GET', path }, { statusCode: event.object?.code ?? 500, retryAfter: undefined, text: JSON.stringify(event.object) })
  if (event.object?.metadata === undefined || !['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'].includes(event.type ?? '')) {
    throw new SubnetesError('data_loss', `GET ${path}: a watch event is not one: ${line.slice(0, 100)}`, { retryable: true })
  }
  return event as unknown as WatchEvent<T>
}
