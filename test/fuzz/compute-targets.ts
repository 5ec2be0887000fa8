/**
 * The lean HTTP/2 client against what a compute sends: a connection with calls under way, everything behind its socket.
 */
import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { messageLength } from '@subnetes/common'
import { ClientStream } from '../../src/grpc/lean/client-stream.ts'
import { H2Connection } from '../../src/grpc/lean/connection.ts'
import { ConnectionError, Flag, FrameType, encodeFrame } from '../../src/grpc/lean/frames.ts'
import { HeaderDecoder } from '../../src/grpc/lean/hpack-decoder.ts'
import { text } from '../../src/grpc/lean/hpack-encoder.ts'
import type { FuzzTarget } from './decoder-kinds.ts'

/** Calls that wait for an answer, on streams 1, 3 and 5; the last one sends more than a window. */
const REQUESTS: readonly Uint8Array[] = [Buffer.from('x'), Buffer.alloc(0), Buffer.alloc(70_000)]
const MAX_MESSAGE_BYTES = 65_536
/** What one case may make the client send beyond its calls: an answer to each frame. */
const MAX_SENT_BYTES = 262_144
const SETTINGS = encodeFrame(FrameType.Settings, 0, 0, new Uint8Array())

/** A socket that takes everything and closes at once: nothing of a case is left for a later turn of the event loop. */
class FakeSocket extends EventEmitter {
  readonly writableLength = 0
  writable = true
  writableEnded = false
  sentBytes = 0

  write (bytes: Uint8Array): boolean {
    this.sentBytes += bytes.length
    return true
  }

  end (bytes: Uint8Array, done: () => void): void {
    this.write(bytes)
    this.writableEnded = true
    this.writable = false
    done()
  }

  destroy (): void {
    this.writable = false
    this.emit('close')
  }

  cork (): void {}
  uncork (): void {}
}

function block (...fields: Array<[string, string]>): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]))
}

/** Reads the bytes in three pieces. Each call has to end exactly once, and nothing may come out that did not go in. */
function readConnection (bytes: Uint8Array): unknown {
  const socket = new FakeSocket()
  const connection = new H2Connection(socket as unknown as Duplex, {
    address: '127.0.0.1:50052', authority: '127.0.0.1:50052', connectTimeoutMs: 1_000, maxMessageBytes: MAX_MESSAGE_BYTES, firstStreamId: 1
  }, { onReady: () => {}, onRoom: () => {}, onUnusable: () => {}, onClosed: () => {} })
  connection.read(SETTINGS)
  let [ended, answered] = [0, 0]
  for (const requests of REQUESTS) {
    connection.open(new ClientStream({ context: { path: '/t.T/x', metadata: {} }, requests }, {
      message: (message) => { answered += messageLength(message); return answered % 3 !== 0 },
      end: () => { ended += 1 }
    }, connection))
  }
  const third = Math.ceil(bytes.length / 3)
  for (const at of [0, third, third * 2]) connection.read(Buffer.from(bytes.subarray(at, at + third)))
  connection.destroy(new Error('the case is over'))
  if (ended !== REQUESTS.length) throw new Error(`${ended} of ${REQUESTS.length} calls ended`)
  if (answered > bytes.length) throw new Error(`${answered} bytes of messages out of ${bytes.length}`)
  if (socket.sentBytes > MAX_SENT_BYTES) throw new Error(`${socket.sentBytes} bytes were sent`)
  return ended
}

/** Header blocks alone; a connection error is a refusal. */
function readHeaders (bytes: Uint8Array): unknown {
  try {
    return new HeaderDecoder().decode(Buffer.from(bytes)).problem
  } catch (error) {
    if (error instanceof ConnectionError) return error.message
    throw error
  }
}

const HEADERS = block([':status', '200'], ['content-type', 'application/grpc'])
const STATUS = block(['grpc-status', '5'], ['grpc-message', 'no%20luck'])
const ANSWER = [
  encodeFrame(FrameType.Headers, Flag.EndHeaders, 1, HEADERS),
  encodeFrame(FrameType.Data, 0, 1, Buffer.from([0, 0, 0, 0, 3, 1, 2, 3])),
  encodeFrame(FrameType.Headers, Flag.EndHeaders | Flag.EndStream, 1, STATUS)
]

/** All of them. */
export const COMPUTE_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'HTTP/2 connection of a compute',
    seeds: [
      Buffer.concat(ANSWER),
      Buffer.concat([
        encodeFrame(FrameType.Settings, 0, 0, Buffer.from('000100000000000300000001000400010000000500008000', 'hex')),
        encodeFrame(FrameType.WindowUpdate, 0, 0, Buffer.from('000fffff', 'hex')),
        encodeFrame(FrameType.WindowUpdate, 0, 5, Buffer.from('000fffff', 'hex')),
        encodeFrame(FrameType.Ping, 0, 0, Buffer.alloc(8)),
        ...ANSWER
      ]),
      Buffer.concat([
        encodeFrame(FrameType.Headers, 0, 3, HEADERS.subarray(0, 10)),
        encodeFrame(FrameType.Continuation, Flag.EndHeaders, 3, HEADERS.subarray(10)),
        encodeFrame(FrameType.Data, Flag.Padded, 3, Buffer.from([2, 0, 0, 0, 0, 1, 7, 0, 0])),
        encodeFrame(FrameType.GoAway, 0, 0, Buffer.from('0000000300000000', 'hex')),
        encodeFrame(FrameType.RstStream, 0, 3, Buffer.from('00000008', 'hex'))
      ])
    ],
    read: readConnection
  },
  {
    name: 'HPACK of a compute',
    seeds: [Buffer.from('2088' + '5f8b1d75d0620d263d4c4d6564' + '400b677270632d7374617475730130', 'hex'), HEADERS, STATUS],
    read: readHeaders
  }
]
