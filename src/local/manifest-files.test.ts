import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Catalog } from './catalog.ts'
import { readManifestFiles } from './manifest-files.ts'

const MANIFEST = `apiVersion: subnetes.dev/v1alpha1
kind: Protocol
metadata: { name: a }
spec:
  schema: { proto: 'syntax = "proto3"; package t.v1; message M { string text = 1; } service A { rpc rpc_say (M) returns (M); }' }
  worker: { local: { command: [node, worker.ts] } }
`

let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-manifests-')) })
afterAll(async () => { await rm(folder, { recursive: true }) })

describe('manifest files', () => {
  it('that are empty for a moment, while somebody writes them in place, end nothing', async () => {
    const file = join(folder, 'a.yaml')
    const catalog = new Catalog()
    await writeFile(file, MANIFEST)
    const before = await catalog.load(await readManifestFiles([file]))
    await writeFile(file, '\n')
    const emptied = await catalog.load(await readManifestFiles([file]))
    expect(emptied.entries).toEqual(before.entries)
    expect(emptied.problems.map(({ message }) => message)).toEqual([`${file} is empty; what it said last goes on until it can be read again`])
    await writeFile(file, MANIFEST)
    expect(await catalog.load(await readManifestFiles([file]))).toMatchObject({ entries: before.entries, problems: [] })
  })

  it('that were never anything but empty are to be written', async () => {
    const file = join(folder, 'empty.yaml')
    await writeFile(file, '')
    const { problems } = await new Catalog().load(await readManifestFiles([file]))
    expect(problems.map(({ message }) => message)).toEqual([`${file} is empty; write a Protocol into it`])
  })
})
