import { randomBytes } from 'node:crypto'
import { loadService } from '@subnetes/proto'
import { authorizeCalling, authorizeServing, intercept, once } from '@subnetes/rpc'
import type { AuthorizerCall, Call } from '@subnetes/rpc'
import { beforeAll, describe, expect, it } from 'vitest'
import { ANSWER, ASK, callBetween, identity, signedMethod, signedService } from '../../test/fixtures/auth/signed-service.ts'
import type { Identity } from '../../test/fixtures/auth/signed-service.ts'
import { createToken } from './access-token.ts'
import { authFieldsOf } from './auth-field.ts'
import { openRequest, sealRequest } from './auth-message.ts'
import type { RequestAuth } from './auth-message.ts'
import { MemoryNonceStore } from './nonce-store.ts'
import { refusalReason, refusalRetryAfterMs } from './refusal.ts'
import { SignatureAuthorizer } from './signature-authorizer.ts'
import type { SignatureAuthorizerInit } from './signature-authorizer.ts'
import { signingKey } from './signing-key.ts'

const fields = authFieldsOf(signedService)
const NOW = Date.UTC(2026, 5, 1)

describe('SignatureAuthorizer', () => {
  let client: Identity
  let server: Identity
  let other: Identity
  beforeAll(async () => { [client, server, other] = await Promise.all([identity(), identity(), identity()]) })

  const authorizer = (of: Identity, init: Partial<SignatureAuthorizerInit> = {}): SignatureAuthorizer =>
    new SignatureAuthorizer({ key: of.key, fields, now: () => NOW, startedAtMs: NOW - 3_600_000, ...init })
  const served = (from: Identity = client): AuthorizerCall => callBetween(server, from)
  const sealed = (auth: Partial<RequestAuth> = {}, by: Identity = client): Uint8Array => sealRequest(ASK, 1, {
    token: createToken(signingKey(by.key), NOW + 60_000),
    servicePublicKey: Buffer.from(signingKey(server.key).text),
    time: NOW / 1000,
    nonce: randomBytes(8),
    ...auth
  }, signingKey(by.key))

  async function reason (request: Uint8Array, init: Partial<SignatureAuthorizerInit> = {}, call = served()): Promise<string | undefined> {
    try {
      await authorizer(server, init).validateRequest(request, call)
      return undefined
    } catch (error) {
      return refusalReason(error) ?? String(error)
    }
  }

  it('binds requests to the peer they are sent to', async () => {
    const request = await authorizer(client).signRequest(ASK, callBetween(client, server))
    expect(Buffer.from(openRequest(request, 1)?.auth.servicePublicKey ?? []).toString()).toBe(signingKey(server.key).text)
    expect(await reason(request)).toBeUndefined()
    const elsewhere = authorizer(other)
    await expect(elsewhere.validateRequest(request, callBetween(other, client))).rejects.toThrow('(reason: wrong_recipient)')
  })

  it('sends nothing unbound unless it is allowed', async () => {
    const rsa = await identity('RSA')
    await expect(authorizer(client).signRequest(ASK, callBetween(client, rsa))).rejects.toThrow('cannot be bound to it')
    const unbound = await authorizer(client, { allowUnbound: true }).signRequest(ASK, callBetween(client, rsa))
    expect(openRequest(unbound, 1)?.auth.servicePublicKey).toHaveLength(0)
    const bound = await authorizer(client, { recipientKey: () => signingKey(rsa.key).text }).signRequest(ASK, callBetween(client, rsa))
    await authorizer(rsa).validateRequest(bound, callBetween(rsa, client))
  })

  it('tells each kind of bad request by its own reason', async () => {
    const expired = { ...createToken(signingKey(client.key), NOW - 1) }
    const cases: Array<[string, Uint8Array, Partial<SignatureAuthorizerInit>?]> = [
      ['unsigned', ASK],
      ['malformed', Buffer.concat([ASK, Buffer.from([0xff])])],
      ['malformed', sealed({ nonce: Buffer.from('1234567') })],
      ['malformed', sealed({ nonce: Buffer.alloc(65) })],
      ['wrong_key', sealed({}, other)],
      ['wrong_recipient', sealed({ servicePublicKey: Buffer.from(signingKey(other.key).text) })],
      ['expired', sealed({ time: NOW / 1000 - 60.5 })],
      ['expired', sealed({ time: NOW / 1000 + 60.5 })],
      ['expired', sealed({ time: NaN })],
      ['expired', sealed({ time: Infinity })],
      ['clock_ahead', sealed({ time: NOW / 1000 + 6 })],
      ['before_start', sealed(), { startedAtMs: NOW }],
      ['bad_token', sealed({ token: { ...createToken(signingKey(client.key), NOW), username: 'root' } })],
      ['token_expired', sealed({ token: expired })],
      ['unbound', sealed({ servicePublicKey: Buffer.alloc(0) })]
    ]
    for (const [expected, request, init] of cases) expect(await reason(request, init), expected).toBe(expected)
    expect(await reason(sealed({ time: NOW / 1000 - 59 }))).toBeUndefined()
    expect(await reason(sealed({ token: expired }), { strict: false })).toBeUndefined()
  })

  it('says when a request may be signed anew after a restart', async () => {
    const request = sealed()
    const refused: unknown = await authorizer(server, { startedAtMs: NOW - 2_000 }).validateRequest(request, served()).catch((error: unknown) => error)
    expect(refusalRetryAfterMs(refused)).toBe(3_000)
    expect(await reason(request, { startedAtMs: NOW - 5_000 })).toBeUndefined()
  })

  it('takes no request twice, whichever process of the same identity took it first', async () => {
    const request = sealed()
    const first = authorizer(server)
    await first.validateRequest(request, served())
    await expect(first.validateRequest(request, served())).rejects.toThrow('(reason: replayed)')
    // What was taken was signed at most 5 s ahead of a clock before the restart, so no later process takes it, however soon or late it is replayed.
    const ahead = sealed({ time: NOW / 1000 + 5 })
    await first.validateRequest(ahead, served())
    for (const laterMs of [1, 5_000, 30_000, 65_000]) {
      expect(await reason(ahead, { startedAtMs: NOW + 1, now: () => NOW + laterMs })).toMatch(/before_start|expired/)
    }
  })

  it('takes requests bound to nobody once, at all replicas that share a store', async () => {
    const sharedNonces = new MemoryNonceStore({ now: () => NOW })
    const request = sealed({ servicePublicKey: Buffer.alloc(0), time: NOW / 1000 + 50 })
    const replica = await identity()
    await authorizer(server, { sharedNonces }).validateRequest(request, served())
    await expect(authorizer(replica, { sharedNonces }).validateRequest(request, callBetween(replica, client))).rejects.toThrow('(reason: replayed)')
    const broken = { remember: async () => { throw new Error('connection lost') } }
    await expect(authorizer(server, { sharedNonces: broken }).validateRequest(request, served())).rejects.toThrow('(reason: nonce_store)')
  })

  it('remembers only nonces of requests whose signature is good', async () => {
    const nonces = new MemoryNonceStore({ now: () => NOW })
    const request = sealed()
    request[request.length - 1] = (request.at(-1) as number) ^ 1
    expect(await reason(request, { nonces })).toBe('bad_signature')
    expect(nonces.size).toBe(0)
  })

  it('checks every message of a stream of responses, and leaves streams of requests alone', async () => {
    const [ours, theirs] = [authorizer(client), authorizer(server)]
    const call = (local: Identity, remote: Identity, name: 'rpc_stream' | 'rpc_upload'): Call => ({ ...callBetween(local, remote, name), requests: once(ASK) })
    const serving = intercept([authorizeServing(theirs)], async function * (received) { for await (const _ of received.requests) { yield ANSWER; yield ANSWER } })
    const answers = intercept([authorizeCalling(ours)], (sent) => serving({ ...call(server, client, 'rpc_stream'), requests: sent.requests }))(call(client, server, 'rpc_stream'))
    const texts: unknown[] = []
    for await (const answer of answers) texts.push(signedMethod('rpc_stream').decodeResponse(answer).text)
    expect(texts).toEqual(['seven', 'seven'])
    const forged = intercept([authorizeCalling(ours)], async function * (sent) {
      let index = 0
      for await (const answer of serving({ ...call(server, client, 'rpc_stream'), requests: sent.requests })) yield index++ === 0 ? answer : ANSWER
    })(call(client, server, 'rpc_stream'))
    await expect(async () => { for await (const _ of forged) { /* to the end */ } }).rejects.toThrow('(reason: unsigned)')
    const plain = intercept([authorizeCalling(ours)], async function * ({ requests }) { yield * requests })(call(client, server, 'rpc_upload'))
    for await (const bytes of plain) expect(Buffer.from(bytes)).toEqual(ASK)
  })

  it('refuses to sign messages that have no room for it', async () => {
    const bare = authFieldsOf(loadService({ proto: 'syntax = "proto3"; package t.v1; message A { string a = 1; } service T { rpc rpc_a (A) returns (A); }' }))
    await expect(authorizer(client, { fields: bare }).signRequest(ASK, callBetween(client, server))).rejects.toMatchObject({ code: 'failed_precondition' })
  })
})
