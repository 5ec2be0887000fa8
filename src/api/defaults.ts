/** Defaults as the API server applies them (k8s.io/apiextensions-apiserver v0.34 pkg/apiserver/schema/defaulting: Default, PruneNonNullableNullsWithoutDefaults). */
import type { CrdSchema } from './crd-schema.ts'

/**
 * A copy of `value` with the schema's defaults in it. A declared field that is absent or null gets its default, and a null without a default counts as absent;
 * then the field's own fields are looked at in the same way. Values of a wrong type are left for the validator.
 */
export function withDefaults (value: unknown, schema: CrdSchema): unknown {
  const copy = structuredClone(value)
  applyDefaults(copy, schema)
  return copy
}

function applyDefaults (value: unknown, schema: CrdSchema): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) applyDefaults(item, schema.items)
    return
  }
  if (!isRecord(value)) return
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (Object.hasOwn(value, name) && value[name] === null) delete value[name]
    if (child.default !== undefined && !Object.hasOwn(value, name)) value[name] = structuredClone(child.default)
    if (Object.hasOwn(value, name)) applyDefaults(value[name], child)
  }
}

/** Whether a value is an object and neither null nor a list. */
export function isRecord (value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
