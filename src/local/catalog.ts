/** What should be served here: manifests read, checked and compiled, with the last good version of each kept while a newer one is broken. */
import { dirname, resolve, sep } from 'node:path'
import { SubnetesError } from '@subnetes/common'
import { MAX_SCHEMA_BYTES, compileProtocol, findHandleConflicts, handlesOf, parseManifests } from '@subnetes/api'
import type { CompiledSchema, Protocol } from '@subnetes/api'
import { readBounded } from './manifest-files.ts'
import type { ManifestFile, UnreadManifest } from './manifest-files.ts'

/** A protocol as it is to be served. Immutable: a changed manifest gives another one. */
export interface CatalogEntry {
  /** The manifest's name. */
  readonly name: string
  readonly file: string
  readonly protocol: Protocol
  readonly schema: CompiledSchema
  /** The handles peers call. */
  readonly handles: readonly string[]
  /** Grows with every change of this protocol. */
  readonly generation: number
  /** Order in which protocols were first seen: of two that collide, the smaller keeps. */
  readonly age: number
}

/** Something that keeps a manifest, or its newest version, from being served. */
export interface CatalogProblem {
  readonly file: string
  /** The manifest's name, when it is known. */
  readonly protocol: string | undefined
  /** In words, with the way out. */
  readonly message: string
  /** `invalid`: it is wrong; an earlier good version goes on. `refused`: it collides with an older protocol. `skipped`: an object of a kind that only a cluster knows. */
  readonly kind: 'invalid' | 'refused' | 'skipped'
}

/** The present state of the manifests. */
export interface CatalogState {
  readonly entries: readonly CatalogEntry[]
  readonly problems: readonly CatalogProblem[]
  /** Further files that the manifests name. */
  readonly schemaFiles: readonly string[]
}

/** Turns files into protocols. One load at a time. */
export class Catalog {
  readonly #parsed = new Map<string, readonly Protocol[]>()
  readonly #entries = new Map<string, CatalogEntry & { readonly mark: string }>()
  readonly #ages = new Map<string, number>()
  #seen = 0

  /** Takes the files as they are now; those no longer among them are forgotten. What could not be read goes on as it was read last. */
  async load (files: ReadonlyArray<ManifestFile | UnreadManifest>, signal?: AbortSignal): Promise<CatalogState> {
    const problems: CatalogProblem[] = []
    const unread = files.filter((file) => 'problem' in file)
    for (const file of files) if ('text' in file) this.#parse(file, problems)
    const present = new Set(files.map(({ file }) => file))
    for (const file of this.#parsed.keys()) if (!present.has(file) && !unread.some((one) => file.startsWith(`${one.file}${sep}`))) this.#parsed.delete(file)
    problems.push(...unread.map((one) => this.#unreadProblem(one)))
    const manifests = [...this.#parsed].flatMap(([file, protocols]) => protocols.map((protocol) => ({ file, protocol, key: keyOf(file, protocol) })))
    this.#keepOnly(new Set(manifests.map(({ key }) => key)))
    for (const { key } of manifests) if (!this.#ages.has(key)) this.#ages.set(key, this.#seen++)
    for (const { file, protocol } of manifests) await this.#compile(file, protocol, problems, signal)
    const { kept, refused } = resolveConflicts([...this.#entries.values()])
    const schemaFiles = manifests.flatMap(({ file, protocol: { spec: { schema } } }) => schema.file === undefined ? [] : [resolve(dirname(file), schema.file)])
    return { entries: kept, problems: [...problems, ...refused], schemaFiles }
  }

  #keepOnly (keys: ReadonlySet<string>): void {
    for (const map of [this.#entries, this.#ages]) {
      for (const key of map.keys()) if (!keys.has(key)) map.delete(key)
    }
  }

  #unreadProblem ({ file, problem, wayOut }: UnreadManifest): CatalogProblem {
    const isKnown = [...this.#parsed.keys()].some((known) => known === file || known.startsWith(`${file}${sep}`))
    const message = `${problem}; ${isKnown ? 'what it said last goes on until it can be read again' : wayOut}`
    return { file, protocol: undefined, kind: 'invalid', message }
  }

  #parse ({ file, text }: ManifestFile, problems: CatalogProblem[]): void {
    try {
      const onSkipped = ({ message }: SubnetesError): void => { problems.push({ file, protocol: undefined, kind: 'skipped', message }) }
      this.#parsed.set(file, parseManifests(text, { file, target: 'local', onSkipped }))
    } catch (error) {
      if (!this.#parsed.has(file)) this.#parsed.set(file, [])
      problems.push(...invalidProblems(file, error))
    }
  }

  async #compile (file: string, written: Protocol, problems: CatalogProblem[], signal: AbortSignal | undefined): Promise<void> {
    const key = keyOf(file, written)
    const { name } = written.metadata
    const known = this.#entries.get(key)
    try {
      const protocol = await withSchemaText(file, written)
      const mark = JSON.stringify(protocol.spec)
      if (known?.mark === mark) return
      const schema = await compileProtocol(protocol, { signal })
      const generation = (known?.generation ?? 0) + 1
      this.#entries.set(key, { name, file, protocol, schema, handles: handlesOf(protocol, schema), generation, age: this.#ages.get(key) ?? 0, mark })
    } catch (error) {
      if (signal?.aborted === true) throw error
      problems.push({ file, protocol: name, kind: 'invalid', message: `${file}: ${SubnetesError.from(error).message}` })
    }
  }
}

function keyOf (file: string, protocol: Protocol): string {
  return `${file}\n${protocol.metadata.name}`
}

/** The protocol with the text of its schema file, when it names one, in `spec.schema.proto`. */
async function withSchemaText (file: string, protocol: Protocol): Promise<Protocol> {
  const { file: named, ...schema } = protocol.spec.schema
  if (named === undefined) return protocol
  const path = resolve(dirname(file), named)
  try {
    const proto = await readBounded(path, MAX_SCHEMA_BYTES)
    return { ...protocol, spec: { ...protocol.spec, schema: { ...schema, proto } } }
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `protocol "${protocol.metadata.name}": spec.schema.file ${path} cannot be read: ${SubnetesError.from(cause).message}`, { cause })
  }
}

function invalidProblems (file: string, error: unknown): CatalogProblem[] {
  const { message, details } = SubnetesError.from(error)
  const each = details['errors']
  if (Array.isArray(each)) return each.flatMap((one) => invalidProblems(file, one))
  const protocol = typeof details['name'] === 'string' ? details['name'] : undefined
  return [{ file, protocol, kind: 'invalid', message }]
}

/**
 * Of two protocols with one name or one handle the older keeps it; the younger is refused, with words that say who has it and what to change.
 */
export function resolveConflicts<T extends Pick<CatalogEntry, 'name' | 'file' | 'handles' | 'age'>> (entries: readonly T[]): { kept: T[], refused: CatalogProblem[] } {
  const byAge = [...entries].sort((a, b) => a.age - b.age)
  const first = new Map<string, T>()
  const refused: CatalogProblem[] = []
  for (const entry of byAge) {
    const namesake = first.get(entry.name)
    if (namesake === undefined) first.set(entry.name, entry)
    else refused.push({ file: entry.file, protocol: entry.name, kind: 'refused', message: `protocol "${entry.name}" (${entry.file}) is not served: the name is already used by ${namesake.file}; give one of them another metadata.name` })
  }
  const conflicts = findHandleConflicts([...first.values()])
  for (const { name, error } of conflicts) {
    refused.push({ file: first.get(name)?.file ?? '', protocol: name, kind: 'refused', message: error.message })
    first.delete(name)
  }
  return { kept: [...first.values()], refused }
}
