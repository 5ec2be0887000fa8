/** What the client library does not do by itself, each with a server that misbehaves. */
import { silentLogger, silentMetrics } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../test/cluster/harness/program.ts'
import { refuse, startKubeServer } from '../../test/support/kube-server.ts'
import type { KubeServer } from '../../test/support/kube-server.ts'
import type { KubeObject } from '../resources/kube-object.ts'
import { ApiClient } from './api-client.ts'
import { ClusterConnection } from './cluster-connection.ts'
import { Informer } from './informer.ts'
import type { Change, InformerInit } from './informer.ts'
import { Kinds } from './kinds.ts'
import { KubeconfigCredentials } from './kubeconfig-credentials.ts'
import { RequestLimiter } from './request-limiter.ts'

let server: KubeServer
let connection: ClusterConnection
let client: ApiClient
const running: Array<Informer<KubeObject>> = []

beforeEach(async () => {
  server = await startKubeServer()
  connection = new ClusterConnection(new KubeconfigCredentials(server.config))
  client = new ApiClient({ connection, limiter: new RequestLimiter({ perSecond: 10_000, burst: 10_000 }) })
})

afterEach(async () => {
  await Promise.all(running.splice(0).map(async (informer) => await informer.stop()))
  await connection.close()
  await server.close()
})

function pod (name: string, version: string, init: { uid?: string, labels?: Record<string, string> } = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'a', resourceVersion: version, uid: init.uid ?? name, labels: init.labels ?? {}, managedFields: [{ manager: 'x' }] } }
}

async function follow (init: Partial<InformerInit<KubeObject>> = {}, logger: Logger = silentLogger): Promise<{ informer: Informer<KubeObject>, seen: string[] }> {
  const seen: string[] = []
  const onChange = ({ type, key, object }: Change<KubeObject>): void => { seen.push(`${type} ${key} ${object.metadata.uid ?? ''}`) }
  const informer = new Informer({ kind: Kinds.Pod, onChange, backoff: { minMs: 10, maxMs: 20 }, ...init }, { client, logger, metrics: silentMetrics })
  running.push(informer)
  await informer.start()
  return { informer, seen }
}

async function watching (): Promise<void> {
  await eventually('a watch is open', () => server.watches.size > 0 || undefined)
}

describe('the connections', () => {
  it('are shared by all requests', async () => {
    for (let call = 0; call < 50; call += 1) await client.list(Kinds.Pod)
    expect(server.connections()).toBeLessThanOrEqual(3)
    await Promise.all(Array.from({ length: 200 }, async () => await client.list(Kinds.Pod)))
    expect(server.requests).toHaveLength(250)
    expect(server.connections()).toBeLessThanOrEqual(40) // a pool opens one more for a request that comes while an answer is being read; without sharing it is one each
  })

  it('are made anew when the certificates change', async () => {
    await client.list(Kinds.Pod)
    const { dispatcher } = await connection.get()
    const other = await startKubeServer()
    const cluster = server.config.getCurrentCluster() as { caData: string }
    cluster.caData = Buffer.concat([cluster.caData, other.config.getCurrentCluster()?.caData ?? ''].map((data) => Buffer.from(`${Buffer.from(data, 'base64').toString()}\n`))).toString('base64')
    await other.close()
    connection.invalidate()
    expect((await connection.get()).dispatcher === dispatcher).toBe(false)
    expect((await client.list(Kinds.Pod)).items).toEqual([])
  })

  it('wait as long as a 429 says, then send the request again', async () => {
    server.next.push(refuse(429, { 'retry-after': '0' }), refuse(429, { 'retry-after': '0' }))
    expect((await client.list(Kinds.Pod)).items).toEqual([])
    expect(server.requests).toHaveLength(3)
  })

  it('end a request that is not answered in time, with its name', async () => {
    server.next.push(() => {})
    await expect(client.get(Kinds.Pod, { namespace: 'a', name: 'b' }, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'deadline_exceeded', message: expect.stringContaining('/api/v1/namespaces/a/pods/b') as string })
  })
})

describe('an informer', () => {
  it('lists page by page', async () => {
    server.next.push((_, response) => response.end(JSON.stringify({ metadata: { resourceVersion: '5', continue: 'more' }, items: [pod('one', '1')] })))
    server.items = [pod('two', '2')]
    const { informer } = await follow()
    await informer.whenSynced()
    expect(informer.list().map(({ metadata }) => metadata.name)).toEqual(['one', 'two'])
    expect(server.requests[1]).toContain('continue=more')
  })

  it('keeps and tells what it is asked to keep, from lists and watches', async () => {
    server.items = [{ ...pod('one', '1'), spec: { nodeName: 'n', containers: [] } }]
    const { informer } = await follow({ keep: ({ apiVersion, kind, metadata }) => ({ apiVersion, kind, metadata }) })
    await informer.whenSynced()
    await watching()
    server.send({ type: 'ADDED', object: { ...pod('two', '2'), spec: { nodeName: 'n' } } })
    await eventually('the second', () => informer.get('a/two'))
    expect(informer.list().map((object) => [object.metadata.name, Object.keys(object)])).toEqual([['one', ['apiVersion', 'kind', 'metadata']], ['two', ['apiVersion', 'kind', 'metadata']]])
  })

  it('goes on from where it was when its watch is cut', async () => {
    const { informer, seen } = await follow()
    await watching()
    server.send({ type: 'ADDED', object: pod('one', '7') })
    await eventually('the first event', () => informer.get('a/one'))
    server.cut()
    await eventually('a new watch', () => server.requests.length === 3 || undefined)
    expect(server.requests[2]).toContain('resourceVersion=7')
    await watching()
    server.send({ type: 'MODIFIED', object: pod('one', '8') })
    await eventually('the second event', () => seen.length === 2 || undefined)
    expect(seen).toEqual(['added a/one one', 'updated a/one one'])
  })

  it('starts again after a 500 of the list and of the watch, as often as it takes', async () => {
    server.next.push(refuse(500), refuse(500), refuse(401), refuse(403))
    const { informer } = await follow()
    await informer.whenSynced()
    await watching()
    server.next.push(refuse(500), refuse(503))
    server.cut()
    await eventually('the watch is back', () => server.watches.size > 0 && server.next.length === 0 ? true : undefined)
  })

  it('lists anew after a 410, as a status and as an event, and tells of what went and of what was replaced under its name', async () => {
    server.items = [pod('kept', '1'), pod('gone', '1'), pod('replaced', '1', { uid: 'old' })]
    const { informer, seen } = await follow()
    await informer.whenSynced()
    await watching()
    seen.length = 0
    server.items = [pod('kept', '1'), pod('replaced', '9', { uid: 'new' })]
    server.send({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' } })
    await eventually('the list was read', () => seen.length === 3 || undefined)
    expect(seen.toSorted()).toEqual(['added a/replaced new', 'deleted a/gone gone', 'deleted a/replaced old'])
    server.items = []
    server.next.push(refuse(410))
    await watching()
    server.cut()
    await eventually('everything is gone', () => informer.size === 0 || undefined)
  })

  it('lists anew after events that are no JSON or no events', async () => {
    const { seen } = await follow()
    for (const [index, line] of ['{"type":"ADDED","obj', '{"type":"ADDED","object":{}}', '{"type":"NEW","object":{"metadata":{}}}'].entries()) {
      await watching()
      server.items = [pod(`p${index}`, String(index + 10))]
      server.resourceVersion = String(index + 10)
      for (let failures = 0; failures < 5; failures += 1) {
        await watching()
        const before = server.requests.length
        server.send(line)
        await eventually('it has begun again', () => server.requests.length > before && server.watches.size > 0 ? true : undefined)
      }
      await eventually('the list was read', () => seen.some((change) => change.startsWith(`added a/p${index}`)) || undefined)
    }
  })

  it('survives a handler that throws', async () => {
    const errors: string[] = []
    const logger: Logger = { ...silentLogger, error: (message) => { errors.push(message) }, child: () => logger }
    server.items = [pod('one', '1'), pod('two', '2')]
    const { informer } = await follow({ onChange: () => { throw new Error('broken handler') } }, logger)
    await informer.whenSynced()
    await watching()
    server.send({ type: 'ADDED', object: pod('three', '3') })
    await eventually('the event', () => informer.get('a/three'))
    expect(errors).toEqual(Array.from({ length: 3 }, () => 'handler of changes threw'))
  })

  it('opens nothing and tells nothing after stop, also in the pause after a failure', async () => {
    server.next.push(refuse(500))
    const { informer, seen } = await follow({ backoff: { minMs: 60_000, maxMs: 60_000 } })
    await eventually('the failure', () => server.requests.length === 1 || undefined)
    server.items = [pod('one', '1')]
    const never = expect(informer.whenSynced()).rejects.toMatchObject({ code: 'cancelled' })
    await informer.stop()
    await never
    expect([server.requests.length, server.watches.size, seen]).toEqual([1, 0, []])
  })

  it('closes its watch when it is stopped', async () => {
    const { informer } = await follow()
    await watching()
    await informer.stop()
    await eventually('the watch is closed', () => server.watches.size === 0 || undefined)
    await expect(informer.start()).rejects.toMatchObject({ code: 'failed_precondition' })
  })

  it('opens a silent watch again', async () => {
    await follow({ inactivityMs: 50 })
    await eventually('several watches', () => server.requests.filter((path) => path.includes('watch=true')).length >= 3 || undefined)
  })

  it('moves on by bookmarks', async () => {
    await follow()
    await watching()
    server.send({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '77' } } })
    for (const watch of server.watches) watch.end()
    await eventually('a watch from the bookmark', () => server.requests.at(-1)?.includes('resourceVersion=77') === true || undefined)
  })

  it('lists and tells of everything again from time to time', async () => {
    server.items = [pod('one', '1')]
    const { seen } = await follow({ resyncMs: 50 })
    await eventually('two resyncs', () => seen.filter((change) => change.startsWith('resync')).length >= 2 || undefined)
    expect(seen[0]).toBe('added a/one one')
  })

  it('selects by label at the server, keeps objects that nobody can change, without managed fields, and finds them by index', async () => {
    server.items = [pod('one', '1', { labels: { owner: 'x' } }), pod('two', '2', { labels: { owner: 'y' } }), pod('three', '3', { labels: { owner: 'x' } })]
    const { informer } = await follow({ labelSelector: 'subnetes.dev/protocol', namespace: 'a', indexes: { owner: ({ metadata }) => [metadata.labels?.['owner'] ?? ''] } })
    await informer.whenSynced()
    await watching()
    for (const path of server.requests) expect(path).toMatch(/^\/api\/v1\/namespaces\/a\/pods\?.*labelSelector=subnetes.dev%2Fprotocol/)
    const one = informer.get('a/one') as KubeObject
    expect(one.metadata.managedFields).toBeUndefined()
    expect(() => { (one.metadata.labels as Record<string, string>)['owner'] = 'z' }).toThrow(TypeError)
    expect(informer.by('owner', 'x').map(({ metadata }) => metadata.name)).toEqual(['one', 'three'])
    server.send({ type: 'MODIFIED', object: pod('one', '4', { labels: { owner: 'y' } }) })
    server.send({ type: 'DELETED', object: pod('three', '5', { labels: { owner: 'x' } }) })
    await eventually('both events', () => informer.by('owner', 'x').length === 0 || undefined)
    expect(informer.by('owner', 'y').map(({ metadata }) => metadata.name)).toEqual(['two', 'one'])
  })

  it('lets no error of its own end the process', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    server.next.push(refuse(500), refuse(500))
    const { informer } = await follow()
    await informer.whenSynced()
    server.cut()
    await watching()
    await informer.stop()
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})
