/** Certificates of our own authority in Secrets: made, renewed, given the authorities that are believed. */
import type { ObjectMeta } from '@subnetes/api'
import type { TlsMaterial } from '@subnetes/common'
import { SubnetesError } from '@subnetes/common'
import { Kinds, keyOf } from '../controller/kinds.ts'
import type { KeeperComponents } from './authority-keeper.ts'
import { issueLeaf } from './authority.ts'
import type { LeafInit } from './authority.ts'
import { find, put } from './installed-objects.ts'
import { nextStep, trustOf } from './policy.ts'
import type { AuthorityState } from './policy.ts'
import { leafSecret, readLeafSecret } from './tls-secrets.ts'
import type { Secret } from './tls-secrets.ts'

/** When there is something to do next (epoch milliseconds), and what is there; undefined when it was not looked at. */
export interface KeptLeaf { readonly until: number, readonly material?: TlsMaterial | undefined }

/** Time for which a Secret that was found in order is not read again, whatever else happens to its Protocol. */
const TRUSTED_MS = 300_000

/** Secrets that are remembered so; those of removed Protocols are among them for a while. */
const MAX_SEEN = 4096

interface Seen { readonly uid: string | undefined, readonly wanted: string, readonly until: number, readonly at: number }

/** Reads and writes the Secrets of certificates. One that is in order costs no write, and is not even read again for some minutes. */
export class LeafKeeper {
  readonly #components: KeeperComponents
  readonly #seen = new Map<string, Seen>()

  constructor (components: KeeperComponents) {
    this.#components = components
  }

  /** Makes the Secret what it should be. @throws {SubnetesError} `already_exists` when the name belongs to somebody else, `aborted` when another wrote first */
  async keep (metadata: ObjectMeta, leaf: LeafInit, authority: AuthorityState, signal: AbortSignal): Promise<KeptLeaf> {
    const key = keyOf({ metadata })
    const now = this.#components.now()
    const uid = ownerOf(metadata)
    const wanted = `${leaf.names.join()} ${authority.active.cert} ${trustOf(authority)}`
    const seen = this.#seen.get(key)
    if (seen !== undefined && seen.uid === uid && seen.wanted === wanted && now < Math.min(seen.until, seen.at + TRUSTED_MS)) return { until: seen.until }
    const kept = await this.#look(metadata, leaf, authority, signal)
    this.#seen.delete(key)
    this.#seen.set(key, { uid, wanted, until: kept.until, at: now })
    if (this.#seen.size > MAX_SEEN) this.#seen.delete(this.#seen.keys().next().value ?? '')
    return kept
  }

  async #look (metadata: ObjectMeta, leaf: LeafInit, authority: AuthorityState, signal: AbortSignal): Promise<KeptLeaf> {
    const { client, logger, now, assertLeader } = this.#components
    const place = { namespace: metadata.namespace ?? '', name: metadata.name }
    const before = await find<Secret>(client, Kinds.Secret, place, { signal })
    if (before !== undefined) assertOurs(before, metadata)
    const present = before === undefined ? undefined : readLeafSecret(before)
    const step = nextStep(now(), present, { leaf, authority })
    if (step.kind === 'keep') return { until: step.until, material: present }
    const ca = trustOf(authority)
    const material = step.kind === 'trust' && present !== undefined ? { ...present, ca } : { ...await issueLeaf(authority.active, leaf, now()), ca }
    assertLeader()
    await put(client, Kinds.Secret, leafSecret(metadata, material), { before, signal })
    logger.info('certificate written', { secret: `${place.namespace}/${place.name}`, names: leaf.names, why: step.kind === 'issue' ? step.why : 'the authorities that are believed have changed' })
    const after = nextStep(now(), material, { leaf, authority })
    return { until: after.kind === 'keep' ? after.until : now(), material }
  }
}

/** A Secret of the name that the Protocol does not own is left alone; so is one of the installation that nothing marks as ours. */
function assertOurs (secret: Secret, metadata: ObjectMeta): void {
  const label = 'app.kubernetes.io/managed-by'
  const isOurs = secret.metadata.labels?.[label] === metadata.labels?.[label] && ownerOf(secret.metadata) === ownerOf(metadata)
  if (!isOurs) throw new SubnetesError('already_exists', `Secret ${keyOf(secret)} is there and belongs to somebody else; delete it, or rename the protocol`)
}

function ownerOf (metadata: ObjectMeta): string | undefined {
  const uid = metadata.ownerReferences?.find((owner) => owner['controller'] === true)?.['uid']
  return typeof uid === 'string' ? uid : undefined
}
