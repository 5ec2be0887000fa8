/** Reads Protocol manifests: YAML (or JSON) text with one or several documents. */
import { SubnetesError } from '@subnetes/common'
import { LineCounter, parseAllDocuments } from 'yaml'
import type { Document, ScalarTag } from 'yaml'
import { isRecord } from './defaults.ts'
import type { Protocol } from './gen/protocol.ts'
import type { Target } from './rules.ts'
import { API_VERSION, PROTOCOL_KIND, validateProtocol } from './validate.ts'

/** Longest text of one manifest file. 4 MiB: sixteen of the longest schemas. */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

/** Options of {@link parseManifests}. */
export interface ParseManifestsInit {
  /** Named in every error. */
  file: string
  /** Where the protocols are going to run. @default 'local' */
  target?: Target | undefined
  /** Is told of each document of another kind, which is then passed over. Without it such a document is an error. */
  onSkipped?: ((skipped: SubnetesError) => void) | undefined
}

/** Words that kubectl's YAML (1.1) reads as booleans and YAML 1.2 as text. Reading them alike keeps a manifest that works locally working in a cluster. */
const yaml11Boolean: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/,
  resolve: (text) => /^(?:y|on)/i.test(text)
}

/** The protocols of a manifest and, beside them, what is wrong with the rest. */
export interface ReadManifests {
  readonly protocols: readonly Protocol[]
  /** One per broken document, each `invalid_argument`. */
  readonly errors: readonly SubnetesError[]
}

/**
 * The protocols of a manifest, checked and with defaults.
 *
 * @throws {SubnetesError} `invalid_argument` with everything wrong in every document: YAML errors with their line, unknown fields, wrong values, a name used twice.
 * When several documents are broken, `details.errors` has the error of each
 */
export function parseManifests (text: string, init: ParseManifestsInit): Protocol[] {
  const { protocols, errors } = readManifests(text, init)
  const [first] = errors
  if (first === undefined) return [...protocols]
  if (errors.length === 1) throw first
  throw new SubnetesError('invalid_argument', errors.map((error) => error.message).join('\n'), { details: { ...first.details, errors } })
}

/** As {@link parseManifests}, but a broken document hides nothing of the others. A YAML error ends the text: nothing after it can be trusted. */
export function readManifests (text: string, init: ParseManifestsInit): ReadManifests {
  const errors: SubnetesError[] = []
  const protocols = new Map<string, Protocol>()
  for (const entry of readDocuments(text, init.file, errors)) {
    const skipped = foreignKind(entry.value, { file: init.file, document: entry.document })
    if (skipped === undefined) readOne(entry, init, { protocols, errors })
    else if (init.onSkipped === undefined) errors.push(skipped)
    else init.onSkipped(skipped)
  }
  return { protocols: [...protocols.values()], errors }
}

function readOne ({ value, document }: ManifestDocument, init: ParseManifestsInit, found: { protocols: Map<string, Protocol>, errors: SubnetesError[] }): void {
  const place = { file: init.file, document }
  try {
    const protocol = validateProtocol(value, { ...place, target: init.target })
    const { name, namespace } = protocol.metadata
    const key = `${namespace ?? ''}/${name}`
    if (found.protocols.has(key)) throw duplicateName(name, 'an earlier document of this file', place)
    found.protocols.set(key, protocol)
  } catch (error) {
    found.errors.push(SubnetesError.from(error))
  }
}

/** The error of the younger of two manifests with one name. */
export function duplicateName (name: string, earlier: string, place: { file: string, document?: number }): SubnetesError {
  const here = place.document === undefined ? place.file : `${place.file}, document ${place.document}`
  return new SubnetesError('invalid_argument', `protocol "${name}" (${here}): the name is already used by ${earlier}; give one of them another metadata.name`, { details: { ...place, name } })
}

interface ManifestDocument { readonly value: unknown, readonly document: number }

function readDocuments (text: string, file: string, errors: SubnetesError[]): ManifestDocument[] {
  const found: ManifestDocument[] = []
  try {
    const bytes = Buffer.byteLength(text)
    if (bytes > MAX_MANIFEST_BYTES) throw new SubnetesError('invalid_argument', `manifest ${file}: is ${bytes} bytes long; allowed are ${MAX_MANIFEST_BYTES}`, { details: { file } })
    const lines = new LineCounter()
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', customTags: (tags) => [yaml11Boolean, ...tags] })
    if ('empty' in documents) return []
    for (const [index, document] of documents.entries()) found.push(...flatten(toValue(document, { file, number: index + 1, lines }), index + 1))
  } catch (error) {
    errors.push(SubnetesError.from(error))
  }
  return found
}

function toValue (document: Document.Parsed, at: { file: string, number: number, lines: LineCounter }): unknown {
  const details = { file: at.file, document: at.number }
  const [error] = document.errors
  if (error !== undefined) {
    const { line, col } = at.lines.linePos(error.pos[0])
    throw new SubnetesError('invalid_argument', `manifest ${at.file}: YAML error at line ${line}, column ${col}: ${error.message}`, { cause: error, details: { ...details, line } })
  }
  try {
    return document.toJS()
  } catch (cause) { // an alias without its anchor, or a tree of aliases that would fill the memory
    throw new SubnetesError('invalid_argument', `manifest ${at.file}: document ${at.number} cannot be read: ${(cause as Error).message}`, { cause, details })
  }
}

/** A document's objects: none for an empty one, the items of a List (what `kubectl get -o yaml` prints), else the one. */
function flatten (value: unknown, document: number): ManifestDocument[] {
  if (value === null || value === undefined) return []
  if (isRecord(value) && value['apiVersion'] === 'v1' && value['kind'] === 'List' && Array.isArray(value['items'])) {
    return value['items'].map((item: unknown) => ({ value: item, document }))
  }
  return [{ value, document }]
}

function foreignKind (value: unknown, place: { file: string, document: number }): SubnetesError | undefined {
  if (!isRecord(value)) return undefined // validateProtocol says what is expected
  const { apiVersion, kind } = value
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || apiVersion.startsWith('subnetes.dev/') || kind === PROTOCOL_KIND) return undefined
  return new SubnetesError('invalid_argument',
    `${kind} (${place.file}, document ${place.document}): is ${apiVersion}, which only a cluster knows; this reads ${PROTOCOL_KIND} of ${API_VERSION}`, { details: { ...place, kind, apiVersion } })
}
