/** Compares a servicer class with the protobuf service it says it serves. */
import { SubnetesError, shapeName } from '@subnetes/common'
import type { MethodDefinition, ServiceDefinition } from '@subnetes/proto'

const ASYNC = 'AsyncFunction'
const ASYNC_GENERATOR = 'AsyncGeneratorFunction'
/** Kinds of functions whose result is known without calling them; a plain function may return anything and is checked when it does. */
const KINDS = [ASYNC, ASYNC_GENERATOR, 'GeneratorFunction']

/** A method of a servicer, bound to it. */
export type ServicerMethod = (request: unknown, context: unknown) => unknown

/**
 * The `rpc_*` methods of a servicer, by name, each checked against the service.
 *
 * @param base the class whose own methods do not count
 * @throws {SubnetesError} `failed_precondition` naming the class, every method that is missing, unknown or of the wrong shape, and what was expected
 */
export function checkServicer (servicer: object, service: ServiceDefinition | undefined, base: object): ReadonlyMap<string, ServicerMethod> {
  const name = servicer.constructor.name
  if (service === undefined) throw new SubnetesError('failed_precondition', `${name} has no static "service"; set it to the ServiceDefinition of its protocol`)
  const functions = rpcFunctions(servicer, base)
  const problems = [
    ...[...service.methods.values()].flatMap((method) => methodProblem(method, functions.get(method.name)) ?? []),
    ...[...functions.keys()].filter((method) => !service.methods.has(method))
      .map((method) => `${method} is not in ${service.fullName}, which has ${[...service.methods.keys()].join(', ') || 'no methods'}; rename it or add it to the schema`)
  ]
  if (problems.length > 0) throw new SubnetesError('failed_precondition', `${name} does not fit the service ${service.fullName}: ${problems.join('; ')}`)
  return functions
}

function methodProblem (method: MethodDefinition, found: ServicerMethod | undefined): string | undefined {
  const kind = method.responseStream ? 'an async generator method' : 'an async method'
  const request = method.requestStream ? 'requests' : 'request'
  const expected = `expected ${kind}, "async ${method.responseStream ? '* ' : ''}${method.name} (${request}, context)", because it is a ${shapeName(method)} method`
  if (!method.name.startsWith('rpc_')) return `${method.name} must be named rpc_* in the schema`
  if (found === undefined) return `${method.name} is missing; ${expected}`
  const found_ = kindOf(found)
  const wanted = method.responseStream ? ASYNC_GENERATOR : ASYNC
  return KINDS.includes(found_) && found_ !== wanted ? `${method.name} has the wrong shape: ${expected}` : undefined
}

function kindOf (value: ServicerMethod): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1)
}

/** Own and inherited functions named `rpc_*`, those of subclasses first. */
function rpcFunctions (servicer: object, base: object): Map<string, ServicerMethod> {
  const functions = new Map<string, ServicerMethod>()
  for (let level: object | null = servicer; level !== null && level !== base; level = Object.getPrototypeOf(level) as object | null) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name.startsWith('rpc_') && typeof value === 'function' && !functions.has(name)) functions.set(name, (value as ServicerMethod))
    }
  }
  return functions
}
