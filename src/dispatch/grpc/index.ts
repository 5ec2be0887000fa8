export { DEFAULT_CONNECT_TIMEOUT_MS, DEFAULT_KEEPALIVE_TIMEOUT_MS, DEFAULT_MAX_MESSAGE_BYTES, createGrpcChannel } from './channel.ts'
export type { GrpcChannel, GrpcChannelInit, GrpcChannelState, GrpcStream } from './channel.ts'
export type { GrpcCallInit } from './call.ts'
