/** What both ends of our gRPC links agree on: method definitions, channel options, error mapping. */
import type { ChannelOptions, ServiceError } from '@grpc/grpc-js'
import { SubnetesError, fromGrpcCode } from '@subnetes/common'
import { subnetes } from '@subnetes/proto'

/** Pings that find a link whose other end vanished without a word: noticed after `timeMs` + `timeoutMs` at most. */
export interface KeepaliveInit {
  timeMs: number
  timeoutMs: number
}

/** A half-dead link is noticed within 9 s: sooner than a caller's patience, later than a garbage collection. */
export const DEFAULT_KEEPALIVE: Readonly<KeepaliveInit> = { timeMs: 5000, timeoutMs: 4000 }

/** An assignment carries a schema as text and as descriptors; the API server stores at most 1.5 MiB per object. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024

/** Options of a channel or server. Proxies are off: these links stay inside, whatever `https_proxy` says. */
export function linkOptions (keepalive: KeepaliveInit): ChannelOptions {
  return {
    'grpc.keepalive_time_ms': keepalive.timeMs,
    'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_channelz': 0,
    'grpc.enable_retries': 0,
    'grpc.service_config_disable_resolution': 1
  }
}

/** `subnetes.v1.Control/Connect`. */
export const CONNECT = {
  path: '/subnetes.v1.Control/Connect',
  requestStream: true,
  responseStream: true,
  requestSerialize: (message: subnetes.v1.GatewayMessage.$Properties) => Buffer.from(subnetes.v1.GatewayMessage.encode(message).finish()),
  requestDeserialize: (bytes: Buffer): subnetes.v1.GatewayMessage => subnetes.v1.GatewayMessage.decode(bytes),
  responseSerialize: (message: subnetes.v1.OperatorMessage.$Properties) => Buffer.from(subnetes.v1.OperatorMessage.encode(message).finish()),
  responseDeserialize: (bytes: Buffer): subnetes.v1.OperatorMessage => subnetes.v1.OperatorMessage.decode(bytes)
}

/** `subnetes.v1.Console/Watch`. The server writes bytes: one picture goes to several. */
export const WATCH_CONSOLE = {
  path: '/subnetes.v1.Console/Watch',
  requestStream: false,
  responseStream: true,
  requestSerialize: (message: subnetes.v1.ConsoleWatchRequest.$Properties) => Buffer.from(subnetes.v1.ConsoleWatchRequest.encode(message).finish()),
  requestDeserialize: (bytes: Buffer): subnetes.v1.ConsoleWatchRequest => subnetes.v1.ConsoleWatchRequest.decode(bytes),
  responseSerialize: (bytes: Buffer): Buffer => bytes,
  responseDeserialize: (bytes: Buffer): subnetes.v1.ConsoleMessage => subnetes.v1.ConsoleMessage.decode(bytes)
}

/** What a grpc-js call ended with, as our error. `what` names the link and its address. */
export function linkError (error: unknown, what: string): SubnetesError {
  const { code, details } = error as Partial<ServiceError>
  if (typeof code !== 'number') return SubnetesError.from(error, 'unavailable')
  return new SubnetesError(fromGrpcCode(code), `${what}: ${details ?? 'no details'}`, { cause: error })
}
