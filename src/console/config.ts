/** The console's configuration: environment -> one frozen, typed object. */
import { Env, SubnetesError, operatorTlsName, readAddress, readLogLevel, readOptional, readString, readStringList } from '@subnetes/common'
import type { Environment } from '@subnetes/common'

/** Everything a console process is told from outside. */
export interface ConsoleConfig {
  /** `HOST:PORT` or `unix:PATH` of who decides: the operators' Service, or the local twin. */
  readonly control: string
  /** `HOST:PORT` of the page; port 0 picks a free one. */
  readonly http: string
  /** Host names by which it may be asked, beside IP addresses and `localhost`; `*` takes all. */
  readonly hosts: readonly string[]
  /** Folder with the console's certificate, and the operator's name in his; undefined dials in plaintext. */
  readonly tls: { readonly folder: string, readonly serverName: string } | undefined
  readonly logLevel: string
}

/** Reads the environment. @throws {SubnetesError} `invalid_argument` naming the variable, what was read and what is allowed */
export function loadConsoleConfig (env: Environment): ConsoleConfig {
  const control = readAddress(env, Env.Control)
  if (control === undefined) throw new SubnetesError('invalid_argument', `environment variable ${Env.Control} is not set; set it to the address of the operator's Control service, as subnetes-operator.subnetes.svc:50050`)
  return Object.freeze({
    control,
    http: readAddress(env, Env.HttpListen, { default: '127.0.0.1:0' }),
    hosts: readHosts(env),
    tls: readTls(env),
    logLevel: readLogLevel(env)
  })
}

function readHosts (env: Environment): readonly string[] {
  const hosts = readStringList(env, Env.ConsoleHosts).map((host) => host.toLowerCase())
  const wrong = hosts.find((host) => host !== '*' && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(host))
  if (wrong === undefined) return Object.freeze(hosts)
  throw new SubnetesError('invalid_argument', `environment variable ${Env.ConsoleHosts} contains ${JSON.stringify(wrong)}; allowed are host names without a port, as console.example.org, and "*" for all`)
}

function readTls (env: Environment): ConsoleConfig['tls'] {
  const folder = readOptional(env, Env.TlsDir)
  return folder === undefined ? undefined : { folder, serverName: operatorTlsName(readString(env, Env.Namespace)) }
}
