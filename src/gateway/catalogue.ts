/** What this gateway serves, as reflection tells it. */
import type { DeclaredProtocol } from './declared-protocol.ts'
import type { CatalogueEntry } from './protocols/reflection.ts'
import type { WrittenProtocol } from './written-protocol.ts'

/**
 * Declared protocols that `peer` may call, then written ones. An assignment that only brings workers to a written protocol shows as their number.
 *
 * @param peer base58 text; protocols of which it may call nothing do not exist for it
 */
export async function buildCatalogue (
  declared: { values: () => Iterable<DeclaredProtocol> }, written: ReadonlyMap<string, WrittenProtocol>, peer: string
): Promise<CatalogueEntry[]> {
  const workers = new Map<string, number>()
  const entries: CatalogueEntry[] = []
  for (const protocol of [...declared.values()]) {
    const { readyWorkers } = protocol.dispatcher.load()
    const handles = new Set(protocol.handles)
    if (handles.size === 0) { workers.set(protocol.assignment.service, readyWorkers); continue }
    if (await protocol.revokes(peer)) continue
    const { name, service, methods, proto, descriptorSet } = protocol.assignment
    entries.push({ name, service, handlers: methods.filter(({ handle }) => handles.has(handle)), readyWorkers, written: false, proto, descriptorSet })
  }
  for (const protocol of [...written.values()]) {
    if (!await protocol.revokes(peer)) entries.push(protocol.describe(workers.get(protocol.service.fullName) ?? 0))
  }
  return entries
}
