/** Manifests from a file or a folder, with the schema files that they name. */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import { SubnetesError } from '@subnetes/common'
import { MAX_SCHEMA_BYTES } from './compile-schema.ts'
import type { Protocol } from './gen/protocol.ts'
import { duplicateName, MAX_MANIFEST_BYTES, readManifests } from './manifests.ts'

/** What a manifest's name may end with in a folder. */
const EXTENSIONS: readonly string[] = ['.yaml', '.yml', '.json']
/** Most manifests of one folder. */
export const MAX_MANIFEST_FILES = 1000

/** A protocol and where it came from. */
export interface LoadedProtocol {
  /** Its schema's text is in `spec.schema.proto`, also when the manifest names a file. */
  readonly protocol: Protocol
  /** The manifest's path, as given and joined. */
  readonly file: string
  /** Absolute path of the schema's file, when the manifest names one. */
  readonly schemaFile?: string
  /** Absolute path of the folder that `worker.local.command` runs in. */
  readonly workingDirectory: string
}

/** What {@link loadManifestPath} found. A broken file hides nothing of the others. */
export interface ManifestSet {
  readonly protocols: readonly LoadedProtocol[]
  /** What is wrong, one per document or file; `details.file` says where. */
  readonly errors: readonly SubnetesError[]
  /** Documents of other kinds, which only a cluster knows. */
  readonly skipped: readonly SubnetesError[]
}

/**
 * Reads the manifests of a file, or of every `*.yaml`, `*.yml` and `*.json` of a folder (not of its sub-folders), for `subnetes up`.
 *
 * @throws {SubnetesError} `not_found` when there is nothing at the path, or no manifest in the folder
 */
export async function loadManifestPath (path: string): Promise<ManifestSet> {
  const set = { protocols: new Map<string, LoadedProtocol>(), errors: new Array<SubnetesError>(), skipped: new Array<SubnetesError>() }
  for (const file of await listManifests(path)) {
    try {
      await loadFile(file, set)
    } catch (error) {
      set.errors.push(SubnetesError.from(error))
    }
  }
  return { ...set, protocols: [...set.protocols.values()] }
}

async function loadFile (file: string, set: { protocols: Map<string, LoadedProtocol>, errors: SubnetesError[], skipped: SubnetesError[] }): Promise<void> {
  const text = await readBounded(file, MAX_MANIFEST_BYTES, `manifest ${file}`)
  const { protocols, errors } = readManifests(text, { file, target: 'local', onSkipped: (error) => set.skipped.push(error) })
  set.errors.push(...errors)
  for (const protocol of protocols) {
    const { name } = protocol.metadata
    const earlier = set.protocols.get(name)
    try {
      if (earlier !== undefined) throw duplicateName(name, earlier.file, { file })
      set.protocols.set(name, await withSchema(protocol, file))
    } catch (error) {
      set.errors.push(SubnetesError.from(error))
    }
  }
}

/** The manifest files at a path: itself, or those of the folder in the order of their names. @throws {SubnetesError} `not_found` */
export async function listManifests (path: string): Promise<string[]> {
  const found = await stat(path).catch((cause: unknown) => { throw unreadable(`manifest path ${path}`, cause) })
  if (!found.isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => EXTENSIONS.includes(extname(name))).sort()
  if (names.length === 0) throw new SubnetesError('not_found', `folder ${path} has no manifest; put a file with a Protocol there, named *.yaml, *.yml or *.json`)
  if (names.length > MAX_MANIFEST_FILES) throw new SubnetesError('resource_exhausted', `folder ${path} has ${names.length} manifests; allowed are ${MAX_MANIFEST_FILES}`)
  return names.map((name) => join(path, name))
}

async function withSchema (protocol: Protocol, file: string): Promise<LoadedProtocol> {
  const folder = dirname(resolve(file))
  const { file: named, ...schema } = protocol.spec.schema
  const workingDirectory = resolve(folder, protocol.spec.worker.local?.workingDirectory ?? '.')
  if (named === undefined) return { protocol, file, workingDirectory }
  const schemaFile = resolve(folder, named)
  const proto = await readBounded(schemaFile, MAX_SCHEMA_BYTES, `protocol "${protocol.metadata.name}" (${file}): spec.schema.file ${schemaFile}`)
  return { protocol: { ...protocol, spec: { ...protocol.spec, schema: { ...schema, proto } } }, file, schemaFile, workingDirectory }
}

/** Text of a file of at most `maxBytes`; no more than one byte beyond is ever read. @throws {SubnetesError} `not_found`, or `invalid_argument` for too long a file */
async function readBounded (path: string, maxBytes: number, what: string): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of createReadStream(path, { end: maxBytes })) chunks.push(chunk as Buffer)
  } catch (cause) {
    throw unreadable(what, cause)
  }
  const bytes = Buffer.concat(chunks)
  if (bytes.length > maxBytes) throw new SubnetesError('invalid_argument', `${what}: is longer than the allowed ${maxBytes} bytes`, { details: { file: path } })
  return bytes.toString('utf8')
}

function unreadable (what: string, cause: unknown): SubnetesError {
  return new SubnetesError('not_found', `${what} cannot be read: ${(cause as Error).message}`, { cause })
}
