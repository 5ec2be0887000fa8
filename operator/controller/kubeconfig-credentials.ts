/** Credentials of a kubeconfig, whatever kind they are of: tokens, certificates, exec plugins, OIDC. */
import type { RequestOptions } from 'node:https'
import { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node'
import { SubnetesError } from '@subnetes/common'
import { Agent } from 'undici'
import type { Dispatcher } from 'undici'
import { KEEP_ALIVE } from './credentials.ts'
import type { CredentialSource, Credentials } from './credentials.ts'

/** The client library's reading of a kubeconfig. The library holds about 75 MiB once it is loaded; a pod does without (`pod-credentials.ts`). */
export class KubeconfigCredentials implements CredentialSource {
  readonly #config: KubeConfig

  /** @param config as it was loaded @default as kubectl finds it: `KUBECONFIG`, `~/.kube/config` */
  constructor (config?: KubeConfig) {
    this.#config = config ?? new KubeConfig()
    if (config === undefined) this.#config.loadFromDefault()
  }

  server (): string {
    const cluster = this.#config.getCurrentCluster()
    if (cluster === null) throw new SubnetesError('failed_precondition', 'the kubeconfig has no current cluster; set KUBECONFIG, or run in a pod with a service account')
    return cluster.server
  }

  async read (): Promise<Credentials> {
    const options: RequestOptions = {}
    await this.#config.applyToHTTPSOptions(options)
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = String(value)
    if (typeof options.auth === 'string') headers['authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`
    const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized } = options
    const fingerprint = JSON.stringify([ca, cert, key, pfx, passphrase, servername, rejectUnauthorized])
    return { headers, fingerprint, makeDispatcher: async () => await this.#makeDispatcher() }
  }

  async #makeDispatcher (): Promise<Dispatcher> {
    const context = new RequestContext(this.server(), HttpMethod.GET)
    await this.#config.applySecurityAuthentication(context)
    return context.getDispatcher() ?? new Agent({ connect: KEEP_ALIVE })
  }
}
