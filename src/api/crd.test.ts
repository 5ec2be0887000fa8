import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { storedSchema, walkSchema } from './crd-schema.ts'
import type { CrdSchema } from './crd-schema.ts'
import { PROTOCOL_CRD } from './gen/crd.ts'
import { staleFiles } from './generate.ts'

const fields = [...walkSchema(storedSchema(PROTOCOL_CRD))]
const TYPES = ['object', 'array', 'string', 'integer', 'boolean']
const KEYWORDS = ['type', 'description', 'properties', 'required', 'items', 'default', 'enum', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems',
  'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-validations']

describe('the CustomResourceDefinition', () => {
  it('has types, constant and field reference that are generated from it as it is', () => {
    expect(staleFiles()).toEqual([])
  })

  it.each(fields.map((field) => [field.path || 'the object', field.schema] as const))('%s is structural and bounded', (_, schema: CrdSchema) => {
    expect(TYPES).toContain(schema.type)
    expect(KEYWORDS).toEqual(expect.arrayContaining(Object.keys(schema)))
    if (schema.type === 'integer') expect(['int32', 'int64']).toContain(schema.format)
    if (schema.type === 'array') {
      expect(schema.items).toBeDefined()
      expect(schema.maxItems).toBeDefined()
      expect(schema['x-kubernetes-list-type']).toBeDefined()
    }
    for (const required of schema.required ?? []) expect(schema.properties).toHaveProperty([required])
    for (const key of schema['x-kubernetes-list-map-keys'] ?? []) expect(schema.items?.required).toContain(key)
    if (schema.default !== undefined && schema.enum !== undefined) expect(schema.enum).toContain(schema.default)
  })

  it('bounds every text of the spec, so that CEL can be costed', () => {
    const unbounded = fields.filter(({ path, schema }) => path.startsWith('spec') && schema.type === 'string' && schema.enum === undefined && schema.maxLength === undefined)
    expect(unbounded.map(({ path }) => path)).toEqual([])
  })

  it('describes every field of spec and status', () => {
    const silent = fields.filter(({ path, schema }) => /^(spec|status)/.test(path) && !path.endsWith('[]') && schema.description === undefined)
    expect(silent.map(({ path }) => path)).toEqual([])
  })

  it('gives the scale subresource paths that exist', () => {
    const [version] = PROTOCOL_CRD.spec.versions
    const paths = fields.map(({ path }) => `.${path}`)
    expect(paths).toEqual(expect.arrayContaining(Object.values(version?.subresources?.['scale'] as Record<string, string>)))
    expect(paths).toEqual(expect.arrayContaining((version?.selectableFields ?? []).map(({ jsonPath }) => jsonPath)))
  })

  it('stays below what a client-side apply can annotate (256 KiB)', () => {
    expect(JSON.stringify(PROTOCOL_CRD).length).toBeLessThan(64 * 1024)
  })

  it('has every field in docs/manifest.md', () => {
    const text = readFileSync(new URL('../../docs/manifest.md', import.meta.url), 'utf8')
    const missing = fields.map(({ path }) => path).filter((path) => /^(spec|status)\./.test(path) && !path.endsWith('[]'))
      .filter((path) => !text.includes(`| \`${path.replace(/^(spec|status)\./, '')}\` |`))
    expect(missing).toEqual([])
  })
})
