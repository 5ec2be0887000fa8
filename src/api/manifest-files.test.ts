import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_SCHEMA_BYTES } from './compile-schema.ts'
import { loadManifestPath } from './manifest-files.ts'

let folder: string

beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-manifests-')) })
afterEach(async () => { await rm(folder, { recursive: true }) })

function manifest (name: string, schema = '{ proto: text }', local = '{ command: [node] }'): string {
  return `apiVersion: subnetes.dev/v1alpha1\nkind: Protocol\nmetadata: { name: ${name} }\nspec:\n  schema: ${schema}\n  worker: { local: ${local} }\n`
}

async function write (name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('loadManifestPath', () => {
  it('reads one file, and runs its worker in the folder of the manifest unless it says otherwise', async () => {
    const file = await write('a.yaml', `${manifest('a')}---\n${manifest('b', '{ proto: text }', '{ command: [node], workingDirectory: ../work }')}`)
    const { protocols, errors } = await loadManifestPath(file)
    expect(errors).toEqual([])
    expect(protocols.map(({ protocol, file: source, workingDirectory }) => [protocol.metadata.name, source, workingDirectory])).toEqual([
      ['a', file, folder], ['b', file, join(folder, '../work')]
    ])
  })

  it('reads the manifests of a folder in the order of their names and nothing else', async () => {
    await write('b.yml', manifest('b'))
    await write('a.json', JSON.stringify({ apiVersion: 'subnetes.dev/v1alpha1', kind: 'Protocol', metadata: { name: 'a' }, spec: { schema: { proto: 'x' }, worker: { local: { command: ['node'] } } } }))
    await write('c.yaml', manifest('c'))
    await write('notes.txt', 'not: a manifest')
    await mkdir(join(folder, 'sub.d'))
    await writeFile(join(folder, 'sub.d/d.yaml'), manifest('d'))
    const { protocols } = await loadManifestPath(folder)
    expect(protocols.map(({ protocol }) => protocol.metadata.name)).toEqual(['a', 'b', 'c'])
  })

  it('puts the text of the schema file in its place', async () => {
    await mkdir(join(folder, 'proto'))
    await write('proto/a.proto', 'syntax = "proto3";')
    const file = await write('a.yaml', manifest('a', '{ file: proto/a.proto, service: S }'))
    const { protocols } = await loadManifestPath(file)
    expect(protocols[0]).toMatchObject({ schemaFile: join(folder, 'proto/a.proto'), protocol: { spec: { schema: { proto: 'syntax = "proto3";', service: 'S' } } } })
    expect(protocols[0]?.protocol.spec.schema).not.toHaveProperty('file')
  })

  it('keeps what is right beside what is broken, and says what is broken', async () => {
    await write('1.yaml', `${manifest('one')}---\n${manifest('two', '{ file: gone.proto }')}---\n${manifest('three').replace('worker', 'woker')}`)
    await write('2.yaml', 'a: [')
    await write('3.yaml', manifest('one'))
    await write('4.yaml', `apiVersion: v1\nkind: Secret\n---\n${manifest('four')}`)
    await write('5.yaml', manifest('five', '{ file: big.proto }'))
    await write('big.proto', 'x'.repeat(MAX_SCHEMA_BYTES + 1))
    await mkdir(join(folder, '6.yaml'))
    const { protocols, errors, skipped } = await loadManifestPath(folder)
    expect(protocols.map(({ protocol }) => protocol.metadata.name)).toEqual(['one', 'four'])
    const messages = errors.map(({ message }) => message)
    for (const expected of ['woker: unknown field; did you mean "worker"?', 'protocol "two"', 'gone.proto cannot be read', '2.yaml: YAML error at line 1', '3.yaml): the name is already used by', 'big.proto: is longer than the allowed 262144', '6.yaml cannot be read']) {
      expect(messages).toEqual(expect.arrayContaining([expect.stringContaining(expected)]))
    }
    expect(errors).toHaveLength(6)
    expect(skipped.map(({ message }) => message)).toEqual([expect.stringContaining('Secret')])
  })

  it('says when there is nothing at the path', async () => {
    await expect(loadManifestPath(join(folder, 'gone.yaml'))).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('gone.yaml cannot be read') as unknown })
    await expect(loadManifestPath(folder)).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('has no manifest') as unknown })
  })
})
