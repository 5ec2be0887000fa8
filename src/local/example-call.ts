/** A call that a person can try at once: the protocol's most telling handler with a request that fits its schema. */
import { loadServiceFromDescriptorSet } from '@subnetes/proto'
import type { Message, MethodDefinition } from '@subnetes/proto'
import type { CatalogEntry } from './catalog.ts'
import type { ProtocolStatus } from './status.ts'

/** Puts a word into the request's texts: `{"prompt":"hello"}`. */
const SAMPLE_TEXT = 'hello'

/** Annotation of a manifest: the request of its example, as JSON. It is left out where it does not fit the handler that is shown. */
export const EXAMPLE_ANNOTATION = 'subnetes.dev/example-request'

/** A stream of answers first, because it shows most; never a method that wants a stream of requests when there is another. */
export function exampleCall ({ handles, schema, protocol }: Pick<CatalogEntry, 'handles' | 'schema' | 'protocol'>): ProtocolStatus['example'] {
  const ranked = schema.methods.map((method, index) => ({ method, index, rank: Number(method.requestStream) * 2 - Number(method.responseStream) }))
  const best = ranked.sort((a, b) => a.rank - b.rank || a.index - b.index)[0]
  if (best === undefined) return { handle: '', request: '{}', textField: '' }
  const codec = loadServiceFromDescriptorSet(schema.descriptorSet, schema.fullName).methods.get(best.method.name)
  const empty = new Uint8Array()
  const given = protocol.metadata.annotations?.[EXAMPLE_ANNOTATION]
  const request = codec !== undefined && given !== undefined && fits(given, codec)
    ? given
    : JSON.stringify(Object.fromEntries(textFields(codec?.decodeRequest(empty)).map((name) => [name, SAMPLE_TEXT])))
  const [textField = ''] = best.method.responseStream ? textFields(codec?.decodeResponse(empty)) : []
  return { handle: handles[best.index] ?? '', request, textField }
}

function fits (request: string, codec: MethodDefinition): boolean {
  try {
    codec.encodeRequest(JSON.parse(request) as Message)
    return true
  } catch {
    return false // the manifest's author sees the made-up request instead
  }
}

function textFields (message: Message | undefined): string[] {
  return Object.entries(message ?? {}).filter(([, value]) => value === '').map(([name]) => name)
}
