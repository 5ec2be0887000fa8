/** Who we are to the API server, and the connections to it, kept for all requests of the process. */
import type { RequestOptions } from 'node:https'
import { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node'
import { SubnetesError } from '@subnetes/common'
import { Agent } from 'undici'
import type { Dispatcher } from 'undici'

/** What one request needs. */
export interface ConnectionState {
  /** Address of the API server, without a path. */
  readonly origin: string
  /** Path before all API paths, mostly empty. */
  readonly basePath: string
  readonly headers: Readonly<Record<string, string>>
  readonly dispatcher: Dispatcher
}

/** How long credentials are used before they are looked at again. The client library itself reads a mounted token once a minute. */
export const CREDENTIAL_REFRESH_MS = 10_000

/**
 * The client library makes a new connection pool, and so a new TLS connection, for every request. Here one pool serves all of them until the certificates
 * change (a rotated CA, a client certificate made by an exec plugin); the requests of the old pool then still end on it.
 */
export class ClusterConnection {
  readonly #config: KubeConfig
  readonly #now: () => number
  #state: ConnectionState | undefined
  #fingerprint: string | undefined
  #refreshedAt = -Infinity
  #refreshing: Promise<ConnectionState> | undefined

  /** @param init.now milliseconds of a monotonic clock */
  constructor (config: KubeConfig, init: { now?: () => number } = {}) {
    this.#config = config
    this.#now = init.now ?? (() => performance.now())
  }

  /** @throws {SubnetesError} `unauthenticated` when the credentials cannot be had (an exec plugin fails, a file is gone) */
  async get (): Promise<ConnectionState> {
    if (this.#state !== undefined && this.#now() - this.#refreshedAt < CREDENTIAL_REFRESH_MS) return this.#state
    this.#refreshing ??= this.#refresh().finally(() => { this.#refreshing = undefined })
    return await this.#refreshing
  }

  /** The server did not take the credentials: read them again for the next request. */
  invalidate (): void {
    this.#refreshedAt = -Infinity
  }

  /** Closes all connections; running requests fail. */
  async close (): Promise<void> {
    await this.#state?.dispatcher.destroy()
    this.#state = undefined
    this.#fingerprint = undefined
  }

  async #refresh (): Promise<ConnectionState> {
    const cluster = this.#config.getCurrentCluster()
    if (cluster === null) throw new SubnetesError('failed_precondition', 'the kubeconfig has no current cluster; set KUBECONFIG, or run in a pod with a service account')
    try {
      const { fingerprint, headers } = await this.#readCredentials()
      const url = new URL(cluster.server)
      const previous = this.#state
      const same = previous !== undefined && this.#fingerprint === fingerprint
      const dispatcher = same ? previous.dispatcher : await this.#makeDispatcher(cluster.server)
      if (previous !== undefined && !same) void previous.dispatcher.close().catch(() => {}) // its last requests end; nobody waits
      this.#state = { origin: url.origin, basePath: url.pathname.replace(/\/$/, ''), headers, dispatcher }
      this.#fingerprint = fingerprint
      this.#refreshedAt = this.#now()
      return this.#state
    } catch (error) {
      throw new SubnetesError('unauthenticated', `credentials for ${cluster.server} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error, retryable: true })
    }
  }

  async #readCredentials (): Promise<{ fingerprint: string, headers: Record<string, string> }> {
    const options: RequestOptions = {}
    await this.#config.applyToHTTPSOptions(options)
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = String(value)
    if (typeof options.auth === 'string') headers['authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`
    const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized } = options
    const fingerprint = JSON.stringify([ca, cert, key, pfx, passphrase, servername, rejectUnauthorized])
    return { fingerprint, headers }
  }

  async #makeDispatcher (server: string): Promise<Dispatcher> {
    const context = new RequestContext(server, HttpMethod.GET)
    await this.#config.applySecurityAuthentication(context)
    return context.getDispatcher() ?? new Agent({ connect: { keepAlive: true, keepAliveInitialDelay: 30_000 } })
  }
}

/** Credentials as kubectl finds them: `KUBECONFIG`, `~/.kube/config`, else the pod's service account. */
export function defaultConnection (): ClusterConnection {
  const config = new KubeConfig()
  config.loadFromDefault()
  return new ClusterConnection(config)
}
