/** The installation's own authority in its Secret: made once, rotated step by step. */
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import type { ApiClient } from '../controller/api-client.ts'
import { Kinds } from '../controller/kinds.ts'
import { createAuthority } from './authority.ts'
import { find, put } from './installed-objects.ts'
import { installationMetadata } from './metadata.ts'
import { afterStep, nextAuthorityStep } from './policy.ts'
import type { AuthorityState } from './policy.ts'
import { authoritySecret, readAuthoritySecret } from './tls-secrets.ts'
import type { Secret } from './tls-secrets.ts'

/** What keepers of certificates work with. */
export interface KeeperComponents {
  readonly client: ApiClient
  readonly logger: Logger
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Asked before each write. @throws when this process does not lead */
  readonly assertLeader: () => void
}

/** The authorities, and when there is something to do next (epoch milliseconds). */
export interface KeptAuthority { readonly state: AuthorityState, readonly until: number }

/** Reads and writes one Secret. Each step is written with the version that was read: of two operators one fails, and reads again. */
export class AuthorityKeeper {
  readonly #instance: string
  readonly #namespace: string
  readonly #components: KeeperComponents
  #kept: KeptAuthority | undefined

  constructor (instance: string, namespace: string, components: KeeperComponents) {
    this.#instance = instance
    this.#namespace = namespace
    this.#components = components
  }

  /** What {@link keep} found last, or a look now. */
  async present (signal: AbortSignal): Promise<KeptAuthority> {
    return this.#kept ?? await this.keep(signal)
  }

  /** Reads the Secret and takes the steps that are due. @throws {SubnetesError} `data_loss` when the Secret holds no authority, `aborted` when another wrote first */
  async keep (signal: AbortSignal): Promise<KeptAuthority> {
    const { client, logger, now, assertLeader } = this.#components
    const metadata = installationMetadata(this.#instance, this.#namespace, 'ca')
    let secret = await find<Secret>(client, Kinds.Secret, { namespace: this.#namespace, name: metadata.name }, { signal })
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const state = secret === undefined ? undefined : readAuthoritySecret(secret)
      const step = nextAuthorityStep(now(), state)
      if (step.kind === 'keep' && state !== undefined) {
        this.#kept = { state, until: step.until }
        return this.#kept
      }
      if (step.kind === 'keep') break
      const next = afterStep(state, step.kind, { now: now(), fresh: await createAuthority(this.#instance, now()) })
      assertLeader()
      secret = await put(client, Kinds.Secret, authoritySecret(metadata, next), { before: secret, signal })
      logger.info('certificate authority', { step: step.kind, secret: metadata.name, believed: 1 + Number(next.next !== undefined) + Number(next.previous !== undefined) })
    }
    throw new SubnetesError('internal', `Secret ${this.#namespace}/${metadata.name}: the authority does not settle`)
  }
}

/** More steps than can be due at one time. */
const MAX_STEPS = 5
