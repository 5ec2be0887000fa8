import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { Catalog } from './catalog.ts'
import type { CatalogEntry } from './catalog.ts'
import { EXAMPLE_ANNOTATION, exampleCall } from './example-call.ts'

const SAMPLE = fileURLToPath(new URL('../../deploy/samples/inference.yaml', import.meta.url))

async function sample (request: string | undefined): Promise<CatalogEntry> {
  const { entries: [entry] } = await new Catalog().load([{ file: SAMPLE, text: await readFile(SAMPLE, 'utf8') }])
  if (entry === undefined || request === undefined) return entry as CatalogEntry
  const { protocol } = entry
  return { ...entry, protocol: { ...protocol, metadata: { ...protocol.metadata, annotations: { [EXAMPLE_ANNOTATION]: request } } } }
}

it('shows a stream with the request that the manifest gives', async () => {
  expect(exampleCall(await sample(undefined))).toEqual({ handle: 'InferenceProtocol.rpc_inference_stream', request: '{"prompt":"ROMEO:","max_tokens":200}', textField: 'text' })
})

it.each(['{"promt":"x"}', '{"prompt":', '[]'])('makes a request up where the given one does not fit: %s', async (request) => {
  expect(exampleCall(await sample(request)).request).toBe('{"prompt":"hello"}')
})
