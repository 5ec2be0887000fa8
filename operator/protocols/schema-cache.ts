/** Compiled schemas by their text: a thousand Protocols of one text cost one compilation. */
import { createHash } from 'node:crypto'
import { checkMethods, compileSchema } from '@subnetes/api'
import type { CompiledSchema, Protocol } from '@subnetes/api'

/** Texts that are remembered beside those in use; each is at most a few hundred kilobytes. */
const MAX_SCHEMAS = 256

/** Compiles in threads (see `compileSchema`); what is asked for again while it is compiled is compiled once. */
export class SchemaCache {
  readonly #schemas = new Map<string, Promise<CompiledSchema>>()

  /**
   * The compiled schema of a Protocol with its text in `spec.schema.proto`, its methods held against the manifest's.
   *
   * @throws {SubnetesError} `invalid_argument` as `compileProtocol`; `unavailable` when no thread could be started
   */
  async compile (protocol: Protocol, options: { signal: AbortSignal }): Promise<CompiledSchema> {
    const { proto = '', service } = protocol.spec.schema
    const id = createHash('sha256').update(`${service ?? ''}\n${proto}`).digest('base64')
    const compiled = await (this.#schemas.get(id) ?? this.#begin(id, compileSchema(proto, { service, what: 'spec.schema', ...options })))
    checkMethods(protocol, compiled)
    return compiled
  }

  #begin (id: string, compiling: Promise<CompiledSchema>): Promise<CompiledSchema> {
    this.#schemas.set(id, compiling)
    // A refusal is not kept: it may be the machine's (a limit of time), and costs nobody but its author.
    compiling.catch(() => { if (this.#schemas.get(id) === compiling) this.#schemas.delete(id) })
    if (this.#schemas.size > MAX_SCHEMAS) this.#schemas.delete(this.#schemas.keys().next().value ?? '')
    return compiling
  }
}
