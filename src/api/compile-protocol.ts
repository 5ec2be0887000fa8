/** Compiles the schema of a validated Protocol. */
import { SubnetesError } from '@subnetes/common'
import { checkMethods } from './assignment.ts'
import { compileSchema } from './compile-schema.ts'
import type { CompileSchemaInit } from './compile-schema.ts'
import type { CompiledSchema } from './compiled-schema.ts'
import type { Protocol } from './gen/protocol.ts'

/**
 * Compiles the text in `spec.schema.proto` and holds the manifest's methods against the schema's.
 *
 * @throws {SubnetesError} as `compileSchema` and `toAssignment`, each message beginning with the protocol's name; `invalid_argument` when the text is
 * still in a file or ConfigMap (`loadManifestPath` and the operator put it in)
 */
export async function compileProtocol (protocol: Protocol, init: Omit<CompileSchemaInit, 'service' | 'what'> = {}): Promise<CompiledSchema> {
  const { proto, service } = protocol.spec.schema
  const what = `schema of protocol "${protocol.metadata.name}"`
  if (proto === undefined) throw new SubnetesError('invalid_argument', `${what}: spec.schema.proto has no text yet; read it from the file or ConfigMap first`)
  const compiled = await compileSchema(proto, { ...init, service, what })
  checkMethods(protocol, compiled)
  return compiled
}
