import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Chain } from '../../test/fixtures/auth/chain.ts'
import { hypertensorOracle } from './hypertensor-oracle.ts'
import type { HypertensorOracle, HypertensorOracleInit } from './hypertensor-oracle.ts'
import { refusalReason, refusalRetryAfterMs } from './refusal.ts'

describe('the hypertensor stake oracle', () => {
  let peers: string[]
  let chain: Chain
  let oracles: HypertensorOracle[]
  let now: number
  beforeAll(async () => {
    peers = await Promise.all(Array.from({ length: 4 }, async () => peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString()))
  })
  beforeEach(async () => {
    chain = await Chain.listen()
    oracles = []
    now = 1_000_000
  })
  afterEach(async () => {
    await Promise.all(oracles.map(async (oracle) => { await oracle.stop() }))
    await chain[Symbol.asyncDispose]()
  })

  function open (init: Partial<HypertensorOracleInit> = {}): HypertensorOracle {
    const oracle = hypertensorOracle({ endpoints: [chain.url], subnetId: 128_001, now: () => now, rpcTimeoutMs: 300, connectTimeoutMs: 300, ...init })()
    oracles.push(oracle)
    return oracle
  }
  const peer = (index = 0): string => peers[index] as string
  const refusalOf = async (question: Promise<boolean>): Promise<unknown> => await question.then((answer) => { throw new Error(`answered ${answer}`) }, (error: unknown) => error)

  it('asks network_proofOfStake with the characters of the peer id and the class as a number', async () => {
    chain.stakes.set(peer(), 2)
    expect(await open().isStaked(peer(), 'Included')).toBe(true)
    const [question] = chain.questions
    expect(question?.method).toBe('network_proofOfStake')
    expect(question?.params).toEqual([128_001, [...Buffer.from(peer(), 'latin1')], 2])
    expect(question?.params[1]).toHaveLength(52)
  })

  it('knows the ladder: a yes counts for the classes below, a no for those above, without another question', async () => {
    const oracle = open()
    chain.stakes.set(peer(), 2)
    expect(await oracle.isStaked(peer(), 'Included')).toBe(true)
    expect(await oracle.isStaked(peer(), 'Registered')).toBe(true)
    expect(await oracle.isStaked(peer(1), 'Idle')).toBe(false)
    expect(await oracle.isStaked(peer(1), 'Validator')).toBe(false)
    expect(chain.questions).toHaveLength(2)
    expect(await oracle.isStaked(peer(), 'Validator')).toBe(false)
    expect(chain.questions).toHaveLength(3)
  })

  it('keeps a yes for 300 s and a no for 20 s', async () => {
    const oracle = open()
    chain.stakes.set(peer(), 3)
    const ask = async (): Promise<boolean[]> => [await oracle.isStaked(peer(), 'Idle'), await oracle.isStaked(peer(1), 'Idle')]
    expect(await ask()).toEqual([true, false])
    chain.stakes.delete(peer())
    chain.stakes.set(peer(1), 3)
    now += 19_999
    expect(await ask()).toEqual([true, false])
    now += 1
    expect(await ask()).toEqual([true, true])
    now += 280_000
    expect(await ask()).toEqual([false, true])
  })

  it('asks once for callers that come together', async () => {
    chain.mood = { slowMs: 50 }
    const oracle = open()
    expect(await Promise.all(Array.from({ length: 50 }, async () => await oracle.isStaked(peer(), 'Registered')))).toEqual(Array.from({ length: 50 }, () => false))
    expect(chain.questions).toHaveLength(1)
  })

  it('goes to the next endpoint when one is silent, closes, errs or talks nonsense, and comes back when it is well', async () => {
    await using second = await Chain.listen()
    for (const one of [chain, second]) for (const staked of peers) one.stakes.set(staked, 3)
    const oracle = open({ endpoints: [chain.url, second.url], successMs: 1 })
    for (const mood of ['silent', 'close', 'error', { answer: 'nonsense' }, { answer: '[]' }, { result: 'true' }, { result: null }, { result: 1 }] as const) {
      chain.mood = mood
      now += 120_000
      expect(await oracle.isStaked(peer(), 'Registered'), JSON.stringify(mood)).toBe(true)
      expect(oracle.health.map(({ isHealthy }) => isHealthy), JSON.stringify(mood)).toEqual([false, true])
    }
    const asked = chain.questions.length
    expect(await oracle.isStaked(peer(1), 'Registered')).toBe(true)
    expect(chain.questions).toHaveLength(asked)
    chain.mood = 'well'
    await second[Symbol.asyncDispose]()
    now += 120_000
    expect(await oracle.isStaked(peer(2), 'Registered')).toBe(true)
    expect(oracle.health.map(({ isHealthy }) => isHealthy)).toEqual([true, false])
  })

  it('leaves half-dead sockets within 5 s with its defaults: one that never speaks, one that opens and never answers', async () => {
    const sockets: Socket[] = []
    const mute = createServer((socket) => { sockets.push(socket) }).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    await using second = await Chain.listen()
    second.stakes.set(peer(), 3)
    chain.mood = 'silent'
    const { port } = mute.address() as AddressInfo
    const before = performance.now()
    const oracle = open({ endpoints: [`ws://127.0.0.1:${port}`, chain.url, second.url], connectTimeoutMs: undefined, rpcTimeoutMs: undefined })
    expect(await oracle.isStaked(peer(), 'Registered')).toBe(true)
    expect(performance.now() - before).toBeLessThan(5_000)
    await oracle.stop()
    for (const socket of sockets) if (!socket.destroyed) await once(socket.resume(), 'close')
    mute.close()
    await once(mute, 'close')
  })

  it('lets a yes count on while no endpoint answers, up to its age, and refuses the unknown with a retry hint', async () => {
    const oracle = open({ staleMs: 1_000_000 })
    chain.stakes.set(peer(), 3)
    expect(await oracle.isStaked(peer(), 'Idle')).toBe(true)
    expect(await oracle.isStaked(peer(1), 'Idle')).toBe(false)
    chain.mood = 'close'
    now += 999_999
    expect(await oracle.isStaked(peer(), 'Idle')).toBe(true)
    for (const index of [1, 2]) {
      const error = await refusalOf(oracle.isStaked(peer(index), 'Idle'))
      expect([refusalReason(error), (refusalRetryAfterMs(error) ?? 0) >= 1_000]).toEqual(['stake_unknown', true])
      expect(error).toMatchObject({ code: 'unavailable', retryable: true })
    }
    now += 1
    expect(refusalReason(await refusalOf(oracle.isStaked(peer(), 'Idle')))).toBe('stake_unknown')
  })

  it('does not ask endpoints that failed a moment ago', async () => {
    const oracle = open()
    chain.mood = 'close'
    for (const index of [0, 1, 2, 3]) await refusalOf(oracle.isStaked(peer(index), 'Idle'))
    expect(chain.questions).toHaveLength(1)
  })

  it('bounds what it remembers and what it asks', async () => {
    const oracle = open({ maxEntries: 2, maxQuestions: 2 })
    chain.mood = { slowMs: 30 }
    chain.stakes.set(peer(), 3)
    const answers = await Promise.allSettled([0, 1, 2].map(async (index) => await oracle.isStaked(peer(index), 'Idle')))
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    await oracle.isStaked(peer(2), 'Idle')
    await oracle.isStaked(peer(), 'Idle')
    expect(chain.questions.map(({ peer }) => peers.indexOf(peer))).toEqual([0, 1, 2])
  })

  it('gives up waiting when its caller does, and answers others that wait', async () => {
    chain.mood = { slowMs: 50 }
    const oracle = open()
    const caller = new AbortController()
    const [left, stayed] = [oracle.isStaked(peer(), 'Idle', { signal: caller.signal }), oracle.isStaked(peer(), 'Idle')]
    caller.abort()
    expect(await refusalOf(left)).toMatchObject({ code: 'cancelled' })
    expect(await stayed).toBe(false)
  })

  it('refuses what cannot be asked', async () => {
    expect(await open().isStaked('../../etc/passwd', 'Idle')).toBe(false)
    expect(chain.questions).toHaveLength(0)
    expect(() => hypertensorOracle({ endpoints: [], subnetId: 1 })()).toThrow('at least one endpoint')
    expect(() => hypertensorOracle({ endpoints: ['http://x'], subnetId: 1 })()).toThrow('ws:// or wss://')
    expect(() => hypertensorOracle({ endpoints: ['ws://x'], subnetId: -1 })()).toThrow('no whole number of 32 bits')
  })
})
