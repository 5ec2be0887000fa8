/** Written protocols: modules named in the gateway's configuration, never in a custom resource. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Env, SubnetesError } from '@subnetes/common'
import type { ProtocolAccess } from '@subnetes/auth'
import type { Startable } from '@subnetes/common'
import type { Authorizer, ServicerBase } from '@subnetes/rpc'
import type { GatewayContext } from './context.ts'

/** A servicer with its registration's options. */
export interface WrittenService {
  readonly servicer: ServicerBase
  /** Before the handles. */
  readonly namespace?: string
  readonly authorizer?: Authorizer
  /** Who may call, as in a manifest. A manifest for the same service replaces it. @default every connected peer, within the gateway's limits */
  readonly access?: ProtocolAccess
}

/** What a factory gives: a servicer (with a `start` and `stop` of its own if it has them), one with options, or a component that only has a life. */
export type GatewayPart = ServicerBase | WrittenService | Startable

/** Builds one part of a module, once per gateway, before peers can call. */
export type GatewayPartFactory = (gateway: GatewayContext) => GatewayPart | Promise<GatewayPart>

/** A module as loaded. */
export interface GatewayModule {
  /** As configured. */
  readonly name: string
  readonly factories: readonly GatewayPartFactory[]
}

/**
 * Loads modules: a path (from `folder`; what exists there as a file is one, also without `./`) or a package. The export `protocols` (or the default export) is a factory or a list of them.
 *
 * @throws {SubnetesError} `failed_precondition` naming the module that cannot be loaded or exports something else, and why
 */
export async function loadModules (names: readonly string[], folder: string): Promise<GatewayModule[]> {
  const modules: GatewayModule[] = []
  for (const name of names) modules.push({ name, factories: await loadFactories(name, folder) })
  return modules
}

/** Builds all parts of a module. @throws {SubnetesError} `failed_precondition` naming the module, when a factory fails or gives nothing usable */
export async function buildParts (module: GatewayModule, context: GatewayContext): Promise<GatewayPart[]> {
  const parts: GatewayPart[] = []
  for (const factory of module.factories) {
    const part: unknown = await factory(context)
    if (!isPart(part)) throw failure(module.name, 'a factory gave neither a ServicerBase, nor { servicer }, nor a component with start and stop')
    parts.push(part)
  }
  return parts
}

/** The servicer in a part, with its options; undefined for a component that only has a life. */
export function writtenService (part: GatewayPart): WrittenService | undefined {
  if (isServicer(part)) return { servicer: part }
  return 'servicer' in part ? part : undefined
}

/** The life of a part, when it has one. */
export function lifeOf (part: GatewayPart): Startable | undefined {
  const owner: unknown = 'servicer' in part ? part.servicer : part
  return isStartable(owner) ? owner : undefined
}

/** The error a module's failure ends the start with. */
export function moduleFailure (name: string, error: unknown): SubnetesError {
  return failure(name, SubnetesError.from(error).message, error)
}

async function loadFactories (name: string, folder: string): Promise<readonly GatewayPartFactory[]> {
  const path = resolve(folder, name)
  const isPath = /^(?:\.{0,2}\/|[A-Za-z]:\\)/.test(name) || existsSync(path)
  let loaded: { protocols?: unknown, default?: unknown }
  try {
    loaded = await import(isPath ? pathToFileURL(path).href : name) as typeof loaded
  } catch (error) {
    const hint = isPath ? '' : `; there is no file ${path} either`
    throw failure(name, `it cannot be loaded: ${SubnetesError.from(error).message}${hint}`, error)
  }
  const exported = loaded.protocols ?? loaded.default
  const factories: unknown[] = Array.isArray(exported) ? exported : [exported]
  if (factories.length > 0 && factories.every((factory) => typeof factory === 'function')) return factories as GatewayPartFactory[]
  throw failure(name, 'its export "protocols" (or its default export) is no function and no list of functions')
}

function failure (name: string, why: string, cause?: unknown): SubnetesError {
  return new SubnetesError('failed_precondition', `gateway module ${JSON.stringify(name)} (of ${Env.GatewayModules}): ${why}`, { cause })
}

function isPart (value: unknown): value is GatewayPart {
  if (typeof value !== 'object' || value === null) return false
  return isServicer(value) || isStartable(value) || ('servicer' in value && isServicer(value.servicer))
}

/** By shape, so that a module with its own copy of the package works too. */
function isServicer (value: unknown): value is ServicerBase {
  return typeof value === 'object' && value !== null && 'addP2pHandlers' in value && typeof value.addP2pHandlers === 'function'
}

function isStartable (value: unknown): value is Startable {
  if (typeof value !== 'object' || value === null) return false
  return 'start' in value && typeof value.start === 'function' && 'stop' in value && typeof value.stop === 'function'
}
