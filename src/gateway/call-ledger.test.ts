import { refusalReason } from '@subnetes/auth'
import { SubnetesError, joinMessage, pumpAnswers, silentLogger, silentMetrics } from '@subnetes/common'
import type { Labels, Logger, Metrics, MessageBytes, RunningCall } from '@subnetes/common'
import type { CallServer, IncomingCall } from '@subnetes/rpc'
import { describe, expect, it } from 'vitest'
import { CallLedger } from './call-ledger.ts'
import type { CallLedgerComponents, CallLimits, LedgerPage } from './call-ledger.ts'
import { CallRecorder, WARN_INTERVAL_MS } from './call-recorder.ts'
import { shedFrom } from './pressure.ts'

const EQUALS = { classOf: () => 4, isShort: () => false }

function call (remotePeer = 'peer-a'): IncomingCall {
  const method = { name: 'rpc_x', path: '/p.S/rpc_x', requestStream: false, responseStream: true }
  return { handle: 'S.rpc_x', method, remotePeer, localPeer: 'me', wire: 'test', deadline: undefined, traceparent: undefined, requests: new Uint8Array() }
}

function ledger (limits: Partial<CallLimits>, components: Partial<CallLedgerComponents> = {}): CallLedger {
  return new CallLedger({ priorities: EQUALS, metrics: silentMetrics, logger: silentLogger, ...components }, { maxCalls: 20, maxCallsPerPeer: 20, ...limits })
}

/** Serves calls that run until they are cancelled. */
const waits: CallServer = (_, sink) => ({ cancel: (reason) => sink.end(reason), resume: () => {} })

const three: CallServer = (_, sink) => pumpAnswers((async function * () { for (let index = 0; index < 3; index++) yield Uint8Array.of(index) })(), sink)

const fails: CallServer = (_, sink) => pumpAnswers((async function * () {
  yield Uint8Array.of(1)
  throw new SubnetesError('unavailable', 'worker lost')
})(), sink)

/** A call through a page: how it ended, once it has. */
function begin (page: LedgerPage, server: CallServer, peer?: string): { running: RunningCall, ended: Promise<{ error: SubnetesError | undefined, messages: number }> } {
  const ended = Promise.withResolvers<{ error: SubnetesError | undefined, messages: number }>()
  let messages = 0
  const running = page.filter(server)(call(peer), {
    message: (message: MessageBytes) => {
      messages += joinMessage(message).length
      return true
    },
    end: (error) => ended.resolve({ error, messages })
  })
  return { running, ended: ended.promise }
}

/** Why a call that waits is refused; undefined when it was let in. */
async function refused (page: LedgerPage, peer: string): Promise<SubnetesError | undefined> {
  const { ended } = begin(page, waits, peer)
  return await Promise.race([ended.then(({ error }) => error), Promise.resolve().then(() => undefined)])
}

const cancelled = new SubnetesError('cancelled', 'the caller left')

describe('the ledger of calls', () => {
  it('passes messages and the end on', async () => {
    const page = ledger({}).page('p')
    expect(await begin(page, three).ended).toEqual({ error: undefined, messages: 3 })
    expect(await begin(page, fails).ended).toMatchObject({ error: { code: 'unavailable' }, messages: 1 })
  })

  it('refuses the call over a limit, with words, and lets it in when one has ended', async () => {
    const all = ledger({ maxCalls: 3, maxCallsPerPeer: 2 })
    const page = all.page('p')
    const first = begin(page, waits, 'a')
    begin(page, waits, 'a')
    expect((await refused(page, 'a'))?.message).toContain('S.rpc_x: this peer has 2 calls at this gateway, which is the limit')
    expect(await refused(all.page('q'), 'b')).toBeUndefined()
    expect((await refused(page, 'c'))?.message).toContain('S.rpc_x: this gateway has 3 calls, which is its limit')
    first.running.cancel(cancelled)
    expect(await refused(page, 'a')).toBeUndefined()
    expect(all.running).toBe(3)
  })

  it('refuses peers of the lowest class first, when there are many calls and when memory is short', async () => {
    const classes = new Map([['validator', 4], ['idle', 2]])
    let share = 0
    const priorities = { classOf: (peer: string) => classes.get(peer) ?? 0, isShort: (peerClass: number) => share >= shedFrom(peerClass) }
    const page = ledger({}, { priorities }).page('p')
    const reason = async (peer: string): Promise<string | undefined> => refusalReason(await refused(page, peer))
    for (let index = 0; index < 15; index++) expect(await reason('stranger')).toBeUndefined()
    expect(await reason('stranger')).toBe('overloaded')
    for (let index = 0; index < 3; index++) expect(await reason('idle')).toBeUndefined()
    expect([await reason('idle'), await reason('validator'), await reason('validator'), await reason('validator')]).toEqual(['overloaded', undefined, undefined, 'overloaded'])
    share = 0.86
    const other = ledger({}, { priorities }).page('p')
    expect((await refused(other, 'stranger'))?.message).toContain('(reason: overloaded; retry in 1000 ms)')
    expect(await refused(other, 'idle')).toBeUndefined()
  })

  it('keeps the rate of each peer', async () => {
    const page = ledger({ requestsPerSecond: 1, requestBurst: 2 }).page('p')
    expect([await refused(page, 'a'), await refused(page, 'a')]).toEqual([undefined, undefined])
    expect((await refused(page, 'a'))?.message).toContain('(reason: rate; retry in')
    expect(await refused(page, 'b')).toBeUndefined()
  })

  it('refuses with unavailable while it drains, and is idle when the last call has ended', async () => {
    const all = ledger({})
    const crossings: number[] = []
    const page = all.page('p', () => crossings.push(all.running))
    const { running } = begin(page, waits)
    all.drain()
    expect((await refused(page, 'b'))?.code).toBe('unavailable')
    let isIdle = false
    const idle = Promise.all([all.idle(), page.idle()]).then(() => { isIdle = true })
    await Promise.resolve()
    expect(isIdle).toBe(false)
    running.cancel(cancelled)
    await idle
    expect(crossings).toEqual([1, 0])
  })

  it('counts calls by protocol, method and code, refused and cancelled ones too', async () => {
    const counted: Labels[] = []
    const metrics: Metrics = {
      counter: ({ name }) => ({ inc: (labels, value) => { if (labels !== undefined) counted.push({ name, ...labels, value: String(value ?? 1) }) } }),
      gauge: () => ({ set: () => {}, remove: () => {} }),
      histogram: () => ({ observe: () => {} })
    }
    const page = ledger({ maxCallsPerPeer: 1 }, { metrics }).page('p')
    await begin(page, three).ended
    await begin(page, fails).ended
    const { running } = begin(page, waits)
    await refused(page, 'peer-a')
    running.cancel(cancelled)
    const total = { name: 'subnetes_gateway_calls_total', protocol: 'p', method: 'rpc_x', value: '1' }
    const messages = { name: 'subnetes_gateway_response_messages_total', protocol: 'p', method: 'rpc_x' }
    expect(counted).toEqual([
      { ...total, code: 'ok' }, { ...messages, value: '3' }, { ...total, code: 'unavailable' }, { ...messages, value: '1' },
      { ...total, code: 'resource_exhausted' }, { ...total, code: 'cancelled' }
    ])
  })

  it('warns once per class of failure and interval, and says how many it kept quiet about', () => {
    const warnings: unknown[] = []
    const logger: Logger = { ...silentLogger, warn: (_, fields) => { warnings.push(fields?.['suppressed']) }, child: () => logger }
    let nowMs = 1_000_000
    const recorder = new CallRecorder({ metrics: silentMetrics, logger }, 'p', () => nowMs)
    const fail = (): void => recorder.begin(call())(new SubnetesError('unavailable', 'worker lost'), 0)
    for (let index = 0; index < 3; index++) fail()
    nowMs += WARN_INTERVAL_MS
    fail()
    expect(warnings).toEqual([0, 2])
  })
})
