/** Credentials that a pod is given: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { Agent } from 'undici'
import { KEEP_ALIVE } from './credentials.ts'
import type { CredentialSource, Credentials } from './credentials.ts'

/** Where the kubelet mounts them. */
export const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount'

/** What a {@link PodCredentials} reads. */
export interface PodCredentialsInit {
  readonly host: string
  readonly port: string
  /** Where `token` and `ca.crt` lie. */
  readonly folder: string
}

/** The mounted token and authority, read anew each time: the kubelet replaces both while the pod runs. */
export class PodCredentials implements CredentialSource {
  readonly #init: PodCredentialsInit

  constructor (init: PodCredentialsInit) {
    this.#init = init
  }

  server (): string {
    const { host, port } = this.#init
    return `https://${isIPv6(host) ? `[${host}]` : host}:${port}`
  }

  async read (): Promise<Credentials> {
    // One after the other: of two that are gone, it is always the same that is named.
    const token = await readFile(join(this.#init.folder, 'token'), 'utf8')
    const ca = await readFile(join(this.#init.folder, 'ca.crt'), 'utf8')
    return {
      headers: { authorization: `Bearer ${token.trim()}` },
      fingerprint: ca,
      makeDispatcher: async () => new Agent({ connect: { ...KEEP_ALIVE, ca } })
    }
  }
}

/** The pod's, when this process runs in one that has a service account's token. */
export function podCredentials (env: Readonly<Record<string, string | undefined>>, folder: string = SERVICE_ACCOUNT_FOLDER): PodCredentials | undefined {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } = env
  return host === '' || port === '' || !existsSync(join(folder, 'token')) ? undefined : new PodCredentials({ host, port, folder })
}
