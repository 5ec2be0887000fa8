import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Catalog } from './catalog.ts'

let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-catalog-')) })
afterAll(async () => { await rm(folder, { recursive: true }) })

function manifest (name: string, service: string, options: { schema?: string, replicas?: number } = {}): string {
  const schema = options.schema ?? `proto: 'syntax = "proto3"; package t.v1; message M { string text = 1; } service ${service} { rpc rpc_say (M) returns (M); }'`
  return `apiVersion: subnetes.dev/v1alpha1
kind: Protocol
metadata: { name: ${name} }
spec:
  replicas: ${options.replicas ?? 1}
  schema:
    ${schema}
  worker:
    local: { command: [node, worker.ts] }
`
}

const one = (text: string, file = '/m/a.yaml'): Array<{ file: string, text: string }> => [{ file, text }]

describe('Catalog', () => {
  it('gives the protocols with their handles', async () => {
    const { entries, problems } = await new Catalog().load(one(`${manifest('a', 'A')}---\n${manifest('b', 'B')}`))
    expect(problems).toEqual([])
    expect(entries.map(({ name, handles, generation }) => ({ name, handles, generation }))).toEqual([
      { name: 'a', handles: ['A.rpc_say'], generation: 1 }, { name: 'b', handles: ['B.rpc_say'], generation: 1 }])
  })

  it('raises the generation of what changed and leaves the rest alone', async () => {
    const catalog = new Catalog()
    const before = await catalog.load(one(`${manifest('a', 'A')}---\n${manifest('b', 'B')}`))
    const after = await catalog.load(one(`${manifest('a', 'A', { replicas: 2 })}---\n${manifest('b', 'B')}`))
    expect(after.entries.map(({ generation }) => generation)).toEqual([2, 1])
    expect(after.entries[1]).toBe(before.entries[1])
  })

  it('goes on with the last good version of a manifest that broke, and says what is wrong', async () => {
    const catalog = new Catalog()
    await catalog.load(one(manifest('a', 'A')))
    const broken = await catalog.load(one(manifest('a', 'A').replace('worker:', 'woker:')))
    expect(broken.entries.map(({ name }) => name)).toEqual(['a'])
    expect(broken.problems).toMatchObject([{ kind: 'invalid', protocol: 'a', file: '/m/a.yaml' }])
    expect(broken.problems[0]?.message).toContain('did you mean "worker"?')
  })

  it('goes on with the last good schema when a new one does not parse', async () => {
    const catalog = new Catalog()
    await catalog.load(one(manifest('a', 'A')))
    const { entries, problems } = await catalog.load(one(manifest('a', 'A', { schema: 'proto: \'syntax = "proto3"; message {\'' })))
    expect(entries[0]).toMatchObject({ name: 'a', generation: 1 })
    expect(problems[0]?.message).toMatch(/^\/m\/a\.yaml: schema of protocol "a": .*line 1/)
  })

  it('reads a schema from a file beside the manifest, and names it when it is missing', async () => {
    const file = join(folder, 'm.yaml')
    const text = manifest('a', 'A', { schema: 'file: a.proto' })
    const catalog = new Catalog()
    expect((await catalog.load(one(text, file))).problems[0]?.message).toContain(join(folder, 'a.proto'))
    await writeFile(join(folder, 'a.proto'), 'syntax = "proto3"; message M {} service FromFile { rpc rpc_x (M) returns (M); }')
    const { entries, schemaFiles } = await catalog.load(one(text, file))
    expect([entries[0]?.handles, schemaFiles]).toEqual([['FromFile.rpc_x'], [join(folder, 'a.proto')]])
  })

  it('goes on with a file or folder that is gone, as it was last', async () => {
    const catalog = new Catalog()
    const wayOut = 'give a file'
    await catalog.load([{ file: '/m/a.yaml', text: manifest('a', 'A') }, { file: '/d/b.yaml', text: manifest('b', 'B') }])
    const gone = await catalog.load([{ file: '/m/a.yaml', problem: 'a is gone', wayOut }, { file: '/d', problem: 'd is gone', wayOut }, { file: '/x', problem: 'x is not there', wayOut }])
    expect(gone.entries.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(gone.problems.map(({ message }) => message)).toEqual([
      'a is gone; what it said last goes on until it can be read again', 'd is gone; what it said last goes on until it can be read again', 'x is not there; give a file'])
    expect((await catalog.load([])).entries).toEqual([])
  })

  it('refuses the younger of two protocols with one handler, and serves it once the older is gone', async () => {
    const catalog = new Catalog()
    const older = { file: '/m/z.yaml', text: manifest('older', 'Same') }
    const younger = { file: '/m/a.yaml', text: manifest('younger', 'Same') }
    await catalog.load([older])
    const both = await catalog.load([younger, older])
    expect(both.entries.map(({ name }) => name)).toEqual(['older'])
    expect(both.problems).toMatchObject([{ kind: 'refused', protocol: 'younger', file: '/m/a.yaml' }])
    expect(both.problems[0]?.message).toMatch(/Same\.rpc_say.*already served by protocol "older".*handlerPrefix/)
    expect((await catalog.load([younger])).entries.map(({ name }) => name)).toEqual(['younger'])
  })

  it('refuses the younger of two protocols with one name', async () => {
    const { entries, problems } = await new Catalog().load([{ file: '/m/a.yaml', text: manifest('x', 'A') }, { file: '/m/b.yaml', text: manifest('x', 'B') }])
    expect(entries.map(({ file }) => file)).toEqual(['/m/a.yaml'])
    expect(problems[0]?.message).toContain('the name is already used by /m/a.yaml')
  })
})
