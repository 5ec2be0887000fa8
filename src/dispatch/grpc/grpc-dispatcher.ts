/** The dispatcher whose workers are runners, or gRPC servers used as workers. */
import { Env, SubnetesError } from '@subnetes/common'
import type { TlsClientInit, TlsSource, WorkerEndpoint } from '@subnetes/common'
import type { Dispatcher } from '../dispatcher.ts'
import { createPooledDispatcher } from '../pooled-dispatcher.ts'
import type { DispatcherComponents } from '../pooled-dispatcher.ts'
import type { WorkerLink } from '../transport.ts'
import type { GrpcChannelInit } from '@subnetes/grpc'
import { runnerLink } from './runner-link.ts'
import type { LinkKind } from './runner-link.ts'

/** A worker's machine that vanished without a word is noticed within this and the keepalive timeout. */
export const DEFAULT_WORKER_KEEPALIVE_MS = 10_000

/** What the caller may choose. */
export interface GrpcDispatcherInit extends Pick<GrpcChannelInit, 'connectTimeoutMs' | 'keepaliveMs' | 'keepaliveTimeoutMs' | 'maxMessageBytes'> {
  /** How long a worker may take to say that it serves, before its first call. @default 200 */
  healthTimeoutMs?: number | undefined
  /** How calls reach workers. @default 'auto' */
  link?: LinkKind | undefined
  /** Our certificate, for workers that have a name. @default none, and such workers cannot be used */
  tls?: TlsSource | undefined
}

/** Makes a dispatcher over gRPC. Message bytes pass through undecoded. */
export function grpcDispatcher (init: GrpcDispatcherInit = {}): (components: DispatcherComponents) => Dispatcher {
  return (components) => {
    const { link: kind = 'auto', tls: source, keepaliveMs = DEFAULT_WORKER_KEEPALIVE_MS, ...options } = init
    const logger = components.logger.child({ component: 'worker-link' })
    const link = (endpoint: WorkerEndpoint, onDown: () => void): WorkerLink => runnerLink({
      ...options, keepaliveMs, kind, logger, onDown, workerId: endpoint.id, address: endpoint.address, tls: endpointTls(endpoint, source)
    })
    return createPooledDispatcher({ ...components, transport: { link } })
  }
}

/** A worker that has a name is never dialled in plaintext: whoever has its address now would get its calls. */
function endpointTls ({ id, serverName, trustedCa }: WorkerEndpoint, source: TlsSource | undefined): TlsClientInit | undefined {
  if (serverName === undefined) return undefined
  if (source !== undefined) return { source, serverName, trustedCa }
  throw new SubnetesError('failed_precondition', `worker ${id} asks for mutual TLS as ${serverName}, and this process has no certificate; set ${Env.TlsDir}`)
}
