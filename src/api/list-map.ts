/** Lists that Kubernetes keys by a field (`x-kubernetes-list-type: map`): no two entries may have one key. */
import type { CrdSchema } from './crd-schema.ts'
import { isRecord } from './defaults.ts'
import { join } from './problem.ts'
import type { Problem } from './problem.ts'

/** Entries whose key an earlier entry of the same list has. */
export function listMapProblems (value: unknown, schema: CrdSchema, path = ''): Problem[] {
  if (Array.isArray(value)) {
    const { items } = schema
    if (items === undefined) return []
    return [...duplicates(value, schema, path), ...value.flatMap((item, index) => listMapProblems(item, items, join(path, String(index))))]
  }
  if (!isRecord(value)) return []
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) => listMapProblems(value[name], child, join(path, name)))
}

function duplicates (list: readonly unknown[], schema: CrdSchema, path: string): Problem[] {
  const keys = schema['x-kubernetes-list-map-keys']
  if (keys === undefined) return []
  const first = new Map<string, number>()
  return list.flatMap((item, index) => {
    if (!isRecord(item)) return []
    const key = keys.map((name) => JSON.stringify(item[name])).join(', ')
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, index)
    return earlier === undefined ? [] : [{ path: join(path, String(index)), message: `has the same ${keys.join(', ')} ${key} as entry ${earlier}` }]
  })
}
