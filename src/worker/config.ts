/** Configuration of a worker's processes, from the environment. The one place of this package that knows variable names. */
import { hostname } from 'node:os'
import { COMPUTE_PORT, Env, LOCAL_NAMESPACE, RUNNER_PORT, SubnetesError, gatewayTlsName, operatorTlsName, readChoice, readInteger, readLogLevel, readOptional, readString, readStringList } from '@subnetes/common'
import type { Environment } from '@subnetes/common'
import { resolveJobLimits } from '@subnetes/dispatch'
import type { JobLimits, JobLimitsInit } from '@subnetes/dispatch'

/** What a runner obeys. */
export interface RunnerConfig {
  /** Pod name, or `<protocol>-<n>` locally. */
  readonly workerId: string
  /** The manifest's name. */
  readonly protocol: string
  /** Where gateways reach it: `HOST:PORT` or `unix:PATH`. */
  readonly listen: string
  /** Where health, readiness and metrics are; undefined serves none. */
  readonly httpListen: string | undefined
  /** Calls at once; one more is refused. */
  readonly slots: number
  /** Longest time running calls may take after a request to stop. */
  readonly drainMs: number
  readonly logLevel: string
  /** Where jobs come from; undefined takes none. */
  readonly jobs?: JobsConfig | undefined
  /** Mutual TLS on its port; undefined serves plaintext. */
  readonly tls?: RunnerTlsConfig | undefined
}

/** A runner's certificate, and whom it lets in. */
export interface RunnerTlsConfig {
  /** Folder with `ca.crt`, `tls.crt` and `tls.key`. */
  readonly folder: string
  /** DNS names of which a client's certificate must have one. */
  readonly clients: readonly string[]
}

/** Where a runner's jobs come from. */
export interface JobsConfig {
  readonly url: string
  readonly namespace: string
  readonly limits: JobLimits
}

/** How a runner finds or starts its compute. */
export interface ComputeConfig {
  /** What the runner starts itself; empty when somebody else does (the kubelet). */
  readonly command: readonly string[]
  /** `HOST:PORT` or `unix:PATH`; undefined: a socket in a private folder, chosen at each start. */
  readonly listen: string | undefined
  /** Longest time from its start until it is ready. */
  readonly startTimeoutMs: number
  /** @default {@link DEFAULT_COMPUTE_CLIENT} */
  readonly client?: ComputeClient | undefined
}

/** HTTP/2 clients for calls to compute: ours, which costs half, and `node:http2`, for finding out whether ours is to blame for something. */
export type ComputeClient = 'lean' | 'http2'

/** The client that is measured and tested most. */
export const DEFAULT_COMPUTE_CLIENT: ComputeClient = 'lean'

/** Default slots: a GPU that serves one call at a time is the common case. */
export const DEFAULT_SLOTS = 1
/** Default patience of a drain, equal to the kubelet's default grace period. */
export const DEFAULT_DRAIN_SECONDS = 30
/** Default patience with a starting compute: a large model from a network disk. */
export const DEFAULT_COMPUTE_START_SECONDS = 300

/** Reads a runner's configuration. @throws {SubnetesError} `invalid_argument` naming the variable and what is allowed */
export function loadRunnerConfig (env: Environment, init: { slots?: number | undefined } = {}): RunnerConfig {
  const protocol = readString(env, Env.Protocol, { default: 'worker' })
  return Object.freeze({
    protocol,
    workerId: readString(env, Env.WorkerId, { default: hostname() || protocol }),
    listen: readString(env, Env.RunnerListen, { default: `127.0.0.1:${RUNNER_PORT}` }),
    httpListen: readOptional(env, Env.HttpListen),
    slots: readInteger(env, Env.Concurrency, { default: init.slots ?? DEFAULT_SLOTS, min: 1, max: 10_000 }),
    drainMs: 1000 * readInteger(env, Env.DrainSeconds, { default: DEFAULT_DRAIN_SECONDS, min: 0, max: 86_400 }),
    logLevel: readLogLevel(env),
    jobs: readJobs(env),
    tls: readTls(env)
  })
}

/** Reads how compute is found or started. @throws {SubnetesError} `invalid_argument` naming the variable and what is allowed */
export function loadComputeConfig (env: Environment): ComputeConfig {
  const command = readStringList(env, Env.ComputeCommand)
  if (command[0] === '') throw new SubnetesError('invalid_argument', `environment variable ${Env.ComputeCommand} names an empty program; set it to a JSON array such as ["python3","main.py"]`)
  return Object.freeze({
    command,
    listen: readOptional(env, Env.ComputeListen) ?? (command.length > 0 ? undefined : `127.0.0.1:${COMPUTE_PORT}`),
    startTimeoutMs: 1000 * readInteger(env, Env.ComputeStartSeconds, { default: DEFAULT_COMPUTE_START_SECONDS, min: 1, max: 86_400 }),
    client: readChoice(env, Env.ComputeClient, ['lean', 'http2'], { default: DEFAULT_COMPUTE_CLIENT })
  })
}

/** Where a worker made with the SDK serves as compute only: a runner stands before it, in its own process. Undefined when it is its own runner. */
export function loadComputeOnlyListen (env: Environment): string | undefined {
  return readOptional(env, Env.RunnerListen) === undefined ? readOptional(env, Env.ComputeListen) : undefined
}

function readJobs (env: Environment): JobsConfig | undefined {
  const url = readOptional(env, Env.Redis)
  if (url === undefined) return undefined
  return Object.freeze({ url, namespace: readString(env, Env.Namespace, { default: LOCAL_NAMESPACE }), limits: resolveJobLimits(readQueue(env)) })
}

function readTls (env: Environment): RunnerTlsConfig | undefined {
  const folder = readOptional(env, Env.TlsDir)
  if (folder === undefined) return undefined
  const namespace = readString(env, Env.Namespace, { default: LOCAL_NAMESPACE })
  const clients = readStringList(env, Env.TlsClients)
  return Object.freeze({ folder, clients: clients.length > 0 ? clients : [gatewayTlsName(namespace), operatorTlsName(namespace)] })
}

function readQueue (env: Environment): JobLimitsInit {
  const text = readOptional(env, Env.Queue)
  if (text === undefined) return {}
  try {
    return JSON.parse(text) as JobLimitsInit
  } catch {
    throw new SubnetesError('invalid_argument', `environment variable ${Env.Queue} is ${JSON.stringify(text.slice(0, 100))}; allowed is JSON such as {"attempts":3}`)
  }
}
