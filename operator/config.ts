/** The operator's configuration: environment -> one frozen, typed object. */
import { hostname } from 'node:os'
import { Env, SubnetesError, readAddress, readBoolean, readInteger, readLogLevel, readOptional, readString, readStringList } from '@subnetes/common'
import type { Environment } from '@subnetes/common'
import type { IssuerReference } from '@subnetes/api'
import type { WatchedNamespaces } from './controller/informers.ts'
import type { PodPeers } from './resources/settings.ts'

/** Name of an installation that names none. */
export const DEFAULT_INSTANCE = 'subnetes'
/** Where the Control service listens unless told: all interfaces of the pod, the port that gateways know. */
export const DEFAULT_CONTROL_LISTEN = '0.0.0.0:50050'
/** Requests a second to the API server: enough for a thousand Protocols at rest a hundred times over, and no load for a small control plane. */
export const DEFAULT_API_QPS = 50

/** Everything an operator process is told from outside. */
export interface OperatorConfig {
  /** The installation's name: prefix of its Lease and Secrets, label of its pods. */
  readonly instance: string
  /** The installation's own namespace: of its Lease, its gateways, its Secrets. */
  readonly namespace: string
  /** Namespaces whose Protocols are served. */
  readonly namespaces: WatchedNamespaces
  readonly podName: string
  readonly runnerImage: string
  readonly controlListen: string
  /** Address of this replica's Control service for gateways that another replica sends here; undefined: where it listens. */
  readonly controlAdvertise: string | undefined
  /** `HOST:PORT` of health, readiness and metrics; port 0 picks a free one. */
  readonly http: string
  /** `HOST:PORT` of KEDA's external scaler; undefined serves none. */
  readonly keda: string | undefined
  /** Admin URL of the installation's Redis; undefined: jobs live in the gateways' memory. */
  readonly redis: string | undefined
  /** Whether gateways, workers and operator speak mutual TLS, and who signs; undefined: plaintext. */
  readonly tls: { readonly issuerRef: IssuerReference | undefined } | undefined
  /** Whether consoles may watch this operator; with TLS one certificate is made for them. */
  readonly console: boolean
  /** What workers may reach beyond DNS. */
  readonly workerEgress: ReadonlyArray<Readonly<Record<string, unknown>>>
  /** Who may read workers' metrics. */
  readonly monitoring: PodPeers | undefined
  readonly apiQps: number
  readonly apiBurst: number
  readonly logLevel: string
}

/** Reads the environment. @throws {SubnetesError} `invalid_argument` naming the variable, what was read and what is allowed */
export function loadOperatorConfig (env: Environment): OperatorConfig {
  const namespace = readString(env, Env.Namespace)
  const apiQps = readInteger(env, Env.ApiQps, { default: DEFAULT_API_QPS, min: 1, max: 100_000 })
  return Object.freeze({
    instance: readInstance(env),
    namespace,
    namespaces: readNamespaces(env, namespace),
    podName: readString(env, Env.PodName, { default: hostname() }),
    runnerImage: readString(env, Env.RunnerImage),
    controlListen: readAddress(env, Env.ControlListen, { default: DEFAULT_CONTROL_LISTEN }),
    controlAdvertise: readAddress(env, Env.ControlAdvertise),
    http: readAddress(env, Env.HttpListen, { default: '127.0.0.1:0' }),
    keda: readAddress(env, Env.KedaListen),
    redis: readOptional(env, Env.Redis),
    tls: readTls(env),
    console: readBoolean(env, Env.Console, false),
    workerEgress: readEgress(env),
    monitoring: readMonitoring(env),
    apiQps,
    apiBurst: readInteger(env, Env.ApiBurst, { default: 2 * apiQps, min: 1, max: 100_000 }),
    logLevel: readLogLevel(env)
  })
}

/** It becomes a part of names and a label: at most 40 characters, so that what is put behind it fits too. */
function readInstance (env: Environment): string {
  const instance = readString(env, Env.Instance, { default: DEFAULT_INSTANCE })
  if (/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(instance)) return instance
  throw new SubnetesError('invalid_argument', `environment variable ${Env.Instance} is ${JSON.stringify(instance)}; allowed are 1 to 40 lower-case letters, digits and inner hyphens`)
}

function readNamespaces (env: Environment, own: string): WatchedNamespaces {
  const names = readStringList(env, Env.WatchNamespaces)
  if (names.length === 0) return Object.freeze([own])
  if (names.includes('*')) {
    if (names.length === 1) return 'all'
    throw new SubnetesError('invalid_argument', `environment variable ${Env.WatchNamespaces} is ${JSON.stringify(names)}; "*" means all namespaces and stands alone`)
  }
  return Object.freeze([...new Set(names)])
}

function readTls (env: Environment): OperatorConfig['tls'] {
  if (!readBoolean(env, Env.Tls, false)) return undefined
  const issuer = readJson(env, Env.TlsIssuer, 'a JSON object with the name, kind and group of a cert-manager issuer') as Partial<IssuerReference> | undefined
  if (issuer === undefined) return { issuerRef: undefined }
  const { name, kind = 'Issuer', group = 'cert-manager.io' } = issuer
  if (typeof name === 'string' && name !== '') return { issuerRef: { name, kind, group } }
  throw new SubnetesError('invalid_argument', `environment variable ${Env.TlsIssuer} is ${JSON.stringify(issuer)}; it must have a name, as {"name":"my-issuer"}`)
}

function readEgress (env: Environment): OperatorConfig['workerEgress'] {
  const rules = readJson(env, Env.WorkerEgress, 'a JSON array of egress rules of a NetworkPolicy') ?? []
  if (Array.isArray(rules) && rules.every((rule) => typeof rule === 'object' && rule !== null)) return rules as OperatorConfig['workerEgress']
  throw new SubnetesError('invalid_argument', `environment variable ${Env.WorkerEgress} is ${JSON.stringify(rules).slice(0, 200)}; allowed is a JSON array of egress rules of a NetworkPolicy`)
}

function readMonitoring (env: Environment): PodPeers | undefined {
  const peers = readJson(env, Env.MonitoringFrom, 'a JSON object with podLabels and namespaceLabels') as Partial<PodPeers> | undefined
  if (peers === undefined) return undefined
  const { podLabels = {}, namespaceLabels } = peers
  return { podLabels, ...(namespaceLabels === undefined ? {} : { namespaceLabels }) }
}

function readJson (env: Environment, name: string, allowed: string): unknown {
  const text = readOptional(env, name)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // told below
  }
  throw new SubnetesError('invalid_argument', `environment variable ${name} is ${JSON.stringify(text.slice(0, 200))}; allowed is ${allowed}`)
}
