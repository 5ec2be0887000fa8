/** Reads and writes the Secrets of runners' Redis users. */
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { FIELD_MANAGER, isOwned } from '../controller/children.ts'
import { differences } from '../controller/difference.ts'
import type { EventRecorder } from '../controller/event-recorder.ts'
import { Kinds } from '../controller/kinds.ts'
import { redisSecretName } from '../resources/redis-environment.ts'
import { ROTATE_ANNOTATION, readSecret, redisSecret } from './redis-secret.ts'
import type { RedisCredential, Secret } from './redis-secret.ts'

/** What was read. */
export interface StoredCredential { readonly secret: Secret | undefined, readonly credential: RedisCredential | undefined }

/** What is to be written. */
export interface CredentialChange {
  readonly stored: StoredCredential
  readonly wanted: RedisCredential
  readonly user: string
  readonly isCurrent: () => boolean
  readonly signal: AbortSignal
}

/** Every write carries the version that was read, so that of two operators one alone gets through. */
export class SecretKeeper {
  readonly #adminUrl: string
  readonly #client: ApiClient
  readonly #events: EventRecorder

  constructor (init: { readonly adminUrl: string }, components: { readonly client: ApiClient, readonly events: EventRecorder }) {
    this.#adminUrl = init.adminUrl
    this.#client = components.client
    this.#events = components.events
  }

  /** @throws {SubnetesError} `already_exists` when a Secret of that name belongs to somebody else, or to a Protocol of the name that is being deleted */
  async read (protocol: Protocol, signal: AbortSignal): Promise<StoredCredential> {
    const place = { namespace: protocol.metadata.namespace, name: redisSecretName(protocol) }
    const secret = await this.#client.get<Secret>(Kinds.Secret, place, { signal }).catch((error: unknown) => {
      if (SubnetesError.from(error).code === 'not_found') return undefined
      throw error
    })
    if (secret !== undefined && !isOwned(secret, protocol.metadata.uid ?? '')) {
      throw new SubnetesError('already_exists', `Secret ${place.namespace ?? ''}/${place.name} is there and belongs to somebody else; delete it, or rename the protocol`, { retryable: true })
    }
    return { secret, credential: secret === undefined ? undefined : readSecret(secret) }
  }

  /** Writes the Secret where it is not so already. @returns whether a write was needed @throws {SubnetesError} `aborted` when somebody else has written it meanwhile */
  async write (protocol: Protocol, change: CredentialChange): Promise<boolean> {
    const { stored, wanted, signal } = change
    const manifest = redisSecret(protocol, wanted, { adminUrl: this.#adminUrl, user: change.user })
    const isServed = stored.credential?.isRotationWanted === true && !wanted.isRotationWanted
    if (stored.secret !== undefined && !isServed && differences(manifest, stored.secret).length === 0) return false
    if (!change.isCurrent()) throw new SubnetesError('aborted', 'no longer the leader')
    const options = { fieldManager: FIELD_MANAGER, signal }
    if (stored.secret === undefined) await this.#client.create(Kinds.Secret, manifest, options)
    else await this.#client.replace(Kinds.Secret, over(stored.secret, manifest, wanted), options)
    return true
  }

  /** Says in the Protocol's events that its runners have a new password. */
  async tellRotated (protocol: Protocol, credential: RedisCredential, signal: AbortSignal): Promise<void> {
    const note = `new pods get a new Redis password; ${credential.replaced.length} older ones are accepted while pods have them`
    await this.#events.record(protocol, { type: 'Normal', reason: 'RedisPasswordRotated', action: 'Rotate', note }, { signal })
  }
}

/** Ours over what is there; what others have added stays, but for a wish that has been fulfilled. */
function over (stored: Secret, manifest: Secret, wanted: RedisCredential): Secret {
  const { [ROTATE_ANNOTATION]: wish, ...others } = stored.metadata.annotations ?? {}
  const annotations = { ...(wanted.isRotationWanted && wish !== undefined ? { [ROTATE_ANNOTATION]: wish } : {}), ...others, ...manifest.metadata.annotations }
  return { ...manifest, metadata: { ...stored.metadata, ...manifest.metadata, labels: { ...stored.metadata.labels, ...manifest.metadata.labels }, annotations } }
}
