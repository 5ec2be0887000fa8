/** Many calls and large streams between two nodes of one process. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RawStream, call, handleOf, methodShape, peerPair, serve, texts } from '../../../test/support/libp2p.ts'
import { eventually } from '../../../test/support/eventually.ts'
import type { PeerPair } from '../../../test/support/libp2p.ts'
import { once } from '../call.ts'
import type { CallHandler } from '../call.ts'
import type { ServedMethod } from '../wire.ts'

const MIB = 1024 * 1024
/** Seconds on an idle machine, more beside other work. */
const LOAD_TIMEOUT_MS = 240_000

let pair: PeerPair
let served: ServedMethod | undefined

beforeAll(async () => { pair = await peerPair() })
afterAll(async () => { await pair[Symbol.asyncDispose]() })
afterEach(async () => await served?.close())

const echo: CallHandler = async function * (incoming) { yield * incoming.requests }

/** Bytes that stand in libp2p's buffers of all streams, both ends. */
function libraryBytes (): number {
  return [...pair.caller.getConnections(), ...pair.server.getConnections()].flatMap((connection) => connection.streams)
    .reduce((sum, stream) => sum + stream.readBufferLength + stream.writeBufferLength, 0)
}

describe('under load', () => {
  it('500 concurrent unary calls of one peer complete', async () => {
    const method = methodShape('uu')
    served = await serve(pair.server, method, echo)
    const answers = await Promise.all(Array.from({ length: 500 }, async (_, index) => await texts(call(pair, method, once(Buffer.from(String(index)))))))
    expect(answers).toEqual(Array.from({ length: 500 }, (_, index) => [String(index)]))
    await eventually('the end of all streams', () => pair.server.getConnections().every((connection) => connection.streams.length === 0))
  })

  it('64 parallel streams of 1,000 messages complete, in order', async () => {
    const method = methodShape('us')
    served = await serve(pair.server, method, async function * () {
      for (let index = 0; index < 1000; index++) yield Buffer.from(String(index))
    })
    const expected = Array.from({ length: 1000 }, (_, index) => String(index))
    const answers = await Promise.all(Array.from({ length: 64 }, async () => await texts(call(pair, method, once(Buffer.from('go'))))))
    for (const answer of answers) expect(answer).toEqual(expected)
  }, LOAD_TIMEOUT_MS)

  it.each([['64 KiB', 64 * 1024], ['4 MiB', 4 * MIB]])('a slow reader of 128 MiB in messages of %s holds the producer, not the memory', async (_name, messageBytes) => {
    const method = methodShape('us')
    const count = 128 * MIB / messageBytes
    let produced = 0
    served = await serve(pair.server, method, async function * () {
      for (; produced < count;) {
        produced++
        yield Buffer.alloc(messageBytes)
      }
    })
    let consumed = 0
    let mostAhead = 0
    let mostInLibrary = 0
    for await (const message of call(pair, method, once(Buffer.from('go')))) {
      consumed += message.length
      mostAhead = Math.max(mostAhead, produced * messageBytes - consumed)
      mostInLibrary = Math.max(mostInLibrary, libraryBytes())
      for (let turn = 0; turn < 3; turn++) await nextTurn()
    }
    expect(consumed).toBe(128 * MIB)
    // One message on its way out, one window on the wire, one message and some read ahead at the reader.
    expect(mostAhead).toBeLessThan(4 * MIB + 3 * messageBytes)
    expect(mostInLibrary).toBeLessThan(4 * MIB + 2 * messageBytes)
  }, LOAD_TIMEOUT_MS)

  it('a reader that stops altogether holds a window and no more', async () => {
    const method = methodShape('us')
    let produced = 0
    served = await serve(pair.server, method, async function * () {
      for (;;) {
        produced += 64 * 1024
        yield Buffer.alloc(64 * 1024)
      }
    })
    const answers = call(pair, method, once(Buffer.from('go')))[Symbol.asyncIterator]()
    await answers.next()
    let before = -1
    await eventually('the standstill', () => {
      const isStill = before === produced
      before = produced
      return isStill
    })
    for (let turn = 0; turn < 100; turn++) await nextTurn()
    expect(produced).toBeLessThan(4 * MIB)
    await answers.return?.()
  })

  it('a peer that opens 10,000 streams is refused, disturbs nobody and can call again', async () => {
    const method = methodShape('uu')
    served = await serve(pair.server, method, echo, { limits: { maxCallsPerPeer: 500, lingerMs: 1000 } })
    await using other = await peerPair()
    const connection = await other.caller.dial(pair.server.getMultiaddrs())
    const opened: RawStream[] = []
    let refused = 0
    for (let batch = 0; batch < 100; batch++) {
      await Promise.all(Array.from({ length: 100 }, async () => {
        try {
          opened.push(new RawStream(await connection.newStream(handleOf(method), { maxOutboundStreams: 100_000 })))
        } catch {
          refused++ // over the limit of streams: reset by libp2p
        }
      }))
      if (batch % 20 === 0) expect(await texts(call(pair, method, once(Buffer.from('still here'))))).toEqual(['still here'])
    }
    expect(opened.length + refused).toBe(10_000)
    await eventually('the refusals', () => opened.filter(({ end }) => end === undefined).length <= 500)
    expect(opened.filter(({ end, received }) => end === 'eof' && received.includes('ResourceExhausted')).length).toBeGreaterThan(0)
    expect(await texts(call(pair, method, once(Buffer.from('still here'))))).toEqual(['still here'])
    for (const { stream } of opened) stream.abort(new Error('test'))
    // At the server, which hears of it a moment later and counts calls until then.
    await eventually('the end of all streams', () => pair.server.getConnections(other.caller.peerId).every(({ streams }) => streams.length === 0))
    expect(await texts(call({ ...other, server: pair.server }, method, once(Buffer.from('better now'))))).toEqual(['better now'])
  }, LOAD_TIMEOUT_MS)
})
