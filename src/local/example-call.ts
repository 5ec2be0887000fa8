/** A call that a person can try at once: the protocol's most telling handler with a request that fits its schema. */
import { loadServiceFromDescriptorSet } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import type { CatalogEntry } from './catalog.ts'
import type { ProtocolStatus } from './status.ts'

/** Puts a word into the request's texts: `{"prompt":"hello"}`. */
const SAMPLE_TEXT = 'hello'

/** A stream of answers first, because it shows most; never a method that wants a stream of requests when there is another. */
export function exampleCall ({ handles, schema }: Pick<CatalogEntry, 'handles' | 'schema'>): ProtocolStatus['example'] {
  const ranked = schema.methods.map((method, index) => ({ method, index, rank: Number(method.requestStream) * 2 - Number(method.responseStream) }))
  const best = ranked.sort((a, b) => a.rank - b.rank || a.index - b.index)[0]
  if (best === undefined) return { handle: '', request: '{}', textField: '' }
  const codec = loadServiceFromDescriptorSet(schema.descriptorSet, schema.fullName).methods.get(best.method.name)
  const empty = new Uint8Array()
  const request = Object.fromEntries(textFields(codec?.decodeRequest(empty)).map((name) => [name, SAMPLE_TEXT]))
  const [textField = ''] = best.method.responseStream ? textFields(codec?.decodeResponse(empty)) : []
  return { handle: handles[best.index] ?? '', request: JSON.stringify(request), textField }
}

function textFields (message: Message | undefined): string[] {
  return Object.entries(message ?? {}).filter(([, value]) => value === '').map(([name]) => name)
}
