/** The objects that the operator makes, as a real API server takes them. */
import { validateProtocol } from '@subnetes/api'
import { Kinds, pathOf, workerObjects } from '@subnetes/operator'
import type { InstallationSettings, Kind } from '@subnetes/operator'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { protocolObject } from '../fixtures/protocol-rules.ts'
import { testClient } from './harness/connection.ts'
import { kubectlOf } from './harness/kubectl.ts'
import { testNamespace } from './harness/namespace.ts'

const namespace = testNamespace(kubectlOf(inject('kubectl'), inject('kubeconfig')))
const { client, close } = testClient(inject('kubeconfig'))
const settings: InstallationSettings = {
  runnerImage: 'runner:1',
  gateways: { podLabels: { a: 'b' } },
  operator: { podLabels: { a: 'c' } },
  monitoring: { podLabels: { a: 'e' }, namespaceLabels: { a: 'd' } },
  egress: [{ ports: [{ protocol: 'TCP', port: 6379 }] }]
}

afterAll(close)

const CASES: Array<[string, object, object]> = [
  ['the least', {}, {}],
  ['a GPU', {}, { gpu: { count: 2, runtimeClassName: 'nvidia' } }],
  ['a compute that is its own runner', { drain: { eviction: 'Always' } }, { runner: 'Embedded' }],
  ['a suspended one', { suspend: true, replicas: 5 }, {}]
]

describe('the objects of a Protocol at an API server', () => {
  it.each(CASES)('are taken without a warning or a dropped field: %s', async (_, spec, worker) => {
    const template = { spec: { containers: [{ name: 'worker', image: 'w:1', resources: { limits: { memory: '1Gi' } } }] } }
    const object = protocolObject(spec, { template, ...worker }) as { metadata: object }
    const protocol = validateProtocol({ ...object, metadata: { ...object.metadata, namespace: namespace(), uid: crypto.randomUUID() } }, { target: 'cluster' })
    for (const manifest of workerObjects(protocol, settings)) {
      const kind = (Kinds as Record<string, Kind>)[manifest.kind] as Kind
      const made = await client.request<object>({
        method: 'POST', path: pathOf(kind, { namespace: namespace() }), query: { dryRun: 'All', fieldValidation: 'Strict' }, body: manifest
      })
      expect(made).toMatchObject(JSON.parse(JSON.stringify(manifest)) as object)
    }
  })
})
