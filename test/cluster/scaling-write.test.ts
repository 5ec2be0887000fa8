/** How counts reach the API server: fenced, so that of two leaders who decide on the same sight one alone gets through. */
import type { Protocol } from '@subnetes/api'
import { silentLogger } from '@subnetes/common'
import { HabitStore, Kinds, writeScale } from '@subnetes/operator'
import type { ScaleResult } from '@subnetes/operator'
import { initialScalingState, resolveScalingOptions, scalingHabits } from '@subnetes/scaling'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { testClient } from './harness/connection.ts'
import type { TestClient } from './harness/connection.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import { testNamespace } from './harness/namespace.ts'

const kubectl = kubectlOf(inject('kubectl'), inject('kubeconfig'))
const namespace = testNamespace(kubectl)
const options = { fieldManager: 'test' }
const { signal } = new AbortController()
let tester: TestClient
let names = 0

beforeAll(async () => {
  await installCrd(kubectl)
  tester = testClient(inject('kubeconfig'))
})

afterAll(async () => { await tester?.close() })

async function protocol (spec: object = {}): Promise<Protocol> {
  names += 1
  return await tester.client.create<Protocol>(Kinds.Protocol, { ...protocolObject({ replicas: 1, ...spec }), metadata: { name: `p${names}`, namespace: namespace() } } as Protocol, options)
}

async function stored ({ metadata: { name } }: Protocol): Promise<Protocol> {
  return await tester.client.get<Protocol>(Kinds.Protocol, { namespace: namespace(), name })
}

async function write (seen: Protocol, replicas: number, isCurrent = (): boolean => true): Promise<ScaleResult> {
  return await writeScale(tester.client, { seen, replicas, isCurrent })
}

describe('a count', () => {
  it('is written through /scale, to zero and back from it', async () => {
    const seen = await protocol()
    const up = await write(seen, 3)
    expect(up).toMatchObject({ kind: 'written', protocol: { spec: { replicas: 3 } } })
    expect(await stored(seen)).toMatchObject({ spec: { replicas: 3 } })
    const zero = await write(await stored(seen), 0)
    expect(zero).toMatchObject({ kind: 'written', protocol: { spec: { replicas: 0 } } })
    const back = await write(zero.protocol as Protocol, 2)
    expect(back.kind).toBe('written')
    expect(await stored(seen)).toMatchObject({ spec: { replicas: 2 } })
  })

  it('is written once when two decide on the same sight, every time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const seen = await protocol()
      const results = await Promise.all([write(seen, 5), write(seen, 7)])
      expect(results.map(({ kind }) => kind).toSorted()).toEqual(['superseded', 'written'])
      const winner = results.find(({ kind }) => kind === 'written')
      expect((await stored(seen)).spec.replicas).toBe(winner?.protocol?.spec.replicas)
      expect((await stored(seen)).metadata.generation).toBe((seen.metadata.generation ?? 0) + 1)
    }
  })

  it('is written although the status has changed since, and not when a person has changed the spec', async () => {
    const seen = await protocol()
    await must(kubectl(['patch', 'protocol', seen.metadata.name, '-n', namespace(), '--subresource=status', '--type=merge', '-p', '{"status":{"readyReplicas":1}}']))
    expect(await write(seen, 4)).toMatchObject({ kind: 'written' })
    const before = await stored(seen)
    await must(kubectl(['scale', `protocol/${seen.metadata.name}`, '--replicas=9', '-n', namespace()]))
    expect(await write(before, 2)).toMatchObject({ kind: 'superseded', protocol: { spec: { replicas: 9 } } })
    expect((await stored(seen)).spec.replicas).toBe(9)
  })

  it('is not written by who no longer leads, nor to another object of the same name', async () => {
    const seen = await protocol()
    await expect(write(seen, 4, () => false)).rejects.toThrow('no longer leads')
    await tester.client.delete(Kinds.Protocol, { namespace: namespace(), name: seen.metadata.name })
    expect(await write(seen, 4)).toEqual({ kind: 'superseded', protocol: undefined })
    const { name } = seen.metadata
    await tester.client.create(Kinds.Protocol, { ...protocolObject({ replicas: 1 }), metadata: { name, namespace: namespace() } } as Protocol, options)
    expect(await write(seen, 4)).toMatchObject({ kind: 'superseded', protocol: { spec: { replicas: 1 } } })
  })
})

describe('what was learnt', () => {
  const habits = { ...scalingHabits(initialScalingState({ replicas: 1 }, resolveScalingOptions())), idleGaps: [100, 200.5], wakeSizes: [2, 3] }

  function store (now: () => number): HabitStore {
    return new HabitStore({ now }, { client: tester.client, logger: silentLogger })
  }

  it('is written at most every ten minutes and only when it changed, and read by the next leader', async () => {
    const owner = await protocol()
    const key = `${namespace()}/${owner.metadata.name}`
    let clock = 0
    const first = store(() => clock)
    await first.load(namespace(), { signal })
    expect(first.get(key)).toBeUndefined()
    expect(await first.save(owner, () => habits, { signal })).toBe(false)
    clock += 600_000
    expect(await first.save(owner, () => habits, { signal })).toBe(true)
    expect(await first.save(owner, () => ({ ...habits, wakeSizes: [4] }), { signal })).toBe(false)
    clock += 600_000
    expect(await first.save(owner, () => habits, { signal })).toBe(false)
    expect(await first.save(owner, () => ({ ...habits, wakeSizes: [4] }), { signal })).toBe(true)
    const second = store(() => clock)
    await second.load(undefined, { signal })
    expect(second.get(key)).toEqual({ ...habits, wakeSizes: [4] })
  })

  it('goes with its Protocol, and nonsense in it is learnt again', async () => {
    const owner = await protocol()
    const key = `${namespace()}/${owner.metadata.name}`
    let clock = 0
    const first = store(() => clock)
    await first.save(owner, () => habits, { signal })
    clock += 600_000
    expect(await first.save(owner, () => habits, { signal })).toBe(true)
    const name = `${owner.metadata.name}-worker-habits`
    const written = await tester.client.get(Kinds.ConfigMap, { namespace: namespace(), name })
    expect(written.metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'Protocol', uid: owner.metadata.uid, controller: true })])
    await must(kubectl(['patch', 'configmap', name, '-n', namespace(), '--type=merge', '-p', JSON.stringify({ data: { 'habits.json': '{"idleGaps":[-1]}' } })]))
    const second = store(() => clock)
    await second.load(namespace(), { signal })
    expect(second.get(key)).toBeUndefined()
  })
})
