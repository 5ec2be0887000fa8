/** The operator's own certificate, read from its Secret by every replica: one that follows must be able to serve the moment it leads. */
import { SubnetesError, TlsStore, delay } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { Kinds } from '../controller/kinds.ts'
import { find } from './installed-objects.ts'
import { readLeafSecret } from './tls-secrets.ts'
import type { Secret } from './tls-secrets.ts'

/** Options of an {@link OwnCertificate}. */
export interface OwnCertificateInit {
  readonly place: { readonly namespace: string, readonly name: string }
  /** @default 30 000, and 1000 until there is one */
  readonly pollMs?: number | undefined
}

/** Follows one Secret by looking at it: watching it would need the right to list Secrets. */
export class OwnCertificate implements Startable {
  /** Has the certificate once there is one. */
  readonly store: TlsStore
  readonly #init: OwnCertificateInit
  readonly #client: ApiClient
  readonly #logger: Logger
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined

  constructor (init: OwnCertificateInit, components: { readonly client: ApiClient, readonly logger: Logger }) {
    this.#init = init
    this.#client = components.client
    this.#logger = components.logger
    this.store = new TlsStore(`Secret ${init.place.namespace}/${init.place.name}`)
  }

  async start (): Promise<void> {
    this.#running ??= this.#follow()
  }

  async stop (): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #follow (): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await this.#look().catch((error: unknown) => {
        if (!signal.aborted) this.#logger.warn('own certificate cannot be read', { error: SubnetesError.from(error).message })
      })
      const pollMs = this.#init.pollMs ?? 30_000
      await delay(this.store.isReady ? pollMs : Math.min(pollMs, 1000), { signal, unref: true }).catch(() => {}) // stopped: the loop's condition sees it
    }
  }

  async #look (): Promise<void> {
    const secret = await find<Secret>(this.#client, Kinds.Secret, this.#init.place, { signal: this.#stop.signal })
    const material = secret === undefined ? undefined : readLeafSecret(secret)
    if (material !== undefined && this.store.set(material)) this.#logger.info('own certificate loaded', { names: this.store.facts?.names, notAfter: this.store.facts?.notAfter.toISOString() })
  }
}
