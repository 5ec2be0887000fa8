/** Compute that is part of the runner's own process: handlers of the SDK. */
import type { GrpcHandlers } from '@subnetes/common'
import type { Compute, ComputeState } from './compute.ts'

/** Compute made of handlers; ready from the start. Its pid is the runner's own. */
export function embeddedCompute (handlers: GrpcHandlers): Compute {
  const state: ComputeState = { isReady: true, words: '', pid: process.pid, starts: 1, lastExit: '', startSeconds: 0 }
  return { state, handlers, onChange: () => () => {}, start: async () => {}, stop: async () => {} }
}
