/** `subnetes.v1.Runner/Calls` as a carrier of records: the contract that every runner of ours serves, whatever else it may offer. */
import { constants } from 'node:http2'
import type { ClientHttp2Stream, Http2Stream, IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { joinMessage } from '@subnetes/common'
import type { MessageBytes, SubnetesError } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'
import type { Carrier, CarrierEvents } from '../link/carrier.ts'
import type { GrpcStream } from './channel.ts'
import { FrameParser, encodeFramePrefix } from './framing.ts'
import { endWithStatus } from './server-call.ts'
import { readStatus, responseError } from './status.ts'

/** Full path of the method. */
export const CALLS_PATH = '/subnetes.v1.Runner/Calls'
/** Headers that open it. */
export const CALLS_HEADERS: OutgoingHttpHeaders = { ':path': CALLS_PATH, te: 'trailers', 'content-type': 'application/grpc' }

const { CallRecords } = subnetes.v1
/** Largest message that we write, but for one record; what we read may be four times that. */
const MESSAGE_BYTES = 1_048_576
/** Writes up to here are joined: one copy is cheaper than several parts in `node:http2`. */
const JOIN_BYTES = 16_384
/** Tag of field 1, length-delimited. */
const RECORDS_TAG = 0x0a

/** The gateway's end. Its `onClosed` gets the status with which the server ended the stream, or why the connection was lost. */
export function callsStream ({ stream, endError }: GrpcStream, address: string): Carrier {
  return new ClientCarrier(stream, endError, address)
}

/** The runner's end. */
export function servedCallsStream (stream: ServerHttp2Stream): Carrier {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  return new ServerCarrier(stream)
}

abstract class StreamCarrier<Stream extends Http2Stream> implements Carrier {
  protected readonly stream: Stream
  readonly #parser = new FrameParser(4 * MESSAGE_BYTES)
  #isFull = false
  protected cause: unknown

  constructor (stream: Stream) {
    this.stream = stream
  }

  abstract end (): void

  get isFull (): boolean {
    return this.#isFull
  }

  get unsentBytes (): number {
    return this.stream.writableLength
  }

  open ({ onData, onDrained, onClosed }: CarrierEvents): void {
    const { stream } = this
    const onMessage = (message: MessageBytes): void => {
      const { records } = CallRecords.decode(joinMessage(message))
      if (records.length > 0) onData(Buffer.from(records.buffer, records.byteOffset, records.length))
    }
    stream.on('error', (error) => { this.cause ??= error })
    stream.on('data', (chunk: Buffer) => this.#parse(chunk, onMessage))
    stream.on('drain', () => {
      this.#isFull = false
      onDrained()
    })
    stream.on('end', () => this.end())
    stream.on('close', () => onClosed(this.closeCause()))
  }

  write (parts: readonly Uint8Array[]): void {
    const { stream } = this
    if (stream.destroyed || stream.writableEnded) return
    let from = 0
    let bytes = 0
    for (const [index, part] of parts.entries()) {
      bytes += part.length
      if (bytes < MESSAGE_BYTES && index < parts.length - 1) continue
      this.#writeMessage(parts.slice(from, index + 1), bytes)
      from = index + 1
      bytes = 0
    }
    this.#isFull = stream.writableNeedDrain
  }

  destroy (): void {
    this.stream.close(constants.NGHTTP2_CANCEL)
    this.stream.destroy()
  }

  protected closeCause (): unknown {
    return this.cause
  }

  #parse (chunk: Buffer, onMessage: (message: MessageBytes) => void): void {
    try {
      this.#parser.push(chunk, onMessage)
    } catch (error) {
      this.cause ??= error
      this.destroy()
    }
  }

  #writeMessage (parts: readonly Uint8Array[], bytes: number): void {
    const prefix = messagePrefix(bytes)
    const { stream } = this
    if (bytes <= JOIN_BYTES) {
      stream.write(Buffer.concat([prefix, ...parts]))
      return
    }
    stream.cork()
    stream.write(prefix)
    for (const part of parts) stream.write(part)
    stream.uncork()
  }
}

class ClientCarrier extends StreamCarrier<ClientHttp2Stream> {
  readonly #endError: () => SubnetesError
  #hasStatus = false

  constructor (stream: ClientHttp2Stream, endError: () => SubnetesError, address: string) {
    super(stream)
    this.#endError = endError
    const onStatus = (headers: IncomingHttpHeaders): void => {
      const status = readStatus(headers)
      if (status === undefined) return
      this.#hasStatus = true
      this.cause ??= status.error
    }
    stream.on('response', (headers) => {
      onStatus(headers)
      if (this.#hasStatus) return
      const error = responseError(headers, address)
      if (error === undefined) return
      this.cause ??= error
      this.destroy()
    })
    stream.on('trailers', onStatus)
  }

  end (): void {
    this.stream.end()
  }

  protected override closeCause (): unknown {
    return this.#hasStatus ? this.cause : this.cause ?? this.#endError()
  }
}

class ServerCarrier extends StreamCarrier<ServerHttp2Stream> {
  end (): void {
    if (!this.stream.writableEnded) endWithStatus(this.stream)
  }
}

/** gRPC's prefix of a CallRecords with so many bytes of records, and the field's tag and length. */
function messagePrefix (bytes: number): Buffer {
  const field = [RECORDS_TAG]
  let left = bytes
  for (; left > 0x7f; left = Math.floor(left / 128)) field.push(left % 128 + 128)
  field.push(left)
  return Buffer.concat([encodeFramePrefix(field.length + bytes), Buffer.from(field)])
}
