import { describe, expect, it } from 'vitest'
import { storedSchema, walkSchema } from './crd-schema.ts'
import { PROTOCOL_CRD } from './gen/crd.ts'
import { PROTOCOL_RULES } from './rules.ts'
import type { Target } from './rules.ts'
import { validateProtocol } from './validate.ts'

const schema = storedSchema(PROTOCOL_CRD)
const template = { spec: { containers: [{ name: 'worker' }] } }
const local = { command: ['node'] }

function object (spec: object, worker: object = {}): unknown {
  const full = { schema: { proto: 'x' }, worker: { template, local, ...worker }, ...spec }
  return { apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', metadata: { name: 'a' }, spec: full }
}

function accepted (value: unknown, target: Target): boolean | string {
  try {
    validateProtocol(value, { target })
    return true
  } catch (error) {
    return (error as Error).message
  }
}

/** For each rule an object that breaks it, and one at the edge that keeps it. */
const CASES: Record<string, { breaks: unknown, keeps: unknown }> = {
  'min-below-max': { breaks: object({ autoscaling: { minReplicas: 3, maxReplicas: 2 } }), keeps: object({ autoscaling: { minReplicas: 2, maxReplicas: 2 } }) },
  'activation-below-max': { breaks: object({ autoscaling: { activationReplicas: 3, maxReplicas: 2 } }), keeps: object({ autoscaling: { activationReplicas: 2, maxReplicas: 2 } }) },
  'grace-covers-calls': {
    breaks: object({ drain: { gracePeriodSeconds: 30 }, methods: [{ name: 'rpc_a', timeoutSeconds: 31 }] }),
    keeps: object({ drain: { gracePeriodSeconds: 30 }, methods: [{ name: 'rpc_a', timeoutSeconds: 30 }, { name: 'rpc_b', mode: 'Queued', timeoutSeconds: 600 }] })
  },
  'one-schema': { breaks: object({ schema: { service: 'A' } }), keeps: object({ schema: { service: 'A', proto: 'x' } }) },
  'no-file-in-cluster': { breaks: object({ schema: { file: 'a.proto' } }), keeps: object({ schema: { configMapRef: { name: 'a' } } }) },
  'no-config-map-locally': { breaks: object({ schema: { configMapRef: { name: 'a' } } }), keeps: object({ schema: { file: 'a.proto' } }) },
  'template-in-cluster': { breaks: object({ worker: { local } }), keeps: object({ worker: { template } }) },
  'command-locally': { breaks: object({ worker: { template } }), keeps: object({ worker: { local } }) },
  'container-named-worker': {
    breaks: object({}, { template: { spec: { containers: [{ name: 'main' }] } } }),
    keeps: object({}, { template: { spec: { containers: [{ name: 'main' }, { name: 'worker' }] } } })
  },
  'port-not-the-runners': { breaks: object({}, { computePort: 50051 }), keeps: object({}, { computePort: 50053 }) },
  'shared-gpu-once': {
    breaks: object({}, { gpu: { count: 2, resourceName: 'nvidia.com/gpu.shared' } }),
    keeps: object({}, { gpu: { count: 1, resourceName: 'nvidia.com/gpu.shared' } })
  }
}

describe('the rules in code', () => {
  it('are the CEL rules of the CRD, one by one, with the same places and messages', () => {
    const inCrd = [...walkSchema(schema)].flatMap(({ path, schema: node }) =>
      (node['x-kubernetes-validations'] ?? []).map(({ message, fieldPath }) => ({ at: path, message, path: `${path}${fieldPath ?? ''}` })))
    const inCode = PROTOCOL_RULES.filter(({ target }) => target !== 'local').map(({ at, message, path }) => ({ at, message, path }))
    expect(inCode).toEqual(inCrd)
  })

  it.each(PROTOCOL_RULES.map((rule) => [rule.id, rule] as const))('%s is kept and broken where it holds, and only there', (id, rule) => {
    const { breaks, keeps } = CASES[id] as { breaks: unknown, keeps: unknown }
    for (const target of ['local', 'cluster'] as const) {
      const holds = rule.target === 'both' || rule.target === target
      if (holds) {
        expect(accepted(breaks, target)).toContain(`${rule.path}: ${rule.message}`)
        expect(accepted(keeps, target)).toBe(true)
      } else {
        expect(accepted(breaks, target)).toBe(true)
      }
    }
  })

  it('says both ways to give a schema twice', () => {
    expect(accepted(object({ schema: { proto: 'x', file: 'y' } }), 'local')).toContain('give the schema exactly once')
  })
})
