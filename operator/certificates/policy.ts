/** When certificates are made, renewed and replaced. Pure: what there is and the time in, the next step out. */
import { X509Certificate } from 'node:crypto'
import { certificateNames } from '@subnetes/common'
import type { TlsMaterial } from '@subnetes/common'
import { LEAF_LIFE_MS } from './authority.ts'
import type { KeyPair, LeafInit } from './authority.ts'

/**
 * Time between the moment when a new authority is believed by all and the moment when it signs. By then every process must have its certificate in hand: the
 * operator writes Secrets within minutes, a kubelet brings them to pods within two. A day covers a node that was cut off for a night.
 */
export const TRUST_SPREAD_MS = 86_400_000
/** After its last signature an authority is believed as long as anything that it has signed may be valid. */
export const RETIRE_AFTER_MS = LEAF_LIFE_MS + 3_600_000
/** Part of a certificate's life after which it is renewed, as cert-manager has it: two thirds leave ten of thirty days for whatever goes wrong. */
export const RENEW_AT = 2 / 3

/** The installation's authorities. During a rotation there are two: one signs, both are believed. */
export interface AuthorityState {
  /** The one that signs. */
  readonly active: KeyPair
  /** Since when (epoch milliseconds). */
  readonly signingSince: number
  /** The one that will sign, believed already. */
  readonly next?: { readonly pair: KeyPair, readonly since: number } | undefined
  /** Certificate of the one before, believed still. */
  readonly previous?: string | undefined
  /** Somebody asked for a rotation. */
  readonly isRotationWanted: boolean
}

/** What is to be done with the authorities: nothing before `until` (epoch milliseconds), or a step, after which there may be another. */
export type AuthorityStep =
  { readonly kind: 'create' | 'introduce' | 'switch' | 'retire' } |
  { readonly kind: 'keep', readonly until: number }

/**
 * The next step of the authorities. A rotation takes three: a second one is *introduced*, believed and silent; a day later signing *switches* to it and all
 * certificates are made anew; when nothing of the first can be valid any more it is *retired*. At no time does anyone show a certificate that another may not believe yet.
 */
export function nextAuthorityStep (now: number, state: AuthorityState | undefined): AuthorityStep {
  if (state === undefined) return { kind: 'create' }
  const { active, signingSince, next, previous, isRotationWanted } = state
  const life = lifeOf(active.cert)
  if (now >= life.notAfter) return { kind: 'create' } // nobody believes it any more: there is nothing to rotate gently
  if (next !== undefined) {
    const switchAt = next.since + TRUST_SPREAD_MS
    return now >= switchAt ? { kind: 'switch' } : { kind: 'keep', until: switchAt }
  }
  if (previous !== undefined) {
    const retireAt = signingSince + RETIRE_AFTER_MS
    return now >= retireAt ? { kind: 'retire' } : { kind: 'keep', until: retireAt }
  }
  if (isRotationWanted || now >= life.renewAt) return { kind: 'introduce' }
  return { kind: 'keep', until: life.renewAt }
}

/** The authorities after a step. `fresh` is a new one, for the steps that need it. */
export function afterStep (state: AuthorityState | undefined, step: 'create' | 'introduce' | 'switch' | 'retire', init: { readonly now: number, readonly fresh: KeyPair }): AuthorityState {
  const { now, fresh } = init
  if (state === undefined || step === 'create') return { active: fresh, signingSince: now, isRotationWanted: false }
  if (step === 'introduce') return { ...state, next: { pair: fresh, since: now }, isRotationWanted: false }
  if (step === 'retire' || state.next === undefined) return { ...state, previous: undefined }
  return { active: state.next.pair, signingSince: now, previous: state.active.cert, isRotationWanted: state.isRotationWanted }
}

/** All certificates of authorities that are believed now: the `ca.crt` of everybody. */
export function trustOf ({ active, next, previous }: AuthorityState): string {
  return [active.cert, next?.pair.cert, previous].filter((pem) => pem !== undefined).map((pem) => `${pem.trim()}\n`).join('')
}

/** What is to be done with a certificate: nothing before `until`, a new one, or only the authorities beside it. */
export type LeafStep =
  { readonly kind: 'issue', readonly why: string } |
  { readonly kind: 'trust' } |
  { readonly kind: 'keep', readonly until: number }

/** The next step of a certificate and what lies beside it in its Secret; undefined when there is none, or none that can be read. */
export function nextStep (now: number, secret: TlsMaterial | undefined, wanted: { readonly leaf: LeafInit, readonly authority: AuthorityState }): LeafStep {
  if (secret === undefined) return { kind: 'issue', why: 'there is none' }
  const certificate = read(secret.cert)
  if (certificate === undefined) return { kind: 'issue', why: 'it cannot be read' }
  const names = certificateNames(certificate)
  if (names.join() !== wanted.leaf.names.join()) return { kind: 'issue', why: `it is for ${names.join(', ') || 'nobody'}` }
  if (!isSignedBy(certificate, wanted.authority.active.cert)) return { kind: 'issue', why: 'another authority has signed it' }
  const { renewAt } = lifeOf(secret.cert)
  if (now >= renewAt) return { kind: 'issue', why: 'two thirds of its life are over' }
  if (secret.ca !== trustOf(wanted.authority)) return { kind: 'trust' }
  return { kind: 'keep', until: renewAt }
}

function lifeOf (cert: string): { readonly notAfter: number, readonly renewAt: number } {
  const { validFromDate, validToDate } = new X509Certificate(cert)
  const [notBefore, notAfter] = [validFromDate.getTime(), validToDate.getTime()]
  return { notAfter, renewAt: notBefore + (notAfter - notBefore) * RENEW_AT }
}

function read (cert: string): X509Certificate | undefined {
  try {
    return new X509Certificate(cert)
  } catch {
    return undefined // somebody has written something else there; it is made anew
  }
}

function isSignedBy (certificate: X509Certificate, authority: string): boolean {
  const issuer = new X509Certificate(authority)
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}
