/** Redis users of runners: the operator's part with a real API server and a real redis-server. No kubelet runs; pods are objects alone. */
import { silentLogger, silentMetrics } from '@subnetes/common'
import { EventRecorder, Kinds, RedisUsers } from '@subnetes/operator'
import type { RedisUsersInit } from '@subnetes/operator'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PodFleet } from '../../operator/workers/pod-fleet.ts'
import { ProtocolCatalog } from '../../operator/protocols/protocol-catalog.ts'
import { CACHE_MARGIN_MS, ROTATE_AFTER_MS } from '../../operator/redis/redis-secret.ts'
import type { Secret } from '../../operator/redis/redis-secret.ts'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { startRedis } from '../support/redis.ts'
import type { RedisServer } from '../support/redis.ts'
import { testClient } from './harness/connection.ts'
import type { TestClient } from './harness/connection.ts'
import { startControlPlane } from './harness/control-plane.ts'
import type { ControlPlane } from './harness/control-plane.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import type { Kubectl } from './harness/kubectl.ts'
import { eventually } from './harness/program.ts'

const namespace = 'default'
const proto = 'syntax = "proto3"; package a.v1; message M { string text = 1; } service NAMEProtocol { rpc rpc_echo (M) returns (M); }'
const DAY_MS = 86_400_000
let plane: ControlPlane
let kubectl: Kubectl
let operator: TestClient
let redis: RedisServer
let catalog: ProtocolCatalog
let fleet: PodFleet
/** Moves the operator's clock. */
let aheadMs = 0
const ends: Array<() => Promise<void> | void> = []

beforeAll(async () => {
  redis = await startRedis()
  plane = await startControlPlane()
  kubectl = kubectlOf(plane.kubectlPath, plane.kubeconfig)
  await installCrd(kubectl)
  operator = testClient(plane.kubeconfig, { userAgent: 'redis-users' })
  const components = { client: operator.client, logger: silentLogger, metrics: silentMetrics }
  catalog = new ProtocolCatalog({ namespaces: 'all' }, components)
  fleet = new PodFleet({ namespaces: 'all' }, { ...components, openRunner: () => { throw new Error('these pods have no address') } })
  await Promise.all([catalog.start(), fleet.start()])
  await Promise.all([catalog.whenSynced(), fleet.whenSynced()])
})

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
  aheadMs = 0
})

afterAll(async () => {
  await Promise.all([catalog?.stop(), fleet?.stop()])
  await operator?.close()
  await plane?.stop()
  await redis?.stop()
})

/** A leader's term begins; it ends with the test. */
async function lead (init: Partial<RedisUsersInit> = {}): Promise<RedisUsers> {
  const { client } = operator
  const events = new EventRecorder({ instance: 'test' }, { client, logger: silentLogger })
  const components = { client, events, protocols: catalog, fleet, logger: silentLogger, metrics: silentMetrics }
  const users = new RedisUsers({ adminUrl: redis.url, instance: 'test', sweepMs: 100, awayGraceMs: 100, now: () => Date.now() + aheadMs, ...init }, components)
  const over = new AbortController()
  await users.lead({ number: 1, signal: over.signal, isCurrent: () => !over.signal.aborted })
  ends.push(async () => { over.abort(); await users.stop() })
  return users
}

async function apply (name: string): Promise<void> {
  const object = { ...protocolObject({ schema: { proto: proto.replace('NAME', name) } }, { local: undefined }), metadata: { name } }
  await must(kubectl(['apply', '--server-side', '-n', namespace, '-f', '-'], object))
  await eventually('the operator knows it', () => catalog.get(`${namespace}/${name}`))
}

async function remove (name: string): Promise<void> {
  await must(kubectl(['delete', 'protocol', name, '-n', namespace]))
  // No garbage collector runs here; it would follow the owner reference.
  await operator.client.delete(Kinds.Secret, { namespace, name: `${name}-worker-redis` })
}

function condition (users: RedisUsers, name: string): string {
  const found = users.status(`${namespace}/${name}`)?.conditions?.[0]
  return `${found?.type ?? ''} ${found?.status ?? ''} ${found?.reason ?? ''}`
}

async function whenReady (users: RedisUsers, name: string): Promise<string> {
  await eventually(`${name} has its user`, () => condition(users, name) === 'QueueReady True UserReady' || undefined)
  return await secretUrl(name)
}

async function secretUrl (name: string): Promise<string> {
  const { data } = await operator.client.get<Secret>(Kinds.Secret, { namespace, name: `${name}-worker-redis` })
  return Buffer.from(data?.['url'] ?? '', 'base64').toString()
}

/** A connection as a runner. Does not come back when it breaks. @throws what Redis says to its name and password */
async function runner (url: string): Promise<Redis> {
  const client = new Redis(url, { retryStrategy: null, maxRetriesPerRequest: 0, lazyConnect: true, enableReadyCheck: false })
  ends.push(() => client.disconnect())
  const refused = new Promise<never>((_resolve, reject) => { client.on('error', reject) })
  await Promise.race([client.connect().then(async () => await client.ping()), refused])
  return client
}

/** A pod of the Protocol's workers, as the operator's informer sees it. @returns deletes it */
async function makePod (name: string): Promise<() => Promise<void>> {
  const labels = { 'app.kubernetes.io/component': 'worker', 'subnetes.dev/protocol': name }
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `${name}-pod`, labels }, spec: { containers: [{ name: 'worker', image: 'x' }] } }
  await must(kubectl(['create', '-n', namespace, '-f', '-'], pod))
  await eventually('the operator sees the pod', () => fleet.workers(`${namespace}/${name}`).length === 1 || undefined)
  const removePod = async (): Promise<void> => {
    await must(kubectl(['delete', 'pod', `${name}-pod`, '-n', namespace, '--force', '--grace-period=0', '--ignore-not-found']))
    await eventually('the operator sees it go', () => fleet.workers(`${namespace}/${name}`).length === 0 || undefined)
  }
  ends.push(removePod)
  return removePod
}

async function writes (): Promise<number> {
  return (await plane.audit()).filter(({ userAgent, verb }) => userAgent === 'redis-users' && !['get', 'list', 'watch'].includes(verb)).length
}

async function userNames (): Promise<string[]> {
  const admin = await runner(redis.url)
  return await admin.call('ACL', 'USERS') as string[]
}

describe('the Redis users of runners', () => {
  it('reach the keys and channels of their own Protocol, and of no other', async () => {
    await apply('alpha')
    await apply('beta')
    const users = await lead()
    const [alpha, beta] = [await runner(await whenReady(users, 'alpha')), await runner(await whenReady(users, 'beta'))]
    await beta.set('{subnetes:default:beta}:jobs:1', 'secret')
    await alpha.set('{subnetes:default:alpha}:jobs:1', 'own')
    expect(await alpha.get('{subnetes:default:alpha}:jobs:1')).toBe('own')
    const foreign = '{subnetes:default:beta}:jobs:1'
    await expect(alpha.get(foreign)).rejects.toThrow('NOPERM')
    await expect(alpha.set(foreign, 'x')).rejects.toThrow('NOPERM')
    await expect(alpha.del(foreign)).rejects.toThrow('NOPERM')
    await expect(alpha.eval('return redis.call("get", KEYS[1])', 1, foreign)).rejects.toThrow('NOPERM')
    await expect(alpha.eval(`return redis.call("get", "${foreign}")`, 0)).rejects.toThrow("can't access")
    await expect(alpha.rename('{subnetes:default:alpha}:jobs:1', foreign)).rejects.toThrow('NOPERM')
    await expect(alpha.publish('{subnetes:default:beta}:work', 'new')).rejects.toThrow('NOPERM')
    await expect(alpha.subscribe('{subnetes:default:beta}:work')).rejects.toThrow('NOPERM')
    for (const command of [['KEYS', '*'], ['SCAN', '0'], ['RANDOMKEY'], ['PUBSUB', 'CHANNELS'], ['SCRIPT', 'FLUSH'], ['FLUSHALL'], ['CONFIG', 'GET', '*'], ['ACL', 'LIST'], ['CLIENT', 'LIST'], ['MONITOR']] as const) {
      const [name, ...rest] = command
      const answer = await alpha.call(name, ...rest).catch((error: Error) => error.message)
      expect(String(answer), name).toContain('NOPERM')
    }
    expect(await beta.get(foreign)).toBe('secret')
  })

  it('are known by a Secret that belongs to the Protocol and holds no password of the administrator', async () => {
    await apply('alpha')
    const users = await lead({ adminUrl: redis.url.replace('redis://', 'redis://default:admin-password@') })
    await eventually('the Secret is of this administrator', async () => (await secretUrl('alpha')).includes('test-runner.default.alpha') || undefined)
    const secret = await operator.client.get<Secret>(Kinds.Secret, { namespace, name: 'alpha-worker-redis' })
    expect(secret.metadata.ownerReferences).toMatchObject([{ kind: 'Protocol', name: 'alpha', controller: true }])
    expect(Buffer.from(secret.data?.['url'] ?? '', 'base64').toString()).not.toContain('admin-password')
    expect(users.status('default/alpha')).toBeDefined()
  })

  it('are left as they are by the next leader, who writes nothing', async () => {
    await apply('alpha')
    await whenReady(await lead(), 'alpha')
    const before = { url: await secretUrl('alpha'), writes: await writes() }
    await whenReady(await lead(), 'alpha')
    expect({ url: await secretUrl('alpha'), writes: await writes() }).toEqual(before)
  })

  it('are made again when Redis has been restarted and has forgotten them, or somebody has removed one', async () => {
    await apply('alpha')
    const users = await lead()
    const url = await whenReady(users, 'alpha')
    await redis.kill()
    await redis.restart()
    await eventually('the runner is let in again', async () => await (await runner(url)).ping())
    await (await runner(redis.url)).call('ACL', 'DELUSER', 'test-runner.default.alpha')
    await eventually('and again', async () => await (await runner(url)).ping())
  })

  it('wait for a Redis that is away, with a condition that says so, while Secrets are made all the same', async () => {
    await redis.kill()
    const users = await lead()
    await apply('gamma')
    await eventually('the Secret', async () => await secretUrl('gamma').catch(() => undefined))
    await eventually('the condition', () => condition(users, 'gamma') === 'QueueReady False RedisUnavailable' || undefined)
    const told: string[] = []
    users.onChange((key) => { told.push(key) })
    await redis.restart()
    await runner(await whenReady(users, 'gamma'))
    expect(told).toContain('default/gamma')
  })

  it('cannot be made by an administrator without that right, and the condition says which is missing', async () => {
    await apply('alpha')
    const admin = await runner(redis.url)
    await admin.call('ACL', 'SETUSER', 'limited', 'on', '>pw', '~*', '&*', '+@all', '-acl')
    const users = await lead({ adminUrl: redis.url.replace('redis://', 'redis://limited:pw@') })
    await eventually('the condition', () => condition(users, 'alpha') === 'QueueReady False RedisRefused' || undefined)
    expect(users.status('default/alpha')?.conditions?.[0]?.message).toMatch(/NOPERM.*acl.*ACL SETUSER, DELUSER and USERS/)
    await admin.call('ACL', 'SETUSER', 'limited', '+acl')
    await whenReady(users, 'alpha')
  })
})

describe('the password of a Redis user', () => {
  it.each([
    ['when somebody asks', async () => { await must(kubectl(['annotate', 'secret', 'alpha-worker-redis', '-n', namespace, 'subnetes.dev/rotate=now'])) }],
    ['when it is old', async () => { aheadMs = ROTATE_AFTER_MS }]
  ])('is replaced %s; the old one is accepted while a pod may have it, and not after', async (_, wish) => {
    await apply('alpha')
    const old = await whenReady(await lead(), 'alpha')
    const connected = await runner(old)
    const removePod = await makePod('alpha')
    await wish()
    const second = await lead()
    const fresh = await eventually('a new password', async () => { const url = await secretUrl('alpha'); return url === old ? undefined : url })
    await whenReady(second, 'alpha')
    expect(await must(kubectl(['get', 'secret', 'alpha-worker-redis', '-n', namespace, '-o', 'jsonpath={.metadata.annotations}']))).not.toContain('rotate')
    expect(await must(kubectl(['get', 'events', '-n', namespace]))).toContain('new pods get a new Redis password')
    for (const url of [old, fresh]) expect(await (await runner(url)).ping()).toBe('PONG')
    aheadMs += DAY_MS
    await whenReady(await lead(), 'alpha')
    expect(await (await runner(old)).ping()).toBe('PONG')
    await removePod()
    aheadMs += CACHE_MARGIN_MS
    await whenReady(await lead(), 'alpha')
    await expect(runner(old)).rejects.toThrow('WRONGPASS')
    await runner(fresh)
    // What was connected is not cut off.
    expect(await connected.ping()).toBe('PONG')
  })

  it('is replaced when the Secret has been deleted, and pods that have the lost one keep it', async () => {
    await apply('alpha')
    const users = await lead()
    const lost = await whenReady(users, 'alpha')
    await makePod('alpha')
    await operator.client.delete(Kinds.Secret, { namespace, name: 'alpha-worker-redis' })
    // The Secret is looked at with its Protocol; a new Protocol of the name is one reason.
    await must(kubectl(['delete', 'protocol', 'alpha', '-n', namespace]))
    await apply('alpha')
    const fresh = await eventually('a new Secret', async () => await secretUrl('alpha').catch(() => undefined))
    expect(fresh).not.toBe(lost)
    await eventually('both are accepted', async () => await (await runner(fresh)).ping() === await (await runner(lost)).ping() || undefined)
  })
})

describe('the Redis user of a Protocol that is gone', () => {
  it('stays while its last pods finish their jobs, and goes with them', async () => {
    await apply('delta')
    const users = await lead()
    const url = await whenReady(users, 'delta')
    const removePod = await makePod('delta')
    await remove('delta')
    await eventually('the operator sees it go', () => catalog.get('default/delta') === undefined || undefined)
    const last = await runner(url)
    // Two more sweeps have come and gone when a user that was removed by hand is back twice.
    for (let sweep = 0; sweep < 2; sweep += 1) {
      await (await runner(redis.url)).call('ACL', 'DELUSER', 'test-runner.default.delta')
      await eventually('the user is back', async () => (await userNames()).includes('test-runner.default.delta') || undefined)
    }
    await removePod()
    await eventually('the user is gone', async () => !(await userNames()).includes('test-runner.default.delta') || undefined)
    await expect(last.ping()).rejects.toThrow()
  })

  it('is removed by a later leader too, who leaves the users of others alone', async () => {
    const admin = await runner(redis.url)
    for (const name of ['test-runner.default.forgotten', 'test-runner.elsewhere.p', 'other-runner.default.p', 'somebody']) await admin.call('ACL', 'SETUSER', name, 'on', 'nopass')
    await lead({ watches: (name) => name === 'default' })
    await eventually('it is gone', async () => !(await userNames()).includes('test-runner.default.forgotten') || undefined)
    expect(await userNames()).toEqual(expect.arrayContaining(['test-runner.elsewhere.p', 'other-runner.default.p', 'somebody']))
  })
})
