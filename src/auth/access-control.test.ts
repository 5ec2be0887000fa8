import type { ProtocolAccess } from '@subnetes/api'
import { interceptorOf, once } from '@subnetes/rpc'
import type { Call, CallHandler } from '@subnetes/rpc'
import { beforeAll, describe, expect, it } from 'vitest'
import { ANSWER, ASK, callBetween, identity, signedMethod, signedService } from '../../test/fixtures/auth/signed-service.ts'
import type { Identity } from '../../test/fixtures/auth/signed-service.ts'
import { accessControl } from './access-control.ts'
import type { AccessComponents, AccessControl } from './access-control.ts'
import { parseAccess } from './access-rules.ts'
import type { AccessRules } from './access-rules.ts'
import { authFieldsOf } from './auth-field.ts'
import { openResponse } from './auth-message.ts'
import { refusal, refusalReason } from './refusal.ts'
import { SignatureAuthorizer } from './signature-authorizer.ts'
import type { StakeClass, StakeOracle } from './stake-oracle.ts'

const fields = authFieldsOf(signedService)
const methods = [...signedService.methods.values()]
type Name = 'rpc_ask' | 'rpc_stream' | 'rpc_upload'

describe('access control of a protocol', () => {
  let server: Identity
  let client: Identity
  let stakes: Map<string, StakeClass | 'unknown'>
  beforeAll(async () => {
    [server, client] = await Promise.all([identity(), identity()])
    stakes = new Map()
  })

  const oracle: StakeOracle = {
    start: async () => {},
    stop: async () => {},
    isStaked: async (peer) => {
      if (stakes.get(peer) === 'unknown') throw refusal('stake_unknown', 'the chain is away', { retryAfterMs: 1 })
      return stakes.has(peer)
    }
  }
  const rules = (protocol: ProtocolAccess | undefined, ofMethods: Partial<Record<Name, ProtocolAccess>> = {}): AccessRules => ({
    what: 'protocol "signed"', protocol, methods: new Map(Object.entries(ofMethods))
  })
  const signature = (of: Identity): NonNullable<AccessComponents['signature']> => ({ authorizer: new SignatureAuthorizer({ key: of.key, fields, startedAtMs: 0 }), fields })
  const open = (protocol: ProtocolAccess | undefined, ofMethods?: Partial<Record<Name, ProtocolAccess>>): AccessControl =>
    accessControl(rules(protocol, ofMethods), methods, { oracle, signature: signature(server) })

  const answer: CallHandler = async function * (call) { for await (const _ of call.requests) yield ANSWER }
  /** Answers once and then waits for ever, whatever the signal says. */
  const stuck: CallHandler = async function * () { yield ANSWER; await new Promise(() => {}) }
  const call = (name: Name = 'rpc_ask', request: Uint8Array = ASK, from = client): Call => ({ ...callBetween(server, from, name), requests: once(request) })

  async function outcome (control: AccessControl, made: Call = call()): Promise<string> {
    try {
      for await (const _ of interceptorOf(control.filter)(made, answer)) { /* to the end */ }
      return 'ok'
    } catch (error) {
      return refusalReason(error) ?? String(error)
    }
  }

  it('lets everybody in without rules', async () => {
    const control = accessControl(rules(undefined), methods)
    expect([await outcome(control), control.running, await control.revokes(client.peer)]).toEqual(['ok', 0, false])
  })

  it('goes by allow and deny, deny winning, and by the rules of a method in place of those of the protocol', async () => {
    expect(await outcome(open({ allow: [server.peer] }))).toBe('not_allowed')
    expect(await outcome(open({ allow: [client.peer] }))).toBe('ok')
    expect(await outcome(open({ allow: [client.peer], deny: [client.peer] }))).toBe('denied')
    expect(await outcome(open({ allow: [] }))).toBe('not_allowed')
    const control = open({ deny: [client.peer] }, { rpc_stream: { rateLimit: {} } })
    expect([await outcome(control), await outcome(control, call('rpc_stream')), await control.revokes(client.peer)]).toEqual(['denied', 'ok', false])
    expect(await open({ deny: [client.peer] }).revokes(client.peer)).toBe(true)
  })

  it('asks for stake, refuses without, and says when it cannot be told', async () => {
    const control = open({ stake: { minClass: 'Idle' } })
    stakes.clear()
    expect([await outcome(control), await control.revokes(client.peer)]).toEqual(['not_staked', true])
    stakes.set(client.peer, 'unknown')
    expect([await outcome(control), await control.revokes(client.peer)]).toEqual(['stake_unknown', false])
    stakes.set(client.peer, 'Validator')
    expect([await outcome(control), await control.revokes(client.peer)]).toEqual(['ok', false])
  })

  it('checks signatures as the rule says', async () => {
    const signed = await signature(client).authorizer.signRequest?.(ASK, callBetween(client, server)) as Uint8Array
    const forged = Buffer.from(signed)
    forged[forged.length - 1] = (forged.at(-1) as number) ^ 1
    expect(await outcome(open({ messageSignature: 'Off' }), call('rpc_ask', forged))).toBe('ok')
    const optional = open({ messageSignature: 'Optional' })
    expect([await outcome(optional), await outcome(optional, call('rpc_ask', forged)), await outcome(optional, call('rpc_ask', signed))]).toEqual(['ok', 'bad_signature', 'ok'])
    const required = accessControl(rules({}, { rpc_ask: { messageSignature: 'Required' } }), methods, { signature: signature(server) })
    expect([await outcome(required), await outcome(required, call('rpc_upload'))]).toEqual(['unsigned', 'ok'])
    for await (const response of interceptorOf(required.filter)(call('rpc_ask', signed), answer)) expect(openResponse(response, 4)?.signature.length).toBeGreaterThan(0)
  })

  it('limits calls a second, calls at once and bytes in flight of each peer, and gives them back', async () => {
    const rate = open({ rateLimit: { requestsPerSecond: 1, burst: 2 } })
    expect([await outcome(rate), await outcome(rate), await outcome(rate)]).toEqual(['ok', 'ok', 'rate'])
    const bytes = open({ rateLimit: { bytesInFlight: ASK.length } })
    expect([await outcome(bytes), await outcome(bytes, call('rpc_ask', Buffer.concat([ASK, ASK]))), await outcome(bytes)]).toEqual(['ok', 'bytes', 'ok'])
    const two = async function * (): AsyncGenerator<Uint8Array> { yield ASK; yield ASK }
    expect(await outcome(bytes, { ...call('rpc_upload'), requests: two() })).toBe('ok')
    const concurrency = open({ rateLimit: { concurrentCalls: 1 } })
    const first = interceptorOf(concurrency.filter)(call(), stuck)[Symbol.asyncIterator]()
    await first.next()
    expect([await outcome(concurrency), await outcome(concurrency, call('rpc_ask', ASK, server))]).toEqual(['concurrency', 'ok'])
    await first.return?.()
    expect([await outcome(concurrency), concurrency.running]).toEqual(['ok', 0])
  })

  it('ends open streams of a peer that new rules or a lost stake revoke, and leaves others alone', async () => {
    stakes.set(client.peer, 'Validator').set(server.peer, 'Validator')
    const control = open({ stake: { minClass: 'Idle' } })
    const start = async (from: Identity): Promise<AsyncIterator<Uint8Array>> => {
      const iterator = interceptorOf(control.filter)(call('rpc_stream', ASK, from), stuck)[Symbol.asyncIterator]()
      await iterator.next()
      return iterator
    }
    const [revoked, lost, kept] = [await start(client), await start(server), await start(server)]
    const ended = expect(revoked.next()).rejects.toThrow('(reason: denied)')
    control.update(rules({ stake: { minClass: 'Idle' }, deny: [client.peer] }), methods)
    await ended
    expect(control.running).toBe(2)
    stakes.set(server.peer, 'unknown')
    await control.recheck()
    expect(control.running).toBe(2)
    stakes.delete(server.peer)
    const gone = [expect(lost.next()).rejects.toThrow('(reason: not_staked)'), expect(kept.next()).rejects.toThrow('(reason: not_staked)')]
    await control.recheck()
    await Promise.all(gone)
    expect(control.running).toBe(0)
  })

  it('refuses rules that it cannot hold, and keeps those it had', async () => {
    expect(() => accessControl(rules({ stake: { minClass: 'Idle' } }), methods)).toThrow('needs a stake oracle')
    expect(() => accessControl(rules({ messageSignature: 'Optional' }), methods)).toThrow('needs a gateway that signs messages')
    expect(() => open({ messageSignature: 'Required' })).toThrow('method rpc_upload: a stream of requests cannot carry message signatures')
    const control = open({ deny: [client.peer] })
    expect(() => control.update(rules({ messageSignature: 'Required' }), methods)).toThrow('rpc_upload')
    expect(await outcome(control)).toBe('denied')
    const bare = accessControl.bind(undefined, rules(undefined, { rpc_ask: { messageSignature: 'Required' } }), [signedMethod()])
    expect(() => bare({ signature: { ...signature(server), fields: () => ({ request: 1, response: undefined }) } })).toThrow('its response message has no "auth" field')
  })

  it('reads rules as assignments carry them', () => {
    expect(parseAccess('protocol "x"', '')).toBeUndefined()
    expect(parseAccess('protocol "x"', '{"deny":["a"]}')).toEqual({ deny: ['a'] })
    expect(() => parseAccess('protocol "x"', '{"magic":1}')).toThrow('does not enforce access.magic')
    expect(() => parseAccess('protocol "x"', '[]')).toThrow('does not enforce')
    expect(() => parseAccess('protocol "x"', '{')).toThrow('are not JSON')
  })
})
