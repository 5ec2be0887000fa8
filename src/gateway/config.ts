/** The gateway's configuration: environment -> one frozen, typed object. */
import { Env, LOCAL_NAMESPACE, SubnetesError, readAddress, readBoolean, readChoice, readInteger, readLogLevel, readOptional, readString, readStringList } from '@subnetes/common'
import type { Environment } from '@subnetes/common'
import { LINK_KINDS } from '@subnetes/dispatch'
import type { LinkKind } from '@subnetes/dispatch'
import { readLimits } from './limits-config.ts'
import { readStake } from './stake.ts'
import type { StakeClass } from '@subnetes/auth'
import type { LimitsConfig } from './limits-config.ts'
import type { StakeSource } from './stake.ts'

/** Where a gateway listens unless told: loopback, a free port. Whoever opens it to the world says so. */
export const DEFAULT_LISTEN: readonly string[] = ['/ip4/127.0.0.1/tcp/0']
/** Seconds a draining gateway lets running calls finish. 25 s: five less than the grace a pod gets by default. */
export const DEFAULT_DRAIN_SECONDS = 25
/** Calls one peer may have running or waiting at once, on all protocols together; one more is refused with `resource_exhausted`. */
export const DEFAULT_MAX_CALLS_PER_PEER = 1024
/** The same for all peers together: what 300 MiB hold with room to spare. */
export const DEFAULT_MAX_CALLS = 8192

/** Everything a gateway process is told from outside. */
export interface GatewayConfig {
  /** Path of the identity key file, made when it is not there; without a path the gateway makes itself a new identity at each start. */
  readonly identityPath: string | undefined
  /** A key file to copy there at the first start; undefined makes a new key. */
  readonly identityFrom: string | undefined
  readonly listen: readonly string[]
  readonly announce: readonly string[]
  readonly bootstrap: readonly string[]
  /** Address of the Control service; undefined for a gateway that serves written protocols only. */
  readonly control: string | undefined
  /** Written protocols: module paths or package names. */
  readonly modules: readonly string[]
  readonly ordinal: number
  /** `HOST:PORT` of health, readiness and metrics; port 0 picks a free one. */
  readonly http: string
  readonly logLevel: string
  readonly drainMs: number
  /** Folder for the last assignments; undefined keeps none, and a restarted gateway serves nothing until its operator answers. */
  readonly stateDir: string | undefined
  readonly maxCallsPerPeer: number
  readonly maxCalls: number
  /** URL of the installation's Redis; undefined keeps jobs in memory. */
  readonly redis: string | undefined
  readonly namespace: string
  /** Uses the muxer and the encryption of libp2p's packages in place of ours. */
  readonly plainTransport: boolean
  /** How calls reach runners. */
  readonly runnerLink: LinkKind
  /** Folder with this gateway's certificate; undefined dials the operator and workers in plaintext. */
  readonly tlsDir: string | undefined
  /** Towards peers. */
  readonly limits: LimitsConfig
  /** Where stake is asked for; undefined when no rule may ask for it. */
  readonly stake: StakeSource | undefined
  /** Lowest class of peers that may be connected; undefined lets any peer connect. */
  readonly requireStake: StakeClass | undefined
}

/** Reads the environment. @throws {SubnetesError} `invalid_argument` naming the variable, what was read and what is allowed */
export function loadGatewayConfig (env: Environment): GatewayConfig {
  const listen = readMultiaddrs(env, Env.GatewayListen)
  const ordinal = readInteger(env, Env.GatewayOrdinal, { default: 0, min: 0, max: 1_000_000 })
  const config: GatewayConfig = {
    identityPath: readOptional(env, Env.Identity),
    identityFrom: readOptional(env, Env.IdentityFrom),
    listen: listen.length === 0 ? DEFAULT_LISTEN : listen,
    announce: readAnnounce(env, ordinal),
    bootstrap: readBootstrap(env),
    control: readAddress(env, Env.Control),
    modules: Object.freeze(readStringList(env, Env.GatewayModules)),
    ordinal,
    http: readAddress(env, Env.HttpListen, { default: '127.0.0.1:0' }),
    logLevel: readLogLevel(env),
    drainMs: readInteger(env, Env.DrainSeconds, { default: DEFAULT_DRAIN_SECONDS, min: 0, max: 86_400 }) * 1000,
    stateDir: readOptional(env, Env.StateDir),
    maxCallsPerPeer: readInteger(env, Env.MaxCallsPerPeer, { default: DEFAULT_MAX_CALLS_PER_PEER, min: 1, max: 1_000_000 }),
    maxCalls: readInteger(env, Env.MaxCalls, { default: DEFAULT_MAX_CALLS, min: 1, max: 1_000_000 }),
    redis: readOptional(env, Env.Redis),
    namespace: readString(env, Env.Namespace, { default: LOCAL_NAMESPACE }),
    plainTransport: readBoolean(env, Env.PlainTransport, false),
    runnerLink: readChoice(env, Env.RunnerLink, LINK_KINDS, { default: 'auto' }),
    tlsDir: readOptional(env, Env.TlsDir),
    limits: readLimits(env),
    ...readStake(env)
  }
  if (config.control === undefined && config.modules.length === 0) {
    throw new SubnetesError('invalid_argument', `neither ${Env.Control} nor ${Env.GatewayModules} is set, so there is nothing to serve; set ${Env.Control} to the address of the Control service`)
  }
  return Object.freeze(config)
}

function readMultiaddrs (env: Environment, name: string): readonly string[] {
  const values = readStringList(env, name)
  const wrong = values.find((value) => !value.startsWith('/'))
  if (wrong !== undefined) {
    throw new SubnetesError('invalid_argument', `environment variable ${name} contains ${JSON.stringify(wrong)}; allowed are multiaddrs, as /ip4/127.0.0.1/tcp/4001`)
  }
  return Object.freeze(values)
}

/** A list for all replicas, or an object of lists by ordinal: replicas share their environment, but not their addresses. A replica without one announces what it listens on. */
function readAnnounce (env: Environment, ordinal: number): readonly string[] {
  const name = Env.GatewayAnnounce
  const text = env[name]
  if (text?.trimStart().startsWith('{') !== true) return readMultiaddrs(env, name)
  let byOrdinal: Record<string, unknown>
  try {
    byOrdinal = JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new SubnetesError('invalid_argument', `environment variable ${name} is ${JSON.stringify(text.slice(0, 200))}; allowed is a JSON array of multiaddrs, or an object of such arrays by ordinal`)
  }
  return readMultiaddrs({ [name]: JSON.stringify(byOrdinal[ordinal] ?? []) }, name)
}

function readBootstrap (env: Environment): readonly string[] {
  const values = readMultiaddrs(env, Env.Bootstrap)
  const wrong = values.find((value) => !/\/p2p\/[^/]+$/.test(value))
  if (wrong !== undefined) {
    throw new SubnetesError('invalid_argument', `environment variable ${Env.Bootstrap} contains ${JSON.stringify(wrong)}; a bootstrap address ends in /p2p/PEER_ID`)
  }
  return values
}
