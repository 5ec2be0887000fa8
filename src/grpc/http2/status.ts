/** gRPC status on the wire: headers and trailers to errors and back. The one place where gRPC's numbers, HTTP's and HTTP/2's meet our codes. */
import { constants } from 'node:http2'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import { Metadata, SubnetesError, fromGrpcCode, toGrpcCode } from '@subnetes/common'
import type { ErrorCode } from '@subnetes/common'
import { isNotStarted, notStarted } from '../not-started.ts'

/** Longest `grpc-message` we send, in characters before encoding: trailers share the peer's header limit. */
const MAX_MESSAGE_CHARS = 2_000

/** gRPC's mapping of HTTP status (https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md). */
const BY_HTTP_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'internal', 401: 'unauthenticated', 403: 'permission_denied', 404: 'unimplemented', 429: 'unavailable', 502: 'unavailable', 503: 'unavailable', 504: 'unavailable'
}

/** gRPC's mapping of HTTP/2 error codes (PROTOCOL-HTTP2.md, "HTTP2 Transport Mapping", Errors). */
const BY_RST_CODE: Readonly<Record<number, ErrorCode>> = {
  [constants.NGHTTP2_NO_ERROR]: 'internal',
  [constants.NGHTTP2_PROTOCOL_ERROR]: 'internal',
  [constants.NGHTTP2_INTERNAL_ERROR]: 'internal',
  [constants.NGHTTP2_FLOW_CONTROL_ERROR]: 'internal',
  [constants.NGHTTP2_SETTINGS_TIMEOUT]: 'internal',
  [constants.NGHTTP2_FRAME_SIZE_ERROR]: 'internal',
  [constants.NGHTTP2_REFUSED_STREAM]: 'unavailable',
  [constants.NGHTTP2_CANCEL]: 'cancelled',
  [constants.NGHTTP2_COMPRESSION_ERROR]: 'internal',
  [constants.NGHTTP2_CONNECT_ERROR]: 'internal',
  [constants.NGHTTP2_ENHANCE_YOUR_CALM]: 'resource_exhausted',
  [constants.NGHTTP2_INADEQUATE_SECURITY]: 'permission_denied'
}

/** What a worker's headers or trailers say: nothing yet, success, or an error. */
export type ReceivedStatus = undefined | { readonly error: SubnetesError | undefined }

/** The status in headers or trailers, if there is one. The mark of a runner's refusal becomes {@link notStarted}. */
export function readStatus (headers: IncomingHttpHeaders): ReceivedStatus {
  const text = headers['grpc-status']
  if (text === undefined) return undefined
  const number = Number(text)
  if (number === 0) return { error: undefined }
  const code = fromGrpcCode(number)
  const message = decodeMessage(String(headers['grpc-message'] ?? '')) || `the worker answered with gRPC status ${String(text)}`
  const error = new SubnetesError(code, message)
  const mayBeRefusal = code === 'unavailable' || code === 'resource_exhausted'
  return { error: mayBeRefusal && headers[Metadata.Disposition] === 'refused' ? notStarted(error) : error }
}

/** What is wrong with response headers that carry no gRPC status. */
export function responseError (headers: IncomingHttpHeaders, address: string): SubnetesError | undefined {
  const status = Number(headers[':status'])
  if (status !== 200) {
    return new SubnetesError(BY_HTTP_STATUS[status] ?? 'unknown', `worker at ${address} answered with HTTP status ${status} instead of gRPC`)
  }
  const type = headers['content-type']
  if (type?.startsWith('application/grpc') === true) return undefined
  return new SubnetesError('unknown', `worker at ${address} answered with content type ${JSON.stringify(type ?? '')} instead of application/grpc`)
}

/** The error of a stream that was reset. REFUSED_STREAM is the receiver's word that it did nothing. */
export function resetError (code: number, address: string): SubnetesError {
  const error = new SubnetesError(BY_RST_CODE[code] ?? 'unknown', `worker at ${address} reset the stream (HTTP/2 error code ${code})`)
  return code === constants.NGHTTP2_REFUSED_STREAM ? notStarted(error) : error
}

/** The HTTP/2 error code that says best why we end a stream. */
export function resetCode (error: SubnetesError): number {
  return error.code === 'internal' ? constants.NGHTTP2_INTERNAL_ERROR : constants.NGHTTP2_CANCEL
}

/** Trailers that carry an error, or success. An error with the mark of {@link notStarted} says so to the gateway. */
export function statusTrailers (error?: SubnetesError): OutgoingHttpHeaders {
  if (error === undefined) return { 'grpc-status': '0' }
  return {
    'grpc-status': String(toGrpcCode(error.code)),
    'grpc-message': encodeMessage(error.message),
    ...(isNotStarted(error) ? { [Metadata.Disposition]: 'refused' } : {})
  }
}

/** Percent-encodes what `grpc-message` may not hold: everything but printable ASCII, and `%`. */
export function encodeMessage (text: string): string {
  const short = text.length > MAX_MESSAGE_CHARS ? `${text.slice(0, MAX_MESSAGE_CHARS)}...` : text
  if (/^[ -$&-~]*$/.test(short)) return short
  let encoded = ''
  for (const byte of Buffer.from(short, 'utf8')) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}

/** Reverses {@link encodeMessage}; text that is not valid is kept as it came, as the gRPC spec asks. */
export function decodeMessage (text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not ours to judge: an unreadable message is better than none
  }
}
