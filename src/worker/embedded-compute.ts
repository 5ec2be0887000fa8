/** Compute that is part of the runner's own process: handlers of the SDK. */
import { SubnetesError } from '@subnetes/common'
import type { GrpcHandlerCall, GrpcHandlers } from '@subnetes/common'
import { serveHandlers } from '@subnetes/grpc'
import type { Compute, ComputeState } from './compute.ts'

/** Compute made of handlers; ready from the start. Its pid is the runner's own. */
export function embeddedCompute (handlers: GrpcHandlers): Compute {
  const state: ComputeState = { isReady: true, words: '', pid: process.pid, starts: 1, lastExit: '', startSeconds: 0 }
  const call = (path: string, init: GrpcHandlerCall): AsyncIterable<Uint8Array> => {
    const handler = handlers.get(path)
    if (handler === undefined) throw new SubnetesError('unimplemented', `this worker has no method ${path}; it has ${[...handlers.keys()].join(', ')}`)
    return handler(init)
  }
  return { state, handlers, call, serve: serveHandlers(handlers), onChange: () => () => {}, start: async () => {}, stop: async () => {} }
}
