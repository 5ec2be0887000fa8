import { describe, expect, it } from 'vitest'
import { PROTOCOL_RULE_CASES, protocolObject } from '../../test/fixtures/protocol-rules.ts'
import { storedSchema, walkSchema } from './crd-schema.ts'
import { PROTOCOL_CRD } from './gen/crd.ts'
import { PROTOCOL_RULES } from './rules.ts'
import type { Target } from './rules.ts'
import { validateProtocol } from './validate.ts'

const schema = storedSchema(PROTOCOL_CRD)

function accepted (value: unknown, target: Target): boolean | string {
  try {
    validateProtocol(value, { target })
    return true
  } catch (error) {
    return (error as Error).message
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
    const { breaks, keeps } = PROTOCOL_RULE_CASES[id] as { breaks: object, keeps: object }
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
    expect(accepted(protocolObject({ schema: { proto: 'x', file: 'y' } }), 'local')).toContain('give the schema exactly once')
  })
})
