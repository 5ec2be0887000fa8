/** Both sides of the gRPC health protocol (https://github.com/grpc/grpc/blob/master/doc/health-checking.md). */
import { SubnetesError } from '@subnetes/common'
import type { GrpcHandlers } from '@subnetes/common'
import { grpc } from '@subnetes/proto'
import type { GrpcCallInit } from './call.ts'

/** How long a worker may take to say that it serves: it is asked before a call waits for it. */
export const DEFAULT_HEALTH_TIMEOUT_MS = 200

/** Full path of the method. */
export const HEALTH_CHECK_PATH = '/grpc.health.v1.Health/Check'

/** What the caller may choose. */
export interface HealthCheckInit {
  /** Full name of a service; empty asks about the whole server. @default '' */
  service?: string | undefined
  /** @default {@link DEFAULT_HEALTH_TIMEOUT_MS} */
  timeoutMs?: number | undefined
  signal?: AbortSignal | undefined
}

const { HealthCheckRequest, HealthCheckResponse } = grpc.health.v1

/**
 * Whether a server serves. One that answers but has no health service (or does not know the service asked about) counts as serving:
 * accepting calls is all the worker contract asks.
 *
 * @throws {SubnetesError} `unavailable` when there is no answer in time
 */
export async function checkHealth (call: (init: GrpcCallInit) => AsyncIterable<Uint8Array>, init: HealthCheckInit = {}): Promise<boolean> {
  const timeoutMs = init.timeoutMs ?? DEFAULT_HEALTH_TIMEOUT_MS
  const requests = HealthCheckRequest.encode({ service: init.service ?? '' }).finish()
  try {
    let isServing = false
    for await (const bytes of call({ path: HEALTH_CHECK_PATH, requests, deadline: Date.now() + timeoutMs, signal: init.signal })) {
      isServing = HealthCheckResponse.decode(bytes).status === HealthCheckResponse.ServingStatus.SERVING
    }
    return isServing
  } catch (error) {
    const { code, message } = SubnetesError.from(error)
    if (code === 'unimplemented' || code === 'not_found') return true
    if (code !== 'deadline_exceeded') throw error
    throw new SubnetesError('unavailable', `health check had no answer within ${timeoutMs} ms`, { cause: error, details: { message } })
  }
}

/**
 * `grpc.health.v1.Health/Check` for a server that is either whole or not; the service asked about makes no difference.
 * `Watch` is left out: the protocol lets a server answer it with `unimplemented`.
 */
export function healthHandlers (isServing: () => boolean): GrpcHandlers {
  return new Map([[HEALTH_CHECK_PATH, async function * () {
    const { SERVING, NOT_SERVING } = HealthCheckResponse.ServingStatus
    yield HealthCheckResponse.encode({ status: isServing() ? SERVING : NOT_SERVING }).finish()
  }]])
}
