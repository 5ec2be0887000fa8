/** The service of the fault test: what callers send and what they must get back. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { loadService } from '@subnetes/proto'
import type { MethodDefinition, ServiceDefinition } from '@subnetes/proto'

/** Text of `work.proto`. */
export const WORK_PROTO = readFileSync(new URL('work.proto', import.meta.url), 'utf8')

/** The service as descriptors and codecs. */
export const WORK_SERVICE: ServiceDefinition = loadService({ proto: WORK_PROTO })

/** One job's input. `parts` is 0 for `rpc_work`. */
export interface Work { readonly number: number, readonly ms: number, readonly parts: number }

/** The method that does a piece of work. */
export function methodOf (work: Work): MethodDefinition {
  const name = work.parts === 0 ? 'rpc_work' : 'rpc_parts'
  const method = WORK_SERVICE.methods.get(name)
  if (method === undefined) throw new Error(`work.proto has no ${name}`)
  return method
}

/** The result of a part, a function of the input alone. */
export function digestOf (number: number, part: number): string {
  return createHash('sha256').update(`${number}/${part}`).digest('hex')
}
