/** The Secret with which a Protocol's runners find Redis, and the passwords that are accepted beside its own. */
import { createHash, randomBytes } from 'node:crypto'
import type { Protocol } from '@subnetes/api'
import { withUser } from '@subnetes/common'
import { ownedMetadata } from '../resources/metadata.ts'
import { Label } from '../resources/names.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { REDIS_URL_KEY, redisSecretName } from '../resources/redis-environment.ts'

const PASSWORD_KEY = 'password'

/** When the present password was made, RFC 3339. */
const MADE_AT = 'subnetes.dev/redis-password-made'
/** JSON list of {@link ReplacedPassword}. */
const REPLACED = 'subnetes.dev/redis-passwords-replaced'
/** Put on the Secret by a person: a new password, please. Gone with it. */
export const ROTATE_ANNOTATION = 'subnetes.dev/rotate'

/** A password is replaced after so long: 30 days, as most rules for service accounts ask. */
export const ROTATE_AFTER_MS = 30 * 86_400_000
/**
 * Longest time that a replaced password stays accepted for pods that have it in their environment. Three rotations: workers are not restarted for a password, and few pods live so
 * long. What runs keeps its connection even then; only a new one is refused.
 */
export const MAX_OVERLAP_MS = 3 * ROTATE_AFTER_MS
/** A pod that is younger than the replacement by less than this may still have been given the older Secret by a kubelet's cache. */
export const CACHE_MARGIN_MS = 300_000
/** Replaced passwords that are remembered at once; more rotations than that within the overlap end the oldest. */
export const MAX_REPLACED = 4

/** A core/v1 Secret. Values are base64. */
export interface Secret extends Manifest { readonly data?: Readonly<Record<string, string>> }

/** A password that pods may still have. */
export interface ReplacedPassword {
  /** SHA-256 in hexadecimal, as Redis keeps passwords. */
  readonly hash: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** What the Secret holds. */
export interface RedisCredential {
  readonly password: string
  /** Epoch milliseconds. */
  readonly madeAt: number
  /** Newest first. */
  readonly replaced: readonly ReplacedPassword[]
  /** Somebody asked for a new password. */
  readonly isRotationWanted: boolean
}

/** As Redis keeps it: `ACL SETUSER name #HASH`. */
export function passwordHash (password: string): string {
  return createHash('sha256').update(password).digest('hex')
}

/** A first password, or the next one: the present one is accepted on. */
export function nextCredential (before: RedisCredential | undefined, now: number): RedisCredential {
  const replaced = before === undefined ? [] : [{ hash: passwordHash(before.password), at: now }, ...before.replaced].slice(0, MAX_REPLACED)
  return { password: randomBytes(32).toString('hex'), madeAt: now, replaced, isRotationWanted: false }
}

/** Without the replaced passwords that no pod can have any more, and those beyond {@link MAX_OVERLAP_MS}. `podsCreatedAt`: of the Protocol's present pods, epoch milliseconds. */
export function withoutRetired (credential: RedisCredential, podsCreatedAt: readonly number[], now: number): RedisCredential {
  const oldestPod = Math.min(...podsCreatedAt)
  const replaced = credential.replaced.filter(({ at }) => now - at < MAX_OVERLAP_MS && (now - at < CACHE_MARGIN_MS || oldestPod < at + CACHE_MARGIN_MS))
  return replaced.length === credential.replaced.length ? credential : { ...credential, replaced }
}

/** What a Secret says; undefined when it is none of ours or was emptied. */
export function readSecret (secret: Secret): RedisCredential | undefined {
  const password = Buffer.from(secret.data?.[PASSWORD_KEY] ?? '', 'base64').toString()
  if (!/^[0-9a-f]{64}$/.test(password)) return undefined
  const annotations = secret.metadata.annotations ?? {}
  const madeAt = Date.parse(annotations[MADE_AT] ?? '')
  return { password, madeAt: Number.isNaN(madeAt) ? 0 : madeAt, replaced: readReplaced(annotations[REPLACED] ?? '[]'), isRotationWanted: annotations[ROTATE_ANNOTATION] !== undefined }
}

function readReplaced (text: string): ReplacedPassword[] {
  try {
    const list = JSON.parse(text) as unknown
    const isReplaced = (value: Partial<ReplacedPassword> | null): value is ReplacedPassword => typeof value?.at === 'number' && /^[0-9a-f]{64}$/.test(value.hash ?? '')
    return Array.isArray(list) ? (list as Array<Partial<ReplacedPassword> | null>).filter(isReplaced).slice(0, MAX_REPLACED) : []
  } catch {
    return [] // somebody has written into it; pods with an older password then need a restart
  }
}

/** The Secret as it should be. @param adminUrl the installation's Redis, whose address the runners get */
export function redisSecret (protocol: Protocol, credential: RedisCredential, init: { readonly adminUrl: string, readonly user: string }): Secret {
  const metadata = ownedMetadata(protocol)
  const values = { [REDIS_URL_KEY]: withUser(init.adminUrl, { user: init.user, password: credential.password }), [PASSWORD_KEY]: credential.password }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      ...metadata,
      name: redisSecretName(protocol),
      labels: { ...metadata.labels, [Label.Component]: 'redis-user' },
      annotations: { [MADE_AT]: new Date(credential.madeAt).toISOString(), [REPLACED]: JSON.stringify(credential.replaced) }
    },
    data: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Buffer.from(value).toString('base64')]))
  }
}
