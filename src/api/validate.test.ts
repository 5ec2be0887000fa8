import { SubnetesError } from '@subnetes/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storedSchema, walkSchema } from './crd-schema.ts'
import { PROTOCOL_CRD } from './gen/crd.ts'
import type { Problem } from './problem.ts'
import type { Target } from './rules.ts'
import { validateProtocol } from './validate.ts'

const PEER = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA'

/** A manifest that is right in both places. */
function manifest (spec: Record<string, unknown> = {}, worker: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    apiVersion: 'subnetes.dev/v1alpha1',
    kind: 'Protocol',
    metadata: { name: 'inference' },
    spec: {
      schema: { proto: 'syntax = "proto3";' },
      worker: { template: { spec: { containers: [{ name: 'worker', image: 'x' }] } }, local: { command: ['node', 'main.ts'] }, ...worker },
      ...spec
    }
  }
}

function failure (value: unknown, target: Target = 'local'): SubnetesError {
  try {
    validateProtocol(value, { file: 'x.yaml', document: 2, target })
  } catch (error) {
    if (error instanceof SubnetesError) return error
    throw error
  }
  throw new Error('the manifest was accepted')
}

function problems (value: unknown, target: Target = 'local'): Problem[] {
  return failure(value, target).details['problems'] as Problem[]
}

describe('validateProtocol', () => {
  it('accepts a right manifest in both places and fills in every default', () => {
    for (const target of ['local', 'cluster'] as const) {
      const { spec } = validateProtocol(manifest({ methods: [{ name: 'rpc_a' }], tls: { issuerRef: { name: 'ca' } } }), { target })
      expect(spec.worker).toMatchObject({ concurrency: 1, computePort: 50052, runner: 'Sidecar' })
      expect(spec.methods?.[0]).toEqual({ name: 'rpc_a', mode: 'Interactive', timeoutSeconds: 300, idempotent: false })
      expect(spec.autoscaling).toMatchObject({ mode: 'Internal', minReplicas: 0, maxReplicas: 10, hold: { maxPending: 1000, maxPendingPerPeer: 100, timeoutSeconds: 30 } })
      expect(spec.drain).toEqual({ gracePeriodSeconds: 600, policy: 'WaitForIdle', eviction: 'Never' })
      expect(spec.tls).toEqual({ mode: 'Mutual', issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' } })
      expect(spec.replicas).toBe(1)
    }
  })

  it('leaves what it is given as it is', () => {
    const given = manifest()
    const before = structuredClone(given)
    validateProtocol(given)
    expect(given).toEqual(before)
  })

  it('names a mistyped field, what was meant, the file and the document, and does not also call the meant one missing', () => {
    const value = manifest()
    const spec = value['spec'] as Record<string, unknown>
    spec['woker'] = spec['worker']
    delete spec['worker']
    expect(failure(value).message).toBe('protocol "inference" (x.yaml, document 2): spec.woker: unknown field; did you mean "worker"?')
    expect(failure(value)).toMatchObject({ code: 'invalid_argument', details: { file: 'x.yaml', document: 2, name: 'inference' } })
  })

  it('tells which fields there are when nothing near was meant', () => {
    expect(problems(manifest({ drain: { banana: 1 } }))).toEqual([{ path: 'spec.drain.banana', message: 'unknown field; the fields here are gracePeriodSeconds, policy, eviction' }])
  })

  it('reports every problem at once', () => {
    const found = problems(manifest({ replicas: -1, methods: [{ name: 'score' }, { name: 'rpc_a', mode: 'queued' }], networkPolicy: 3, autoscaling: { minReplicas: 5, maxReplicas: 2 } }))
    expect(found.map(({ path }) => path).sort()).toEqual(['spec.methods[0].name', 'spec.methods[1].mode', 'spec.networkPolicy', 'spec.replicas'])
    expect(found.find(({ path }) => path === 'spec.methods[1].mode')?.message).toContain('did you mean "Queued"?')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a value out of range', { replicas: 10001 }, 'spec.replicas: is 10001; allowed is 10000 or less'],
    ['a fraction', { replicas: 1.5 }, 'spec.replicas: is 1.5; expected integer'],
    ['a method named twice', { methods: [{ name: 'rpc_a' }, { name: 'rpc_a' }] }, 'spec.methods[1]: has the same name "rpc_a" as entry 0'],
    ['a peer listed twice', { access: { allow: [PEER, PEER] } }, 'spec.access.allow: has'],
    ['a peer id that is none', { access: { allow: ['me'] } }, 'spec.access.allow[0]: is "me"; it must match'],
    ['Off without quotes', { autoscaling: { mode: false } }, "spec.autoscaling.mode: is the boolean false; YAML reads Off without quotes so, write 'Off'"],
    ['too many methods', { methods: Array.from({ length: 65 }, (_, index) => ({ name: `rpc_${index}` })) }, 'spec.methods: has 65 entries; allowed are 64'],
    ['an empty schema text', { schema: { proto: '' } }, 'spec.schema.proto: must not be empty'],
    ['null where a value is needed', { schema: null }, 'spec.schema: is required'],
    ['null in a list', { methods: [null] }, 'spec.methods[0]: is null; expected object'],
    ['an own __proto__ field', JSON.parse('{ "drain": { "__proto__": {} } }') as Record<string, unknown>, 'spec.drain.__proto__: unknown field']
  ])('refuses %s', (_, spec, message) => {
    expect(failure(manifest(spec)).message).toContain(message)
  })

  it('takes null for a field as left out, like the API server', () => {
    expect(validateProtocol(manifest({ replicas: null, drain: null })).spec).toMatchObject({ replicas: 1, drain: { gracePeriodSeconds: 600 } })
    expect(validateProtocol(manifest({ access: null })).spec).not.toHaveProperty('access')
  })

  it('keeps fields of the pod template that it does not know', () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { nodeSelector: { gpu: 'yes' }, containers: [{ name: 'worker', ports: [{ containerPort: 1 }] }] } }
    expect(validateProtocol(manifest({}, { template })).spec.worker.template).toEqual(template)
  })

  it('checks metadata too', () => {
    const value = manifest()
    value['metadata'] = { name: 'In.ference', labls: {} }
    const found = problems(value)
    expect(found.map(({ path }) => path)).toEqual(['metadata.labls', 'metadata.name'])
    expect(found[0]?.message).toContain('did you mean "labels"?')
  })

  it.each([[undefined], [null], [7], ['text'], [[]], [{}], [{ apiVersion: 'subnetes.dev/v1', kind: 'Protocol' }]])('refuses %j with the kind that is expected', (value) => {
    expect(failure(value).message).toMatch(/apiVersion.*kind.*/)
  })

  it('never throws anything but its own error, whatever it is given', () => {
    const fields = [...walkSchema(storedSchema(PROTOCOL_CRD))].map(({ path }) => path.split('.').at(-1)?.replace('[]', '') ?? 'x')
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 5 }, fc.jsonValue(), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...fields), tie('tree'), { maxKeys: 6 }))
    }))
    fc.assert(fc.property(tree, (spec) => {
      try {
        validateProtocol({ apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', metadata: { name: 'a' }, spec })
      } catch (error) {
        expect(error).toBeInstanceOf(SubnetesError)
        expect((error as SubnetesError).details['problems']).not.toHaveLength(0)
      }
    }), { numRuns: 500 })
  })

  it('gives the same object when a validated one is validated again', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10000 }), fc.integer({ min: 1, max: 1024 }), fc.boolean(), (replicas, concurrency, suspend) => {
      const once = validateProtocol(manifest({ replicas, suspend }, { concurrency }))
      expect(validateProtocol(once)).toEqual(once)
    }))
  })
})
