/** When certificates are made, renewed and replaced, by a clock of the test's own. */
import { X509Certificate } from 'node:crypto'
import { checkTlsMaterial } from '@subnetes/common'
import type { TlsMaterial } from '@subnetes/common'
import { beforeAll, describe, expect, it } from 'vitest'
import { BACKDATE_MS, CA_LIFE_MS, LEAF_LIFE_MS, createAuthority, issueLeaf } from './authority.ts'
import type { KeyPair, LeafInit } from './authority.ts'
import { RETIRE_AFTER_MS, TRUST_SPREAD_MS, afterStep, nextAuthorityStep, nextStep, trustOf } from './policy.ts'
import type { AuthorityState } from './policy.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const T0 = Date.parse('2030-01-01T00:00:00Z')
const leaf: LeafInit = { names: ['inference.default'], usages: ['server'] }
let first: KeyPair
let second: KeyPair
beforeAll(async () => {
  first = await createAuthority('subnetes', T0)
  second = await createAuthority('subnetes', T0)
})

function stateOf (init: Partial<AuthorityState> = {}): AuthorityState {
  return { active: first, signingSince: T0, isRotationWanted: false, ...init }
}

async function issued (now: number, authority = stateOf(), init = leaf): Promise<TlsMaterial> {
  return { ...await issueLeaf(authority.active, init, now), ca: trustOf(authority) }
}

describe('a certificate', () => {
  it('is a P-256 certificate for a month, valid from before it was made, for its names and its side alone', async () => {
    const material = await issued(T0)
    const certificate = new X509Certificate(material.cert)
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect([certificate.validFromDate.getTime(), certificate.validToDate.getTime()]).toEqual([T0 - BACKDATE_MS, T0 + LEAF_LIFE_MS])
    expect([certificate.subjectAltName, certificate.keyUsage, certificate.ca]).toEqual(['DNS:inference.default', ['1.3.6.1.5.5.7.3.1'], false])
    expect(checkTlsMaterial(material, 'test')).toMatchObject({ names: ['inference.default'], isSignedByCa: true })
    expect(new X509Certificate(first.cert)).toMatchObject({ ca: true, validToDate: new Date(T0 + CA_LIFE_MS) })
  })

  it('does not outlive its authority', async () => {
    const { cert } = await issueLeaf(first, leaf, T0 + CA_LIFE_MS - DAY)
    expect(new X509Certificate(cert).validToDate.getTime()).toBe(T0 + CA_LIFE_MS)
  })

  it('takes the longest names there are', async () => {
    const names = [`${'p'.repeat(52)}.${'n'.repeat(63)}`]
    expect(checkTlsMaterial(await issued(T0, stateOf(), { names, usages: ['server'] }), 'test').names).toEqual(names)
  })

  it('is kept until two thirds of its life are over, then made anew', async () => {
    const material = await issued(T0)
    const renewAt = T0 - BACKDATE_MS + (LEAF_LIFE_MS + BACKDATE_MS) * 2 / 3
    const wanted = { leaf, authority: stateOf() }
    expect(nextStep(T0, material, wanted)).toEqual({ kind: 'keep', until: renewAt })
    expect(nextStep(renewAt - 1, material, wanted)).toMatchObject({ kind: 'keep' })
    expect(nextStep(renewAt, material, wanted)).toEqual({ kind: 'issue', why: 'two thirds of its life are over' })
  })

  it('is made when there is none, it cannot be read, or it is for another name or of another authority', async () => {
    const material = await issued(T0)
    const wanted = { leaf, authority: stateOf() }
    expect(nextStep(T0, undefined, wanted)).toEqual({ kind: 'issue', why: 'there is none' })
    expect(nextStep(T0, { ...material, cert: 'x' }, wanted)).toEqual({ kind: 'issue', why: 'it cannot be read' })
    expect(nextStep(T0, material, { ...wanted, leaf: { ...leaf, names: ['other.default'] } })).toEqual({ kind: 'issue', why: 'it is for inference.default' })
    expect(nextStep(T0, material, { ...wanted, authority: stateOf({ active: second }) })).toEqual({ kind: 'issue', why: 'another authority has signed it' })
  })

  it('stays when only the authorities that are believed change', async () => {
    const material = await issued(T0)
    const authority = stateOf({ next: { pair: second, since: T0 } })
    expect(nextStep(T0, material, { leaf, authority })).toEqual({ kind: 'trust' })
    expect(nextStep(T0, { ...material, ca: trustOf(authority) }, { leaf, authority })).toMatchObject({ kind: 'keep' })
  })
})

describe('the authority', () => {
  it('is made once, and again only when nobody believes it any more', () => {
    expect(nextAuthorityStep(T0, undefined)).toEqual({ kind: 'create' })
    expect(nextAuthorityStep(T0, stateOf())).toMatchObject({ kind: 'keep' })
    expect(nextAuthorityStep(T0 + CA_LIFE_MS, stateOf())).toEqual({ kind: 'create' })
  })

  it('begins a rotation after two thirds of ten years, or when somebody asks', () => {
    const renewAt = T0 - BACKDATE_MS + (CA_LIFE_MS + BACKDATE_MS) * 2 / 3
    expect(nextAuthorityStep(T0, stateOf())).toEqual({ kind: 'keep', until: renewAt })
    expect(nextAuthorityStep(renewAt, stateOf())).toEqual({ kind: 'introduce' })
    expect(nextAuthorityStep(T0, stateOf({ isRotationWanted: true }))).toEqual({ kind: 'introduce' })
  })

  it('is rotated in three steps: believed, signing, alone', () => {
    const introduced = afterStep(stateOf({ isRotationWanted: true }), 'introduce', { now: T0, fresh: second })
    expect([introduced.active, introduced.isRotationWanted, trustOf(introduced)]).toEqual([first, false, `${first.cert}${second.cert}`])
    expect(nextAuthorityStep(T0 + TRUST_SPREAD_MS - 1, introduced)).toEqual({ kind: 'keep', until: T0 + TRUST_SPREAD_MS })
    const switchAt = T0 + 3 * TRUST_SPREAD_MS // the operator was away
    expect(nextAuthorityStep(switchAt, introduced)).toEqual({ kind: 'switch' })
    const switched = afterStep(introduced, 'switch', { now: switchAt, fresh: first })
    expect([switched.active, switched.next, trustOf(switched)]).toEqual([second, undefined, `${second.cert}${first.cert}`])
    expect(nextAuthorityStep(switchAt + RETIRE_AFTER_MS - 1, switched)).toEqual({ kind: 'keep', until: switchAt + RETIRE_AFTER_MS })
    expect(nextAuthorityStep(switchAt + RETIRE_AFTER_MS, switched)).toEqual({ kind: 'retire' })
    expect(trustOf(afterStep(switched, 'retire', { now: switchAt + RETIRE_AFTER_MS, fresh: first }))).toBe(second.cert)
  })

  it('is not rotated again before a rotation is over', () => {
    const during = [stateOf({ isRotationWanted: true, next: { pair: second, since: T0 } }), stateOf({ isRotationWanted: true, previous: second.cert })]
    for (const state of during) expect(nextAuthorityStep(T0 + HOUR, state)).toMatchObject({ kind: 'keep' })
  })

  it('is believed by everybody whose files are a day old, whenever it has signed what somebody shows, through a whole rotation', async () => {
    let state = stateOf()
    let material = await issued(T0)
    const history: Array<{ readonly now: number, readonly material: TlsMaterial }> = []
    for (let now = T0; now < T0 + 60 * DAY; now += 6 * HOUR) {
      if (now === T0 + 2 * DAY) state = { ...state, isRotationWanted: true }
      for (let step = nextAuthorityStep(now, state); step.kind !== 'keep'; step = nextAuthorityStep(now, state)) state = afterStep(state, step.kind, { now, fresh: second })
      const step = nextStep(now, material, { leaf, authority: state })
      if (step.kind === 'issue') material = await issued(now, state)
      if (step.kind === 'trust') material = { ...material, ca: trustOf(state) }
      history.push({ now, material })
    }
    expect([state.active, state.previous, state.next]).toEqual([second, undefined, undefined])
    const withinADay = (now: number): TlsMaterial[] => history.filter((entry) => entry.now <= now && entry.now > now - TRUST_SPREAD_MS).map((entry) => entry.material)
    for (const { now } of history) {
      for (const shown of withinADay(now)) {
        expect(new X509Certificate(shown.cert).validToDate.getTime()).toBeGreaterThan(now)
        for (const { ca } of withinADay(now)) expect(checkTlsMaterial({ ...shown, ca }, 'test').isSignedByCa).toBe(true)
      }
    }
  })
})
