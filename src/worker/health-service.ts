/** The gRPC health service (https://github.com/grpc/grpc/blob/master/doc/health-checking.md), Check and Watch. The service asked about makes no difference: a worker is whole or not. */
import { ownedSignal } from '@subnetes/common'
import type { GrpcHandler, GrpcHandlerCall, GrpcHandlers } from '@subnetes/common'
import { healthHandlers } from '@subnetes/grpc'
import { grpc } from '@subnetes/proto'

const { HealthCheckResponse } = grpc.health.v1

/** Full path of the streaming method. */
export const HEALTH_WATCH_PATH = '/grpc.health.v1.Health/Watch'

/** What the service tells about. */
export interface HealthSource {
  readonly isServing: () => boolean
  /** @returns the way to stop being told */
  readonly onChange: (listener: () => void) => () => void
  /** Ends every watch. */
  readonly signal: AbortSignal
}

/** Handlers of `grpc.health.v1.Health`. */
export function healthService (source: HealthSource): GrpcHandlers {
  return new Map<string, GrpcHandler>([...healthHandlers(source.isServing), [HEALTH_WATCH_PATH, (call) => watch(source, call)]])
}

async function * watch (source: HealthSource, call: GrpcHandlerCall): AsyncGenerator<Uint8Array> {
  const { SERVING, NOT_SERVING } = HealthCheckResponse.ServingStatus
  let wake = Promise.withResolvers<void>()
  const end = ownedSignal({ parents: [call.signal, source.signal] })
  end.signal.addEventListener('abort', () => wake.resolve(), { once: true })
  const unsubscribe = source.onChange(() => wake.resolve())
  try {
    let told: boolean | undefined
    while (!end.signal.aborted) {
      const isServing = source.isServing()
      if (isServing !== told) yield HealthCheckResponse.encode({ status: isServing ? SERVING : NOT_SERVING }).finish()
      told = isServing
      if (source.isServing() === told && !end.signal.aborted) await wake.promise
      wake = Promise.withResolvers()
    }
  } finally {
    unsubscribe()
    end[Symbol.dispose]()
  }
}
