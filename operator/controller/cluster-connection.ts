/** Who we are to the API server, and the connections to it, kept for all requests of the process. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { SubnetesError } from '@subnetes/common'
import type { Dispatcher } from 'undici'
import type { CredentialSource } from './credentials.ts'
import { podCredentials } from './pod-credentials.ts'

/** What one request needs. */
export interface ConnectionState {
  /** Address of the API server, without a path. */
  readonly origin: string
  /** Path before all API paths, mostly empty. */
  readonly basePath: string
  readonly headers: Readonly<Record<string, string>>
  readonly dispatcher: Dispatcher
}

/** How long credentials are used before they are looked at again. */
export const CREDENTIAL_REFRESH_MS = 10_000

/**
 * The client library makes a new connection pool, and so a new TLS connection, for every request. Here one pool serves all of them until the certificates
 * change (a rotated CA, a client certificate made by an exec plugin); the requests of the old pool then still end on it.
 */
export class ClusterConnection {
  readonly #source: CredentialSource
  readonly #now: () => number
  #state: ConnectionState | undefined
  #fingerprint: string | undefined
  #refreshedAt = -Infinity
  #refreshing: Promise<ConnectionState> | undefined

  /** @param init.now milliseconds of a monotonic clock */
  constructor (source: CredentialSource, init: { now?: () => number } = {}) {
    this.#source = source
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
    const server = this.#source.server()
    try {
      const { fingerprint, headers, makeDispatcher } = await this.#source.read()
      const url = new URL(server)
      const previous = this.#state
      const same = previous !== undefined && this.#fingerprint === fingerprint
      const dispatcher = same ? previous.dispatcher : await makeDispatcher()
      if (previous !== undefined && !same) void previous.dispatcher.close().catch(() => {}) // its last requests end; nobody waits
      this.#state = { origin: url.origin, basePath: url.pathname.replace(/\/$/, ''), headers, dispatcher }
      this.#fingerprint = fingerprint
      this.#refreshedAt = this.#now()
      return this.#state
    } catch (error) {
      throw new SubnetesError('unauthenticated', `credentials for ${server} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error, retryable: true })
    }
  }
}

/** Credentials as kubectl finds them: `KUBECONFIG`, `~/.kube/config`, else the pod's service account. The client library is loaded only for a kubeconfig. */
export async function defaultConnection (): Promise<ClusterConnection> {
  const hasKubeconfig = (process.env['KUBECONFIG'] ?? '') !== '' || existsSync(join(homedir(), '.kube', 'config'))
  const pod = hasKubeconfig ? undefined : podCredentials(process.env)
  if (pod !== undefined) return new ClusterConnection(pod)
  const { KubeconfigCredentials } = await import('./kubeconfig-credentials.ts')
  return new ClusterConnection(new KubeconfigCredentials())
}
