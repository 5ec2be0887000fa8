import { pullAnswers, pumpAnswers } from '@subnetes/common'
import type { GrpcHandler, GrpcHandlers, SubnetesError } from '@subnetes/common'
import { memoryDispatcher } from '@subnetes/dispatch'
import { workerLost } from '@subnetes/grpc'
import type { DispatcherSetup } from './dispatcher-fixture.ts'
import { describeDispatcher } from './dispatcher.suite.ts'

/** A handler that ends at once with the signal's reason, whether it looks at the signal or not. */
function untilLost (handler: GrpcHandler, lost: AbortSignal): GrpcHandler {
  return (call) => pullAnswers((sink) => {
    const running = pumpAnswers(handler(call), sink)
    lost.addEventListener('abort', () => running.cancel(lost.reason as SubnetesError), { once: true })
    return running
  })
}

describeDispatcher({
  name: 'memory',
  setup: async (): Promise<DispatcherSetup> => {
    const placed = new Map<string, GrpcHandlers>()
    let count = 0
    return {
      create: memoryDispatcher({ workers: (endpoint) => placed.get(endpoint.address) }),
      place: async (worker) => {
        const address = `memory-${count++}:1`
        const lost = new AbortController()
        placed.set(address, new Map([...worker.handlers].map(([path, handler]) => [path, untilLost(handler, lost.signal)])))
        return {
          worker,
          endpoint: (state = 'ready') => ({ id: worker.id, address, state }),
          lose: async () => {
            placed.delete(address)
            lost.abort(workerLost(`worker ${worker.id} was lost`))
          }
        }
      },
      nowhere: (id) => ({ id, address: 'nowhere:1', state: 'ready' }),
      teardown: async () => {}
    }
  }
})
