/** The dispatcher whose workers are gRPC servers: a runner's port, one HTTP/2 connection each. */
import { Env, SubnetesError, pumpAnswers } from '@subnetes/common'
import type { TlsClientInit, TlsSource, WorkerEndpoint } from '@subnetes/common'
import { callMetadata } from '../call-metadata.ts'
import type { Dispatcher } from '../dispatcher.ts'
import { createPooledDispatcher } from '../pooled-dispatcher.ts'
import type { DispatcherComponents } from '../pooled-dispatcher.ts'
import type { WorkerLink } from '../transport.ts'
import { createGrpcChannel } from './channel.ts'
import type { GrpcChannelInit } from './channel.ts'

/** A worker's machine that vanished without a word is noticed within this and the keepalive timeout. */
export const DEFAULT_WORKER_KEEPALIVE_MS = 10_000

/** What the caller may choose. */
export interface GrpcDispatcherInit extends Pick<GrpcChannelInit, 'connectTimeoutMs' | 'keepaliveMs' | 'keepaliveTimeoutMs' | 'maxMessageBytes'> {
  /** How long a worker may take to say that it serves, before its first call. @default 200 */
  healthTimeoutMs?: number | undefined
  /** Our certificate, for workers that have a name. @default none, and such workers cannot be used */
  tls?: TlsSource | undefined
}

/** Makes a dispatcher over gRPC. Message bytes pass through undecoded. */
export function grpcDispatcher (init: GrpcDispatcherInit = {}): (components: DispatcherComponents) => Dispatcher {
  const transport = { link: (endpoint: WorkerEndpoint, onDown: () => void) => grpcLink(endpoint, init, onDown) }
  return (components) => createPooledDispatcher({ ...components, transport })
}

function grpcLink (endpoint: WorkerEndpoint, init: GrpcDispatcherInit, onDown: () => void): WorkerLink {
  const { tls: source, ...options } = init
  const channel = createGrpcChannel(endpoint.address, { ...options, tls: endpointTls(endpoint, source), keepaliveMs: init.keepaliveMs ?? DEFAULT_WORKER_KEEPALIVE_MS, onDown })
  return {
    prepare: async ({ signal }) => {
      await channel.connect({ signal })
      const isServing = await channel.check({ timeoutMs: init.healthTimeoutMs, signal })
      if (!isServing) throw new SubnetesError('unavailable', `worker ${endpoint.id} at ${endpoint.address} says that it does not serve now`)
    },
    start: ({ call, protocol, attempt, requests, deadline }, sink) => pumpAnswers(channel.call({
      path: call.method.path, metadata: callMetadata(call, protocol, attempt), requests, deadline
    }), sink),
    close: async () => await channel.close()
  }
}

/** A worker that has a name is never dialled in plaintext: whoever has its address now would get its calls. */
function endpointTls ({ id, serverName, trustedCa }: WorkerEndpoint, source: TlsSource | undefined): TlsClientInit | undefined {
  if (serverName === undefined) return undefined
  if (source !== undefined) return { source, serverName, trustedCa }
  throw new SubnetesError('failed_precondition', `worker ${id} asks for mutual TLS as ${serverName}, and this process has no certificate; set ${Env.TlsDir}`)
}
