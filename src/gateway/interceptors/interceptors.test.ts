import { refusalReason } from '@subnetes/auth'
import { SubnetesError, silentLogger } from '@subnetes/common'
import { once } from '@subnetes/rpc'
import { expect, test } from 'vitest'
import { shedFrom } from '../pressure.ts'
import { Admission } from './admission.ts'
import { WARN_INTERVAL_MS, loggingObserver } from './logging.ts'
import { metricsObserver } from './metrics.ts'
import { observeCalls } from './observe.ts'
import type { Labels, Logger, Metrics } from '@subnetes/common'
import type { Call, CallHandler } from '@subnetes/rpc'
import type { CallEnd } from './observe.ts'

function call (remotePeer = 'peer-a', signal = new AbortController().signal): Call {
  const method = { name: 'rpc_x', path: '/p.S/rpc_x', requestStream: false, responseStream: true }
  return { handle: 'S.rpc_x', method, remotePeer, localPeer: 'me', wire: 'test', deadline: undefined, signal, traceparent: undefined, requests: once(new Uint8Array()) }
}

const three: CallHandler = async function * () { for (let i = 0; i < 3; i++) yield Uint8Array.of(i) }
const fails: CallHandler = async function * () { yield Uint8Array.of(1); throw new SubnetesError('unavailable', 'worker lost') }

async function drain (messages: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const message of messages) bytes += message.length
  return bytes
}

test('tells observers in order at the beginning and in reverse at the end', async () => {
  const seen: string[] = []
  const watch = (name: string) => () => { seen.push(`${name} begins`); return ({ messages }: CallEnd) => { seen.push(`${name} ends ${messages}`) } }
  expect(await drain(observeCalls([watch('a'), watch('b')])(call(), three))).toBe(3)
  expect(seen).toEqual(['a begins', 'b begins', 'b ends 3', 'a ends 3'])
})

test('an observer that refuses is not told of the end, those before it are told why', async () => {
  const ends: Array<string | undefined> = []
  const interceptor = observeCalls([() => ({ error }) => { ends.push(error?.code) }, () => { throw new SubnetesError('resource_exhausted', 'full') }])
  await expect(drain(interceptor(call(), three))).rejects.toMatchObject({ code: 'resource_exhausted' })
  expect(ends).toEqual(['resource_exhausted'])
})

test('a caller that stops reading ends the call as cancelled', async () => {
  const ends: Array<string | undefined> = []
  const messages = observeCalls([() => ({ error }) => { ends.push(error?.code) }])(call(), three)[Symbol.asyncIterator]()
  await messages.next()
  await messages.return?.()
  expect(ends).toEqual(['cancelled'])
})

const EQUALS = { classOf: () => 4, isShort: () => false }

test('admission refuses the call over a limit, with words, and lets it in when one has ended', async () => {
  const admission = new Admission({ maxCalls: 3, maxCallsPerPeer: 2 }, EQUALS)
  const ends = [admission.observer(call('a')), admission.observer(call('a'))]
  expect(() => admission.observer(call('a'))).toThrow('S.rpc_x: this peer has 2 calls at this gateway, which is the limit')
  admission.observer(call('b'))
  expect(() => admission.observer(call('c'))).toThrow('S.rpc_x: this gateway has 3 calls, which is its limit')
  ends[0]?.({ error: undefined, durationMs: 1, messages: 1 })
  admission.observer(call('a'))
  expect(admission.running).toBe(3)
})

test('admission refuses peers of the lowest class first, when there are many calls and when memory is short', async () => {
  const classes = new Map([['validator', 4], ['idle', 2]])
  let share = 0
  const admission = new Admission({ maxCalls: 20, maxCallsPerPeer: 20 }, { classOf: (peer) => classes.get(peer) ?? 0, isShort: (peerClass) => share >= shedFrom(peerClass) })
  const refused = (peer: string): string | undefined => {
    try { admission.observer(call(peer)) } catch (error) { return refusalReason(error) }
  }
  for (let i = 0; i < 15; i++) expect(refused('stranger')).toBeUndefined()
  expect(refused('stranger')).toBe('overloaded')
  for (let i = 0; i < 3; i++) expect(refused('idle')).toBeUndefined()
  expect([refused('idle'), refused('validator'), refused('validator'), refused('validator')]).toEqual(['overloaded', undefined, undefined, 'overloaded'])
  share = 0.86
  const other = new Admission({ maxCalls: 20, maxCallsPerPeer: 20 }, { classOf: (peer) => classes.get(peer) ?? 0, isShort: (peerClass) => share >= shedFrom(peerClass) })
  expect(() => other.observer(call('stranger'))).toThrow('(reason: overloaded; retry in 1000 ms)')
  expect(() => other.observer(call('idle'))).not.toThrow()
})

test('admission keeps the rate of each peer', async () => {
  const admission = new Admission({ maxCalls: 20, maxCallsPerPeer: 20, requestsPerSecond: 1, requestBurst: 2 }, EQUALS)
  admission.observer(call('a'))
  admission.observer(call('a'))
  expect(() => admission.observer(call('a'))).toThrow('(reason: rate; retry in')
  expect(() => admission.observer(call('b'))).not.toThrow()
})

test('a draining gateway refuses with unavailable, and is idle when the last call has ended', async () => {
  const admission = new Admission({ maxCalls: 3, maxCallsPerPeer: 2 }, EQUALS)
  const end = admission.observer(call())
  admission.drain()
  expect(() => admission.observer(call())).toThrow(expect.objectContaining({ code: 'unavailable' }) as Error)
  let isIdle = false
  const idle = admission.idle().then(() => { isIdle = true })
  await Promise.resolve()
  expect(isIdle).toBe(false)
  end({ error: undefined, durationMs: 1, messages: 1 })
  await idle
})

test('counts calls by protocol, method and code', async () => {
  const counted: Labels[] = []
  const metrics: Metrics = {
    counter: ({ name }) => ({ inc: (labels, value) => { if (labels !== undefined) counted.push({ name, ...labels, value: String(value ?? 1) }) } }),
    gauge: () => ({ set: () => {}, remove: () => {} }),
    histogram: () => ({ observe: () => {} })
  }
  const interceptor = observeCalls([metricsObserver(metrics, 'p')])
  await drain(interceptor(call(), three))
  await drain(interceptor(call(), fails)).catch(() => {})
  expect(counted).toEqual([
    { name: 'subnetes_gateway_calls_total', protocol: 'p', method: 'rpc_x', code: 'ok', value: '1' },
    { name: 'subnetes_gateway_response_messages_total', protocol: 'p', method: 'rpc_x', value: '3' },
    { name: 'subnetes_gateway_calls_total', protocol: 'p', method: 'rpc_x', code: 'unavailable', value: '1' },
    { name: 'subnetes_gateway_response_messages_total', protocol: 'p', method: 'rpc_x', value: '1' }
  ])
})

test('warns once per class of failure and interval, and says how many it kept quiet about', async () => {
  const warnings: unknown[] = []
  const logger: Logger = { ...silentLogger, warn: (_, fields) => { warnings.push(fields?.['suppressed']) }, child: () => logger }
  let nowMs = 1_000_000
  const interceptor = observeCalls([loggingObserver(logger, 'p', () => nowMs)])
  for (let i = 0; i < 3; i++) await drain(interceptor(call(), fails)).catch(() => {})
  nowMs += WARN_INTERVAL_MS
  await drain(interceptor(call(), fails)).catch(() => {})
  expect(warnings).toEqual([0, 2])
})
