import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { toAssignment } from './assignment.ts'
import { compileProtocol } from './compile-protocol.ts'
import { findHandleConflicts, handlesOf } from './handles.ts'
import { loadManifestPath } from './manifest-files.ts'
import { parseManifests } from './manifests.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'deploy/samples')

/** Each sample, its worker's own schema, and what peers call. */
const SAMPLES = [
  { name: 'embed', proto: 'workers/embed-py/embed.proto', service: 'subnet.embed.v1.EmbedProtocol', runner: 'Sidecar' },
  { name: 'inference', proto: 'workers/llm/inference.proto', service: 'subnet.inference.v1.InferenceProtocol', runner: 'Embedded' }
]

describe('deploy/samples', () => {
  it('are the manifests we know, all right, and in nobody\'s way', async () => {
    const { protocols, errors, skipped } = await loadManifestPath(folder)
    expect([errors, skipped]).toEqual([[], []])
    expect(protocols.map(({ protocol }) => protocol.metadata.name)).toEqual(SAMPLES.map(({ name }) => name))
    const claims = await Promise.all(protocols.map(async ({ protocol }) => ({ name: protocol.metadata.name, handles: handlesOf(protocol, await compileProtocol(protocol)) })))
    expect(findHandleConflicts(claims)).toEqual([])
  })

  it('has the same service on GPUs', () => {
    const [protocol] = parseManifests(readFileSync(join(folder, 'gpu/inference-gpu.yaml'), 'utf8'), { file: 'inference-gpu.yaml', target: 'cluster' })
    expect(protocol?.spec.schema.proto).toBe(readFileSync(join(root, 'workers/llm/inference.proto'), 'utf8'))
    expect(protocol?.spec.worker.gpu).toEqual({ count: 1, resourceName: 'nvidia.com/gpu' })
  })

  it('has one schema of the neighbour that the miner calls', () => {
    expect(readFileSync(join(folder, 'miner/inference.proto'), 'utf8')).toBe(readFileSync(join(root, 'workers/llm/inference.proto'), 'utf8'))
  })

  it.each(SAMPLES)('$name has its worker\'s schema, for both places, and a program that is there', async ({ name, proto, service, runner }) => {
    const text = readFileSync(join(folder, `${name}.yaml`), 'utf8')
    const [protocol, ...more] = parseManifests(text, { file: `${name}.yaml`, target: 'cluster' })
    const [loaded] = (await loadManifestPath(join(folder, `${name}.yaml`))).protocols
    expect(more).toEqual([])
    if (protocol === undefined || loaded === undefined) throw new Error(`${name}.yaml has no protocol`)
    expect(protocol.spec.schema.proto).toBe(readFileSync(join(root, proto), 'utf8'))
    expect(protocol.spec.worker.runner).toBe(runner)
    expect(toAssignment(protocol, await compileProtocol(protocol))).toMatchObject({ name, service })
    const program = protocol.spec.worker.local?.command.find((word) => /\.(ts|sh)$/.test(word)) ?? 'none'
    expect(existsSync(join(loaded.workingDirectory, program))).toBe(true)
  })
})
