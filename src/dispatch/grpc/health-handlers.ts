/** The answering side of the gRPC health protocol. */
import type { GrpcHandlers } from '@subnetes/common'
import { grpc } from '@subnetes/proto'
import { HEALTH_CHECK_PATH } from './health-check.ts'

const { HealthCheckResponse } = grpc.health.v1

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
