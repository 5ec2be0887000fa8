/** Both ends of a link between gateway and runner: each may get anything from the other when that is compromised. */
import { silentLogger } from '@subnetes/common'
import type { LinkCall } from '../../src/grpc/link/link-call.ts'
import type { Carrier, CarrierEvents } from '../../src/grpc/link/carrier.ts'
import { beginLink } from '../../src/grpc/link/client.ts'
import { CallFlag, LINK_VERSION, RecordParser, RecordType, decodeCallHead, decodeTexts, encodeCallHead, encodeStatus, encodeTexts } from '../../src/grpc/link/records.ts'
import type { OutRecord } from '../../src/grpc/link/records.ts'
import { createLinkServer } from '../../src/grpc/link/server.ts'
import { TurnBuffer } from '../../src/grpc/link/turn-buffer.ts'
import type { FuzzTarget } from './decoder-kinds.ts'

/** Takes what is written and forgets it. */
class DeafCarrier implements Carrier {
  readonly isFull = false
  readonly unsentBytes = 0
  events: CarrierEvents | undefined

  open (events: CarrierEvents): void { this.events = events }
  write (): void {}
  end (): void { this.close() }
  destroy (): void { this.close() }

  close (): void {
    const { events } = this
    this.events = undefined
    events?.onClosed(undefined)
  }
}

const hello: OutRecord = { type: RecordType.Hello, id: 0, argument: LINK_VERSION, body: Buffer.from([1]) }
const define: OutRecord = { type: RecordType.Define, id: 0, argument: 1, body: encodeTexts(['/t.T/rpc_x', 'subnetes-peer-id', 'peer']) }
const head = encodeCallHead({ timeoutMs: 60_000, flags: CallFlag.StreamedAnswers, metadata: encodeTexts(['traceparent', '00-1']) })
const records = (...list: OutRecord[]): Uint8Array => {
  const turn = new TurnBuffer()
  for (const record of list) turn.add(record)
  return Buffer.concat(turn.take())
}
const whole = records(hello, define, { type: RecordType.Call, id: 1, argument: 1, head, body: Buffer.from('hello') }, { type: RecordType.Cancel, id: 1, argument: 1 })
const streamed = records(hello, define, { type: RecordType.Open, id: 1, argument: 1, head }, { type: RecordType.Message, id: 1, argument: 6, body: Buffer.from('abc') },
  { type: RecordType.Piece, id: 1, argument: 0, body: Buffer.from('def') }, { type: RecordType.Credit, id: 1, argument: 70_000 }, { type: RecordType.End, id: 1, argument: 0 },
  { type: RecordType.Ping, id: 0, argument: 9 }, { type: RecordType.Forget, id: 0, argument: 1 })
const greeting = records(hello)
const answers = records({ type: RecordType.Reply, id: 1, argument: 0, body: Buffer.from('yes') }, { type: RecordType.Message, id: 2, argument: 5, body: Buffer.from('he') },
  { type: RecordType.Piece, id: 2, argument: 0, body: Buffer.from('llo') }, { type: RecordType.Status, id: 2, argument: 14, body: encodeStatus(3, 'no slot') }, { type: RecordType.GoAway, id: 0, argument: 2 })

/** In two pieces, as the network may deliver it. */
function halves (bytes: Uint8Array): [Buffer, Buffer] {
  const copy = Buffer.from(bytes)
  return [copy.subarray(0, copy.length >> 1), copy.subarray(copy.length >> 1)]
}

function readRecords (bytes: Uint8Array): void {
  const parser = new RecordParser()
  const onRecord = (type: number, _id: number, _argument: number, body: Buffer): void => {
    if (type === RecordType.Define) decodeTexts(body)
    if (type === RecordType.Call || type === RecordType.Open) decodeCallHead(body)
  }
  for (const half of halves(bytes)) parser.push(half, onRecord)
}

/** Compute that answers at once and reads no stream. */
function serve (bytes: Uint8Array): void {
  const carrier = new DeafCarrier()
  const server = createLinkServer({
    logger: silentLogger,
    maxMessageBytes: 1_000_000,
    serve: (_, sink) => {
      sink.message(Buffer.from('answer'))
      return { cancel: (reason) => sink.end(reason), resume: () => {} }
    }
  })
  server.accept(carrier)
  for (const half of halves(bytes)) carrier.events?.onData(half)
  server.destroy()
}

const call: LinkCall = {
  contextKey: 'peer',
  path: '/t.T/rpc_x',
  context: () => ({ path: '/t.T/rpc_x', metadata: { 'subnetes-peer-id': 'peer' } }),
  metadata: undefined,
  hasStreamedAnswers: true,
  requests: Buffer.from('x'),
  deadline: Number.MAX_SAFE_INTEGER
}

/** The gateway's end, with calls that the bytes may answer. */
function ask (bytes: Uint8Array): void {
  const carrier = new DeafCarrier()
  const client = beginLink(carrier, { address: 'runner', maxMessageBytes: 1_000_000, helloTimeoutMs: 0, keepaliveMs: 0, keepaliveTimeoutMs: 0, onUnusable: () => {}, onClosed: () => {} })
  client.greeted.catch(() => {}) // a refusal
  carrier.events?.onData(Buffer.from(greeting))
  for (let index = 0; index < 3; index += 1) client.start(call, { message: () => true, end: () => {} })
  for (const half of halves(bytes)) carrier.events?.onData(half)
  client.close()
}

/** All of them. */
export const LINK_TARGETS: readonly FuzzTarget[] = [
  { name: 'records of a link', seeds: [whole, streamed, answers], read: readRecords },
  { name: 'link, the runner\'s end', seeds: [whole, streamed], read: serve },
  { name: 'link, the gateway\'s end', seeds: [answers], read: ask }
]
