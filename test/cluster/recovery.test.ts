/** What the API server and the network do to a controller in a year, in a minute. On a control plane of its own. */
import { silentLogger, silentMetrics } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { Informer, Kinds, LeaderElection } from '@subnetes/operator'
import type { ApiClient, Change, KubeObject, Leadership, Lease } from '@subnetes/operator'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testClient } from './harness/connection.ts'
import type { TestClient } from './harness/connection.ts'
import { startControlPlane } from './harness/control-plane.ts'
import type { ControlPlane } from './harness/control-plane.ts'
import { startCutProxy } from './harness/cut-proxy.ts'
import type { CutProxy } from './harness/cut-proxy.ts'
import { eventually } from './harness/program.ts'

const NAMESPACE = 'default'
const options = { fieldManager: 'test' }
let plane: ControlPlane
let direct: TestClient
const cleanups: Array<() => Promise<void>> = []

beforeAll(async () => {
  plane = await startControlPlane()
  direct = testClient(plane.kubeconfig)
})

afterEach(async () => { for (const cleanup of cleanups.splice(0).toReversed()) await cleanup() })

afterAll(async () => {
  await direct?.close()
  await plane?.stop()
})

function configMap (name: string, value = ''): KubeObject & { data: Record<string, string> } {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: NAMESPACE, labels: { test: 'recovery' } }, data: { value } }
}

async function throughProxy (): Promise<{ proxy: CutProxy, client: ApiClient }> {
  const proxy = await startCutProxy(plane.apiServerPort)
  cleanups.push(proxy.close)
  const through = testClient(plane.kubeconfig, { server: `https://127.0.0.1:${proxy.port}` })
  cleanups.push(through.close)
  return { proxy, client: through.client }
}

async function follow (client: ApiClient, backoff = { minMs: 20, maxMs: 200 }): Promise<{ informer: Informer<KubeObject>, seen: string[], warnings: string[] }> {
  const seen: string[] = []
  const warnings: string[] = []
  const logger: Logger = { ...silentLogger, warn: (_, fields) => { warnings.push(String(fields?.['error'])) }, child: () => logger }
  const onChange = ({ type, key, object }: Change<KubeObject>): void => { seen.push(`${type} ${key} ${object.metadata.uid ?? ''}`) }
  const init = { kind: Kinds.ConfigMap, namespace: NAMESPACE, labelSelector: 'test=recovery', onChange, backoff }
  const informer = new Informer<KubeObject>(init, { client, logger, metrics: silentMetrics })
  cleanups.push(async () => await informer.stop())
  await informer.start()
  await informer.whenSynced()
  return { informer, seen, warnings }
}

describe('an informer at a real API server', () => {
  it('sees what was written while the network was cut', async () => {
    const { proxy, client } = await throughProxy()
    const { informer, seen } = await follow(client)
    proxy.cut()
    await direct.client.create(Kinds.ConfigMap, configMap('cut'), options)
    proxy.mend()
    await eventually('the object', () => informer.get('default/cut'))
    expect(seen).toHaveLength(1)
    await direct.client.delete(Kinds.ConfigMap, { namespace: NAMESPACE, name: 'cut' })
    await eventually('its end', () => informer.size === 0 || undefined)
  })

  it('lists anew when compaction has made its version 410 Gone, and tells an object from its successor of the same name', async () => {
    const { proxy, client } = await throughProxy()
    const before = await direct.client.create(Kinds.ConfigMap, configMap('same'), options)
    await direct.client.create(Kinds.ConfigMap, configMap('gone'), options)
    // Few attempts while the server is away: after five failures it would list by itself.
    const { informer, seen, warnings } = await follow(client, { minMs: 5000, maxMs: 5000 })
    await eventually('both objects', () => informer.size === 2 || undefined)
    seen.length = 0
    proxy.cut()
    await direct.client.delete(Kinds.ConfigMap, { namespace: NAMESPACE, name: 'same' }, { uid: before.metadata.uid })
    await direct.client.delete(Kinds.ConfigMap, { namespace: NAMESPACE, name: 'gone' })
    const after = await direct.client.create(Kinds.ConfigMap, configMap('same'), options)
    await plane.compact()
    await plane.stopApiServer() // its cache of the history goes with it
    await plane.startApiServer()
    proxy.mend()
    await eventually('the new state', () => seen.length === 3 || undefined)
    expect(seen.toSorted()).toEqual([`added default/same ${after.metadata.uid}`, `deleted default/gone ${informerUid(seen, 'gone')}`, `deleted default/same ${before.metadata.uid}`])
    expect(warnings.filter((warning) => warning.includes('410'))).toHaveLength(1)
  })

  it('goes on after a restart of the API server', async () => {
    const { informer } = await follow(direct.client)
    await plane.stopApiServer()
    await plane.startApiServer()
    await direct.client.create(Kinds.ConfigMap, configMap('restarted'), options)
    await eventually('the object', () => informer.get('default/restarted'))
  })
})

function informerUid (seen: readonly string[], name: string): string {
  return seen.find((change) => change.startsWith(`deleted default/${name} `))?.split(' ')[2] ?? 'none'
}

describe('the election of a leader', () => {
  /** Every leadership that began, in order. */
  const begun: Array<{ identity: string, term: number, at: number }> = []

  function candidate (identity: string, client: ApiClient, name: string): LeaderElection {
    const election = new LeaderElection({ namespace: NAMESPACE, name, identity }, {
      client, logger: silentLogger, metrics: silentMetrics, lead: ({ term }: Leadership) => { begun.push({ identity, term, at: performance.now() }) }
    })
    cleanups.push(async () => await election.stop())
    return election
  }

  it('hands over within 20 s when the leader is cut off, which stops leading before that, with a higher term', async () => {
    const { proxy, client } = await throughProxy()
    const first = candidate('first', client, 'cut')
    const second = candidate('second', direct.client, 'cut')
    await first.start()
    await eventually('the first leads', () => first.isLeader() || undefined)
    await second.start()
    const cutAt = performance.now()
    proxy.cut()
    let lostAt = Infinity
    void first.whenLost().then(() => { lostAt = performance.now() })
    await eventually('the second leads', () => {
      expect(first.isLeader() && second.isLeader()).toBe(false)
      return second.isLeader() || undefined
    }, 25_000)
    const [one, two] = begun.slice(-2)
    expect((two?.at ?? Infinity) - cutAt).toBeLessThan(20_000)
    expect(lostAt).toBeLessThan(two?.at ?? 0)
    expect(two?.term).toBeGreaterThan(one?.term ?? 0)
    console.log(`leader failover: ${Math.round((two?.at ?? 0) - cutAt)} ms after the cut; the old one stopped after ${Math.round(lostAt - cutAt)} ms`)
  }, 40_000)

  it('hands over at once when the leader stops in order', async () => {
    const first = candidate('first', direct.client, 'order')
    const second = candidate('second', direct.client, 'order')
    await first.start()
    await eventually('the first leads', () => first.isLeader() || undefined)
    await second.start()
    const stoppedAt = performance.now()
    await first.stop()
    await eventually('the second leads', () => second.isLeader() || undefined, 6000)
    expect(performance.now() - stoppedAt).toBeLessThan(5000)
  })

  it('lets one of many win, and ends a leader whose lease somebody else has written', async () => {
    const elections = Array.from({ length: 5 }, (_, index) => candidate(`c${index}`, direct.client, 'many'))
    await Promise.all(elections.map(async (election) => await election.start()))
    const leader = await eventually('one leads', () => elections.find((election) => election.isLeader()))
    expect(elections.filter((election) => election.isLeader())).toHaveLength(1)
    const lease = await direct.client.get<Lease>(Kinds.Lease, { namespace: NAMESPACE, name: 'many' })
    await direct.client.replace(Kinds.Lease, { ...lease, spec: { ...lease.spec, holderIdentity: 'thief' } }, options)
    await eventually('it has seen so', () => !leader.isLeader() || undefined)
    expect(leader.term).toBe(0)
  })
})
