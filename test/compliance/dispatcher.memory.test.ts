import { interruptible, memoryDispatcher, workerLost } from '@subnetes/dispatch'
import type { GrpcHandlers } from '@subnetes/common'
import type { DispatcherSetup } from './dispatcher-fixture.ts'
import { describeDispatcher } from './dispatcher.suite.ts'

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
        placed.set(address, new Map([...worker.handlers].map(([path, handler]) => [path, (call) => interruptible(handler(call)[Symbol.asyncIterator](), lost.signal)])))
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
