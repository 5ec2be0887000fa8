/** Unary framing, serving end: one delimited envelope each way. */
import { SubnetesError } from '@subnetes/common'
import type { ByteReader } from '../byte-reader.ts'
import { once } from '../call.ts'
import { UNARY_MAX_BYTES } from '../limits.ts'
import { formatError } from '../status.ts'
import type { StreamEnds } from '../stream-end.ts'
import type { WireServeOptions } from '../wire.ts'
import type { Answer } from './answer.ts'
import { NO_CALL_ID, decodeRequest, encodeErrorResponse, encodeResponse, peekDelimited, takeDelimited } from './envelope.ts'
import type { EncodedEnvelope } from './envelope.ts'

/** What the framing tells its call. */
export interface UnaryAnswerHooks {
  readonly hold: (bytes: number) => void
  readonly fail: (reason: SubnetesError) => void
}

/** Reads a request envelope and answers it with the same call id. */
export function unaryAnswer ({ reader, writer }: StreamEnds, options: WireServeOptions, hooks: UnaryAnswerHooks): Answer {
  let callId = NO_CALL_ID
  let held = 0
  const send = (envelope: EncodedEnvelope): Promise<void> | undefined => writer.write(envelope.head, envelope.payload)
  return {
    async open () {
      const bytes = await reader.take((queue) => {
        const length = peekDelimited(queue, options.maxRequestBytes)?.length
        if (length !== undefined && length !== held) hooks.hold(held = length)
        return takeDelimited(queue, options.maxRequestBytes)
      })
      if (bytes === undefined) return undefined
      const request = decodeRequest(bytes)
      callId = request.callId
      if (request.proto !== options.handle) {
        throw new SubnetesError('invalid_argument', `the request names ${JSON.stringify(request.proto.slice(0, 200))} but came on the stream of ${options.handle}`)
      }
      reader.discard(() => hooks.fail(new SubnetesError('invalid_argument', `${options.handle} takes one request; bytes came after it`)))
      return once(request.data)
    },
    inputEnd: () => undefined,
    isCutShort: () => isCutShort(reader, options.maxRequestBytes),
    write (message) {
      const envelope = encodeResponse(callId, message)
      if (envelope.bytes > UNARY_MAX_BYTES) {
        throw new SubnetesError('resource_exhausted', `the answer of ${options.handle} has ${message.length} bytes, over the unary limit of ${UNARY_MAX_BYTES}; use a streaming method`)
      }
      return send(envelope)
    },
    writeError: (error) => send(encodeErrorResponse(callId, formatError(error)))
  }
}

function isCutShort (reader: ByteReader, maxBytes: number): boolean {
  if (reader.queue.byteLength === 0) return false
  try {
    const found = peekDelimited(reader.queue, maxBytes)
    return found === undefined || reader.queue.byteLength < found.start + found.length
  } catch {
    return true // whoever takes the message gets the error
  }
}
