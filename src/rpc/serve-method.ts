/** Serves one handle of a node. */
import type { Libp2p } from '@libp2p/interface'
import { silentLogger } from '@subnetes/common'
import type { Logger, MethodShape } from '@subnetes/common'
import { Admission } from './admission.ts'
import { intercept, pushed } from './call.ts'
import type { CallFilter, CallHandler, CallServer, Interceptor } from './call.ts'
import { hivemindWire } from './hivemind/wire.ts'
import { DEFAULT_MAX_FRAME_BYTES, UNARY_MAX_BYTES, resolveServeLimits } from './limits.ts'
import type { ServeLimitsInit } from './limits.ts'
import type { ServedMethod, Wire } from './wire.ts'

/** How a handle is served, whatever serves it. */
export interface ServeInit {
  /** Protocol id, `[ns::]Service.rpc_x`. */
  handle: string
  method: MethodShape
  /** Largest request message. @default 4 MiB for unary methods (more is never possible), 16 MiB for methods with a stream */
  maxRequestBytes?: number
  limits?: ServeLimitsInit
  logger?: Logger
  /** @default hivemind's */
  wire?: Wire
}

/** What {@link serveMethod} serves. */
export interface ServeMethodInit extends ServeInit {
  handler: CallHandler
  /** The first is the outermost. */
  interceptors?: readonly Interceptor[]
  /** Outside the interceptors. @default nothing */
  filter?: CallFilter | undefined
}

/** What {@link serveCalls} serves. */
export interface ServeCallsInit extends ServeInit {
  server: CallServer
}

/**
 * Serves a handle until it is closed: each call runs through the interceptors into the handler.
 *
 * Calls over the limits are answered with `resource_exhausted` before any work; streams far over them are reset.
 *
 * @throws {SubnetesError} `already_exists` when the node serves the handle already, `invalid_argument` for a limit that makes no sense
 */
export async function serveMethod (node: Libp2p, init: ServeMethodInit): Promise<ServedMethod> {
  const { handle, handler, interceptors = [], filter = (server) => server, logger = silentLogger } = init
  const onLate = (error: unknown): void => logger.debug('method failed after its call had ended', { handle, error })
  return await serveCalls(node, { ...init, server: filter(pushed(intercept(interceptors, handler), onLate)) })
}

/** As {@link serveMethod}, for a server that pushes its answers. */
export async function serveCalls (node: Libp2p, init: ServeCallsInit): Promise<ServedMethod> {
  const { handle, method, server } = init
  const unary = !method.requestStream && !method.responseStream
  const limits = resolveServeLimits(init.limits)
  return await (init.wire ?? hivemindWire).serve(node, {
    handle,
    method,
    server,
    maxRequestBytes: unary ? Math.min(init.maxRequestBytes ?? UNARY_MAX_BYTES, UNARY_MAX_BYTES) : init.maxRequestBytes ?? DEFAULT_MAX_FRAME_BYTES,
    limits,
    admission: new Admission(handle, limits),
    logger: (init.logger ?? silentLogger).child({ component: 'rpc-server' })
  })
}
