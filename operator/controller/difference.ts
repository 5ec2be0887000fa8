/** Whether an object in the cluster still is what was applied. */
import type { Manifest } from '../resources/kube-object.ts'
import { hashOf } from '../resources/names.ts'

/** Annotation with the hash of the manifest that was applied last: shows fields that we no longer want, which no comparison of values can. */
export const APPLIED_ANNOTATION = 'subnetes.dev/applied'

/**
 * The manifest with the hash of itself. A pod template is not in it: it may be the cluster's own copy, with defaults; its annotations say what it is. Nor is a count,
 * which others write too: its value is compared.
 */
export function withAppliedHash (manifest: Manifest): Manifest {
  const { metadata } = manifest
  const { template, replicas, ...spec } = (manifest['spec'] ?? {}) as Readonly<Record<string, unknown>>
  return { ...manifest, metadata: { ...metadata, annotations: { ...metadata.annotations, [APPLIED_ANNOTATION]: hashOf({ ...manifest, spec }) } } }
}

/**
 * Paths whose value in `observed` is not that of `wanted`. Fields that only the cluster has (defaults, status, what others added) do not count, nor do empty
 * objects and lists, which the API server leaves out. List entries that have a name are compared by it, since others may add entries of theirs.
 */
export function differences (wanted: unknown, observed: unknown, path = ''): string[] {
  if (Array.isArray(wanted)) return listDifferences(wanted, observed, path)
  if (typeof wanted === 'object' && wanted !== null) {
    const there = (typeof observed === 'object' && observed !== null ? observed : {}) as Record<string, unknown>
    return Object.entries(wanted).flatMap(([name, value]) => value === undefined ? [] : differences(value, there[name], `${path}.${name}`))
  }
  return wanted === observed ? [] : [`${path}=${JSON.stringify(observed)}`]
}

function listDifferences (wanted: readonly unknown[], observed: unknown, path: string): string[] {
  const there: readonly unknown[] = Array.isArray(observed) ? observed : []
  if (wanted.length > 0 && wanted.every((item) => nameOf(item) !== undefined)) {
    return wanted.flatMap((item) => differences(item, there.find((other) => nameOf(other) === nameOf(item)), `${path}[${nameOf(item)}]`))
  }
  if (wanted.length !== there.length) return [`${path}.length=${there.length}`]
  return wanted.flatMap((item, index) => differences(item, there[index], `${path}[${index}]`))
}

function nameOf (item: unknown): string | undefined {
  const name = typeof item === 'object' && item !== null ? (item as { name?: unknown }).name : undefined
  return typeof name === 'string' ? name : undefined
}
