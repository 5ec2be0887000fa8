/** Both ends of a link over a carrier in memory that can be stalled. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Metadata, SubnetesError, messageLength, silentLogger } from '@subnetes/common'
import type { AnswerSink, Logger, MessageBytes, RunningCall } from '@subnetes/common'
import { isNotStarted, isWorkerLost } from '../not-started.ts'
import type { ReceivedCall, ServeCall } from '../received-call.ts'
import type { LinkCall } from './link-call.ts'
import type { Carrier, CarrierEvents } from './carrier.ts'
import { connectLink } from './client.ts'
import type { LinkClient } from './client.ts'
import { MAX_CONTEXTS } from './contexts.ts'
import { CallFlag, FIRST_CREDIT_BYTES, LINK_VERSION, RecordParser, RecordType, encodeCallHead, encodeTexts } from './records.ts'
import type { OutRecord } from './records.ts'
import { Link } from './link.ts'
import { createLinkServer } from './server.ts'
import type { LinkServer } from './server.ts'
import { TurnBuffer } from './turn-buffer.ts'

const cleanups: Array<() => unknown> = []
afterEach(() => { for (const cleanup of cleanups.splice(0).reverse()) cleanup() })

/** Like a socket: takes 64 KiB before it says that it is full. What was written stays until {@link pass}, which happens by itself unless stalled. */
class MemoryCarrier implements Carrier {
  isStalled = false
  isDestroyed = false
  arrivals = 0
  readonly #waiting: Buffer[] = []
  #peer: MemoryCarrier | undefined
  #events: CarrierEvents | undefined

  static pair (): [MemoryCarrier, MemoryCarrier] {
    const pair: [MemoryCarrier, MemoryCarrier] = [new MemoryCarrier(), new MemoryCarrier()]
    pair[0].#peer = pair[1]
    pair[1].#peer = pair[0]
    return pair
  }

  get unsentBytes (): number {
    return this.#waiting.reduce((sum, bytes) => sum + bytes.length, 0)
  }

  get isFull (): boolean {
    return this.unsentBytes >= 65_536
  }

  open (events: CarrierEvents): void {
    this.#events = events
  }

  write (parts: readonly Uint8Array[]): void {
    if (this.isDestroyed) return
    this.#waiting.push(Buffer.concat(parts))
    if (!this.isStalled) setImmediate(() => this.pass())
  }

  /** Everything that was written arrives. */
  pass (): void {
    const wasFull = this.isFull
    for (const bytes of this.#waiting.splice(0)) this.#peer?.arrive(bytes)
    if (wasFull) this.#events?.onDrained()
  }

  arrive (bytes: Buffer): void {
    this.arrivals += 1
    if (!this.isDestroyed) this.#events?.onData(bytes)
  }

  end (): void {
    setImmediate(() => {
      this.pass()
      this.#peer?.close(undefined)
      this.close(undefined)
    })
  }

  destroy (): void {
    this.#peer?.close(new Error('connection reset'))
    this.close(undefined)
  }

  close (cause: unknown): void {
    if (this.isDestroyed) return
    this.isDestroyed = true
    setImmediate(() => this.#events?.onClosed(cause))
  }
}

class TestSink implements AnswerSink {
  readonly messages: Buffer[] = []
  readonly ended = Promise.withResolvers<SubnetesError | undefined>()
  takes = Infinity
  bytes = 0
  isOver = false

  message (message: MessageBytes): boolean {
    this.messages.push(Buffer.concat(message instanceof Uint8Array ? [message] : message))
    this.bytes += messageLength(message)
    return this.messages.length < this.takes
  }

  end (error?: SubnetesError): void {
    expect(this.isOver).toBe(false)
    this.isOver = true
    this.ended.resolve(error)
  }
}

/** A call that compute has, with its sink. */
class Served implements RunningCall {
  readonly call: ReceivedCall
  readonly sink: AnswerSink
  cancelled: SubnetesError | undefined
  resumed = 0

  constructor (call: ReceivedCall, sink: AnswerSink) {
    this.call = call
    this.sink = sink
  }

  cancel (reason: SubnetesError): void {
    this.cancelled = reason
    this.sink.end(reason)
  }

  resume (): void {
    this.resumed += 1
  }
}

interface Bench { client: LinkClient, server: LinkServer, gateway: MemoryCarrier, runner: MemoryCarrier, served: Served[], isDown: () => boolean }

async function linked (init: { keepaliveMs?: number, serve?: ServeCall } = {}): Promise<Bench> {
  const [gateway, runner] = MemoryCarrier.pair()
  const served: Served[] = []
  const serve: ServeCall = init.serve ?? ((call, sink) => {
    served.push(new Served(call, sink))
    return served.at(-1) as Served
  })
  const server = createLinkServer({ serve, logger: silentLogger })
  server.accept(runner)
  let isDown = false
  const client = await connectLink(gateway, {
    address: 'runner:1', maxMessageBytes: 4_194_304, helloTimeoutMs: 1_000, keepaliveMs: init.keepaliveMs ?? 0, keepaliveTimeoutMs: 40, onUnusable: () => { isDown = true }, onClosed: () => {}
  }, new AbortController().signal)
  cleanups.push(() => client.close(), () => server.destroy())
  return { client, server, gateway, runner, served, isDown: () => isDown }
}

const PATH = '/t.T/rpc_x'

function call (init: { requests?: LinkCall['requests'], responseStream?: boolean, peer?: string, deadlineMs?: number, traceparent?: string } = {}): LinkCall {
  const { requests = Buffer.from('x'), responseStream = false, peer = 'peer-a', deadlineMs = 10_000, traceparent } = init
  return {
    contextKey: peer,
    path: PATH,
    context: () => ({ path: PATH, metadata: { [Metadata.PeerId]: peer, [Metadata.GatewayPeerId]: 'gateway', [Metadata.Handler]: 'T.rpc_x', [Metadata.Protocol]: 'test', [Metadata.Attempt]: '1' } }),
    metadata: traceparent === undefined ? undefined : { [Metadata.TraceParent]: traceparent },
    hasStreamedAnswers: responseStream,
    requests,
    deadline: Date.now() + deadlineMs
  }
}

const until = async (condition: () => boolean): Promise<void> => await vi.waitFor(() => expect(condition()).toBe(true), { timeout: 5_000, interval: 1 })
const turn = async (): Promise<void> => await new Promise((resolve) => { setImmediate(resolve) })

describe('a link', () => {
  it('carries a unary call as one record each way', async () => {
    const { client, served, gateway } = await linked()
    const sink = new TestSink()
    gateway.isStalled = true
    client.start(call({ requests: Buffer.from('question') }), sink)
    await turn()
    await turn()
    gateway.isStalled = false
    gateway.pass()
    expect(Buffer.from(served[0]?.call.requests as Uint8Array).toString()).toBe('question')
    served[0]?.sink.message(Buffer.from('answer'))
    served[0]?.sink.end()
    expect(await sink.ended.promise).toBeUndefined()
    expect(sink.messages.map(String)).toEqual(['answer'])
  })

  it('gives calls of one peer to one method the same context object, and what differs beside it', async () => {
    const { client, served } = await linked()
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    for (const one of [call(), call({ traceparent }), call({ peer: 'peer-b' })]) client.start(one, new TestSink())
    await until(() => served.length === 3)
    const [first, second, third] = served.map((one) => one.call)
    expect(second?.context).toBe(first?.context)
    expect(third?.context).not.toBe(first?.context)
    expect([first?.metadata, second?.metadata]).toEqual([undefined, { [Metadata.TraceParent]: traceparent }])
    expect(first?.context).toEqual({ path: '/t.T/rpc_x', metadata: { [Metadata.PeerId]: 'peer-a', [Metadata.GatewayPeerId]: 'gateway', [Metadata.Handler]: 'T.rpc_x', [Metadata.Protocol]: 'test', [Metadata.Attempt]: '1' } })
  })

  it('forgets the oldest contexts and serves more peers than it remembers', async () => {
    const { client, served } = await linked()
    const peers = MAX_CONTEXTS + 100
    for (let peer = 0; peer < peers; peer += 1) client.start(call({ peer: `peer-${peer}` }), new TestSink())
    client.start(call({ peer: 'peer-0' }), new TestSink())
    await until(() => served.length === peers + 1)
    expect(served.at(-1)?.call.context.metadata[Metadata.PeerId]).toBe('peer-0')
  })

  it('lets a small reply wait for less than 192 KiB of large answers', async () => {
    const { client, runner, served } = await linked()
    const [large, small] = [new TestSink(), new TestSink()]
    for (let index = 0; index < 8; index += 1) client.start(call({ responseStream: true }), index === 0 ? large : new TestSink())
    client.start(call(), small)
    await until(() => served.length === 9)
    for (const one of served.slice(0, 8)) one.sink.message(Buffer.alloc(2_000_000))
    await until(() => !(large.bytes === 0 && runner.unsentBytes === 0))
    runner.isStalled = true
    await until(() => runner.isFull)
    served[8]?.sink.message(Buffer.from('small'))
    served[8]?.sink.end()
    await turn()
    expect(runner.unsentBytes).toBeLessThan(196_608)
    let passed = 0
    while (!small.isOver) {
      passed += runner.unsentBytes
      runner.pass()
      await turn()
    }
    expect(passed).toBeLessThan(196_608 + 4_096)
    runner.isStalled = false
    runner.pass()
  })

  it('sends large answers of several calls in turn', async () => {
    const { client, served } = await linked()
    const sinks = [new TestSink(), new TestSink(), new TestSink()]
    for (const sink of sinks) client.start(call({ responseStream: true }), sink)
    await until(() => served.length === 3)
    for (const one of served) for (let index = 0; index < 40; index += 1) one.sink.message(Buffer.alloc(65_536))
    await until(() => sinks.some((sink) => sink.messages.length === 40))
    for (const sink of sinks) expect(sink.messages.length).toBeGreaterThan(30)
  })

  it('stops the source of a slow sink and goes on with the other calls', async () => {
    const { client, served } = await linked()
    const [slow, fast] = [new TestSink(), new TestSink()]
    slow.takes = 1
    const running = client.start(call({ responseStream: true }), slow)
    client.start(call({ responseStream: true }), fast)
    await until(() => served.length === 2)
    const flood = (one: Served): number => { let sent = 0; while (sent < 200 && one.sink.message(Buffer.alloc(32_768))) sent += 1; return sent }
    let sent = 0
    for (let round = 0; round < 50; round += 1) {
      sent += flood(served[0] as Served)
      served[1]?.sink.message(Buffer.alloc(32_768))
      await turn()
      await turn()
    }
    await until(() => fast.messages.length === 50)
    expect(slow.bytes).toBeLessThan(2 * FIRST_CREDIT_BYTES + 32_768)
    expect(sent * 32_768).toBeLessThan(6 * FIRST_CREDIT_BYTES)
    slow.takes = Infinity
    running.resume()
    await until(() => (served[0]?.resumed ?? 0) > 0)
  })

  it('carries requests that are streamed, at the pace of compute', async () => {
    const { client, served } = await linked()
    let pulled = 0
    const requests = (async function * () {
      for (; pulled < 1_000; pulled += 1) yield Buffer.alloc(65_536, pulled % 251)
    })()
    const sink = new TestSink()
    client.start(call({ requests }), sink)
    await until(() => served.length === 1 && pulled > 0)
    let before = -1
    await until(() => { const still = pulled === before; before = pulled; return still })
    expect(pulled).toBeLessThan(12)
    let bytes = 0
    for await (const message of served[0]?.call.requests as AsyncIterable<Uint8Array>) bytes += message.length
    expect(bytes).toBe(1_000 * 65_536)
    served[0]?.sink.message(Buffer.from('ok'))
    served[0]?.sink.end()
    expect(await sink.ended.promise).toBeUndefined()
  })

  it('carries a single request and an answer of 4 MiB', async () => {
    const { client, served } = await linked()
    const sink = new TestSink()
    client.start(call({ requests: Buffer.alloc(4_194_304, 7) }), sink)
    await until(() => served.length === 1)
    for await (const request of served[0]?.call.requests as AsyncIterable<Uint8Array>) served[0]?.sink.message(request)
    served[0]?.sink.end()
    expect(await sink.ended.promise).toBeUndefined()
    expect(sink.messages[0]?.equals(Buffer.alloc(4_194_304, 7))).toBe(true)
  })

  it('ends a call whose answer is larger than allowed, and no other', async () => {
    const { client, served } = await linked()
    const [large, other] = [new TestSink(), new TestSink()]
    client.start(call(), large)
    client.start(call(), other)
    await until(() => served.length === 2)
    for (const one of served) one.sink.message(one === served[0] ? Buffer.alloc(4_194_305) : Buffer.from('ok'))
    for (const one of served) one.sink.end()
    expect((await large.ended.promise)?.code).toBe('resource_exhausted')
    expect(await other.ended.promise).toBeUndefined()
  })

  it('gives the error of compute to the caller, with what it says about the start', async () => {
    const { client, served } = await linked()
    const sinks = [new TestSink(), new TestSink(), new TestSink()]
    for (const sink of sinks) client.start(call(), sink)
    await until(() => served.length === 3)
    served[0]?.sink.end(new SubnetesError('failed_precondition', 'größer als 100 %'))
    served[1]?.sink.end(new SubnetesError('resource_exhausted', 'no slot', { details: { started: false }, retryable: true }))
    served[2]?.sink.end(new SubnetesError('invalid_argument', 'a lie', { details: { started: false } }))
    const errors = await Promise.all(sinks.map(async (sink) => await sink.ended.promise))
    expect(errors.map((error) => [error?.code, error?.message, isNotStarted(error), error?.retryable])).toEqual([
      ['failed_precondition', 'größer als 100 %', false, false], ['resource_exhausted', 'no slot', true, true], ['invalid_argument', 'a lie', false, false]
    ])
  })

  it('brings a cancel to compute', async () => {
    const { client, served, server } = await linked()
    const sink = new TestSink()
    const running = client.start(call(), sink)
    await until(() => served.length === 1)
    running.cancel(new SubnetesError('cancelled', 'the peer left'))
    expect((await sink.ended.promise)?.message).toBe('the peer left')
    await until(() => served[0]?.cancelled?.code === 'cancelled' && server.activeCalls === 0)
  })

  it('enforces the deadline at both ends', async () => {
    const { client, served, gateway } = await linked()
    const sink = new TestSink()
    client.start(call({ deadlineMs: 50 }), sink)
    await until(() => served.length === 1)
    gateway.isStalled = true // the gateway's cancel does not come through
    expect((await sink.ended.promise)?.code).toBe('deadline_exceeded')
    await until(() => served[0]?.cancelled?.code === 'deadline_exceeded')
  })

  it('says of a dead connection which calls did not start', async () => {
    const { client, served, runner, isDown } = await linked()
    const [sent, unsent] = [new TestSink(), new TestSink()]
    client.start(call(), sent)
    await until(() => served.length === 1)
    runner.destroy()
    client.start(call(), unsent)
    const [lost, never] = [await sent.ended.promise, await unsent.ended.promise]
    expect([lost?.code, isNotStarted(lost), isWorkerLost(lost)]).toEqual(['unavailable', false, true])
    expect([never?.code, isWorkerLost(never)]).toEqual(['unavailable', true])
    expect(isDown()).toBe(true)
    await until(() => served[0]?.cancelled !== undefined)
    const late = new TestSink()
    client.start(call(), late)
    expect(isNotStarted(await late.ended.promise)).toBe(true)
  })

  it('lets running calls end after GOAWAY, and says that those it did not see have not started', async () => {
    const { client, server, served, gateway, isDown } = await linked()
    const [running, unseen] = [new TestSink(), new TestSink()]
    client.start(call(), running)
    await until(() => served.length === 1)
    gateway.isStalled = true
    client.start(call(), unseen)
    await turn()
    await turn()
    server.goAway()
    const error = await unseen.ended.promise
    expect([error?.code, isNotStarted(error)]).toEqual(['unavailable', true])
    gateway.isStalled = false
    gateway.pass()
    expect([client.isUsable, isDown(), served.length]).toEqual([false, true, 1])
    served[0]?.sink.message(Buffer.from('done'))
    served[0]?.sink.end()
    expect(await running.ended.promise).toBeUndefined()
    await server.closed()
  })

  it('ends when nothing at all is heard after a ping, and lives while it is', async () => {
    const { client, runner, served, isDown } = await linked({ keepaliveMs: 20 })
    const sink = new TestSink()
    client.start(call(), sink)
    await until(() => served.length === 1)
    const before = runner.arrivals
    await until(() => runner.arrivals > before + 6)
    expect([client.isUsable, isDown()]).toEqual([true, false])
    runner.isStalled = true
    expect((await sink.ended.promise)?.message).toContain('nothing was heard')
    expect(isDown()).toBe(true)
  })
})

describe('one end', () => {
  it('keeps what its owner throws from the carrier, and warns of it', async () => {
    const [here, there] = MemoryCarrier.pair()
    const fault = new Error('a fault of the owner')
    const warned = new Promise((resolve) => { process.once('warning', resolve) })
    const fail = (): never => { throw fault }
    const link = new Link(here, { lastId: 0, onRecord: fail, onClosed: fail }, { keepaliveMs: 0, keepaliveTimeoutMs: 0 })
    const bytes = new TurnBuffer()
    bytes.add({ type: RecordType.Hello, id: 0, argument: LINK_VERSION })
    expect(() => here.arrive(Buffer.concat(bytes.take()))).not.toThrow()
    expect([link.isClosed, await warned]).toEqual([true, fault])
    there.destroy()
  })
})

interface Broken {
  send: (...records: OutRecord[]) => void
  received: Array<{ type: number, id: number, text: string }>
  warnings: string[]
  served: Served[]
  carrier: MemoryCarrier
}

describe('the runner\'s end', () => {
  /** Writes records as a broken gateway might; gives what comes back. */
  function against (): Broken {
    const [gateway, runner] = MemoryCarrier.pair()
    const served: Served[] = []
    const warnings: string[] = []
    const logger: Logger = { ...silentLogger, warn: (_, fields) => warnings.push(String(fields?.['error'])), child: () => logger }
    const server = createLinkServer({ serve: (one, sink) => { served.push(new Served(one, sink)); return served.at(-1) as Served }, logger, maxMessageBytes: 1_000_000 })
    const received: Array<{ type: number, id: number, text: string }> = []
    const parser = new RecordParser()
    gateway.open({ onData: (chunk) => parser.push(chunk, (type, id, _, body) => received.push({ type, id, text: body.toString() })), onDrained: () => {}, onClosed: () => {} })
    server.accept(runner)
    cleanups.push(() => server.destroy())
    const send = (...records: OutRecord[]): void => {
      const bytes = new TurnBuffer()
      for (const record of records) bytes.add(record)
      gateway.write(bytes.take())
    }
    return { send, received, warnings, served, carrier: runner }
  }

  const hello: OutRecord = { type: RecordType.Hello, id: 0, argument: LINK_VERSION }
  const define = (argument: number, texts: readonly string[] = ['/t.T/x']): OutRecord => ({ type: RecordType.Define, id: 0, argument, body: encodeTexts(texts) })
  const head = encodeCallHead({ timeoutMs: 10_000, flags: CallFlag.StreamedAnswers, metadata: undefined })
  const make = (type: number, id: number, argument = 1): OutRecord => ({ type, id, argument, head })
  const message = (id: number, length: number, bytes = length): OutRecord => ({ type: RecordType.Message, id, argument: length, body: Buffer.alloc(bytes) })

  it.each<[string, OutRecord[], RegExp]>([
    ['anything before a hello', [define(1)], /no hello first/],
    ['a hello of another version', [{ ...hello, argument: 9 }], /version 9/],
    ['a second hello', [hello, hello], /type 1/],
    ['numbers of calls that do not grow', [hello, define(1), make(RecordType.Call, 5), make(RecordType.Call, 5)], /call 5 after call 5/],
    ['a record for a call that was never made', [hello, { type: RecordType.End, id: 3, argument: 0 }], /never made/],
    ['an answer', [hello, define(1), make(RecordType.Call, 1), { type: RecordType.Reply, id: 1, argument: 0 }], /type 9 for a call/],
    ['a piece without a message', [hello, define(1), make(RecordType.Open, 1), { type: RecordType.Piece, id: 1, argument: 0, body: Buffer.from('x') }], /piece without a message/],
    ['a message in the middle of another', [hello, define(1), make(RecordType.Open, 1), message(1, 10, 5), message(1, 5)], /in the middle of another/],
    ['more bytes than a message has', [hello, define(1), make(RecordType.Open, 1), message(1, 3, 5)], /more bytes than the message has/],
    ['a message for a call that came whole', [hello, define(1), make(RecordType.Call, 1), message(1, 3)], /came whole/],
    ['more than it has credit for', [hello, define(1), make(RecordType.Open, 1), message(1, 60_000), message(1, 60_000)], /credit/],
    ['a context twice', [hello, define(1), define(1)], /context 1 twice/],
    ['a context without a path', [hello, define(1, ['nowhere'])], /whose path is none/],
    ['metadata that is no header', [hello, define(1, ['/t.T/x', Metadata.PeerId, 'a\r\nb'])], /not printable/],
    ['a name without a value', [hello, define(1, ['/t.T/x', Metadata.PeerId])], /a name and no value/],
    ['more contexts than it may', [hello, ...Array.from({ length: MAX_CONTEXTS + 1 }, (_, index) => define(index + 1))], /more than 2048 contexts/]
  ])('ends a link on which it gets %s, and says why', async (_, records, words) => {
    const { send, received, warnings, carrier, served } = against()
    send(...records)
    await until(() => carrier.isDestroyed)
    expect(received.at(-1)).toMatchObject({ type: RecordType.GoAway, text: expect.stringMatching(words) as string })
    expect(warnings).toEqual([expect.stringMatching(words)])
    for (const one of served) expect(one.cancelled?.code).toBe('cancelled')
  })

  it('passes on only the metadata of the worker contract', async () => {
    const { send, served } = against()
    send(hello, define(1, ['/t.T/x', Metadata.PeerId, 'p', Metadata.Disposition, 'refused', 'x-own', '1', 'authorization', 'secret']), make(RecordType.Call, 1))
    await until(() => served.length === 1)
    expect(served[0]?.call.context.metadata).toEqual({ [Metadata.PeerId]: 'p' })
  })

  it('refuses a call whose context it does not know, as not started', async () => {
    const { send, received, served } = against()
    send(hello, make(RecordType.Call, 1, 77))
    await until(() => received.length === 2)
    expect(received[1]).toMatchObject({ type: RecordType.Status, id: 1, text: expect.stringContaining('refused') as string })
    expect(served).toEqual([])
  })

  it('ends a call whose request is too large, and no other', async () => {
    const { send, received, served } = against()
    send(hello, define(1), make(RecordType.Open, 1), make(RecordType.Open, 2), { type: RecordType.Message, id: 1, argument: 1_000_001, body: Buffer.alloc(10) })
    await until(() => received.some((record) => record.type === RecordType.Status))
    expect(received.at(-1)).toMatchObject({ id: 1, text: expect.stringContaining('larger than the limit') as string })
    expect([served[0]?.cancelled?.code, served[1]?.cancelled]).toEqual(['resource_exhausted', undefined])
  })

  it('takes late records for a call that has ended', async () => {
    const { send, received, served, carrier } = against()
    send(hello, define(1), make(RecordType.Open, 1))
    await until(() => served.length === 1)
    served[0]?.sink.end()
    send(message(1, 10), { type: RecordType.Credit, id: 1, argument: 5 }, { type: RecordType.End, id: 1, argument: 0 }, { type: RecordType.Cancel, id: 1, argument: 1 })
    send({ type: RecordType.Ping, id: 0, argument: 42 })
    await until(() => received.at(-1)?.type === RecordType.Pong)
    expect(carrier.isDestroyed).toBe(false)
  })
})
