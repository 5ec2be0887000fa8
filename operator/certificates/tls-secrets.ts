/** Certificates as Secrets hold them. */
import { X509Certificate } from 'node:crypto'
import type { ObjectMeta } from '@subnetes/api'
import { SubnetesError, checkTlsMaterial, parseCertificates } from '@subnetes/common'
import type { TlsMaterial } from '@subnetes/common'
import type { Manifest } from '../resources/kube-object.ts'
import { BACKDATE_MS } from './authority.ts'
import type { KeyPair } from './authority.ts'
import { trustOf } from './policy.ts'
import type { AuthorityState } from './policy.ts'

/** Put on the authority's Secret by a person: a new authority, please. Gone when it has begun. */
export const ROTATE_ANNOTATION = 'subnetes.dev/rotate'
/** Since when the active authority signs, and since when the next one is believed: RFC 3339. */
const SIGNING_SINCE = 'subnetes.dev/signing-since'
const NEXT_SINCE = 'subnetes.dev/next-since'

/** A core/v1 Secret. Values are base64. */
export interface Secret extends Manifest { readonly data?: Readonly<Record<string, string>>, readonly type?: string }

/** A Secret with `ca.crt`, `tls.crt` and `tls.key`, as pods mount it. */
export function leafSecret (metadata: ObjectMeta, material: TlsMaterial): Secret {
  return { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata, data: encode({ 'ca.crt': material.ca, 'tls.crt': material.cert, 'tls.key': material.key }) }
}

/** What a Secret for pods holds; undefined when it is not whole or does not fit together. */
export function readLeafSecret (secret: Secret): TlsMaterial | undefined {
  const material = { ca: decode(secret, 'ca.crt'), cert: decode(secret, 'tls.crt'), key: decode(secret, 'tls.key') }
  return fits(material) ? material : undefined
}

/** The authorities' Secret. Its `tls.crt` and `tls.key` are of the one that signs; `ca.crt` holds all that are believed. */
export function authoritySecret (metadata: ObjectMeta, state: AuthorityState): Secret {
  const { active, next, previous, signingSince, isRotationWanted } = state
  const annotations = {
    [SIGNING_SINCE]: new Date(signingSince).toISOString(),
    ...(next === undefined ? {} : { [NEXT_SINCE]: new Date(next.since).toISOString() }),
    ...(isRotationWanted ? { [ROTATE_ANNOTATION]: 'true' } : {})
  }
  const values = {
    'ca.crt': trustOf(state),
    'tls.crt': active.cert,
    'tls.key': active.key,
    ...(next === undefined ? {} : { 'next.crt': next.pair.cert, 'next.key': next.pair.key }),
    ...(previous === undefined ? {} : { 'previous.crt': previous })
  }
  return { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { ...metadata, annotations }, data: encode(values) }
}

/** @throws {SubnetesError} `data_loss` naming the Secret when it does not hold an authority: making another one in silence would cut off everybody at once */
export function readAuthoritySecret (secret: Secret): AuthorityState {
  const where = `Secret ${secret.metadata.namespace ?? ''}/${secret.metadata.name}`
  const annotations = secret.metadata.annotations ?? {}
  const active = readPair(secret, 'tls', where)
  const next = secret.data?.['next.crt'] === undefined ? undefined : readPair(secret, 'next', where)
  const previous = decode(secret, 'previous.crt')
  return {
    active,
    signingSince: timeOf(annotations[SIGNING_SINCE], active),
    next: next === undefined ? undefined : { pair: next, since: timeOf(annotations[NEXT_SINCE], next) },
    previous: previous === '' ? undefined : previous,
    isRotationWanted: annotations[ROTATE_ANNOTATION] !== undefined
  }
}

function readPair (secret: Secret, name: string, where: string): KeyPair {
  const pair = { cert: decode(secret, `${name}.crt`), key: decode(secret, `${name}.key`) }
  const [certificate] = parseCertificates(pair.cert, `${where}: ${name}.crt`)
  if (certificate?.ca === true && pair.key.includes('PRIVATE KEY')) return pair
  throw new SubnetesError('data_loss', `${where}: ${name}.crt and ${name}.key are no certificate authority; restore the Secret, or delete it and all certificates are made anew`)
}

/** A time that somebody took away is that of the certificate. */
function timeOf (text: string | undefined, { cert }: KeyPair): number {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? new X509Certificate(cert).validFromDate.getTime() + BACKDATE_MS : time
}

function fits (material: TlsMaterial): boolean {
  try {
    checkTlsMaterial(material, 'Secret')
    return true
  } catch {
    return false // it is made anew
  }
}

function encode (values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Buffer.from(value).toString('base64')]))
}

function decode (secret: Secret, name: string): string {
  return Buffer.from(secret.data?.[name] ?? '', 'base64').toString()
}
