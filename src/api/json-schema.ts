/** The CRD's schema as JSON Schema for ajv: Kubernetes keywords out, every object closed that does not keep unknown fields. */
import { storedSchema } from './crd-schema.ts'
import type { CrdSchema } from './crd-schema.ts'
import { PROTOCOL_CRD } from './gen/crd.ts'

/** A JSON Schema as ajv takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Keywords that mean the same in both. `description` and `default` are left out: ajv neither shows nor applies them. */
const SHARED = ['type', 'required', 'enum', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const

const STRING_MAP = { type: 'object', additionalProperties: { type: 'string' } }
const OPEN_LIST = { type: 'array', items: { type: 'object' } }
const TIME = { type: ['string', 'null'] }

/** Metadata, which the API server checks by itself: the fields there are, and their types. */
const OBJECT_META = {
  namespace: { type: 'string', minLength: 1, maxLength: 63 },
  generateName: { type: 'string' },
  labels: STRING_MAP,
  annotations: STRING_MAP,
  uid: { type: 'string' },
  resourceVersion: { type: 'string' },
  selfLink: { type: 'string' },
  generation: { type: 'integer' },
  creationTimestamp: TIME,
  deletionTimestamp: TIME,
  deletionGracePeriodSeconds: { type: 'integer' },
  finalizers: { type: 'array', items: { type: 'string' } },
  ownerReferences: OPEN_LIST,
  managedFields: OPEN_LIST
}

/** JSON Schema of a whole Protocol object. */
export function protocolJsonSchema (): JsonSchema {
  const root = toJsonSchema(storedSchema(PROTOCOL_CRD))
  const properties = root['properties'] as Record<string, JsonSchema>
  const metadata = properties['metadata'] as JsonSchema
  return {
    ...root,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      ...properties,
      metadata: { ...metadata, required: ['name'], properties: { ...metadata['properties'] as object, ...OBJECT_META } }
    }
  }
}

/** One node of a structural schema as JSON Schema. */
export function toJsonSchema (schema: CrdSchema): JsonSchema {
  const result: Record<string, unknown> = {}
  for (const keyword of SHARED) if (schema[keyword] !== undefined) result[keyword] = schema[keyword]
  if (schema.items !== undefined) result['items'] = toJsonSchema(schema.items)
  if (schema['x-kubernetes-list-type'] === 'set') result['uniqueItems'] = true
  if (schema.properties !== undefined) {
    result['properties'] = Object.fromEntries(Object.entries(schema.properties).map(([name, child]) => [name, toJsonSchema(child)]))
  }
  if (schema.type === 'object' && schema['x-kubernetes-preserve-unknown-fields'] !== true) result['additionalProperties'] = false
  return result
}
