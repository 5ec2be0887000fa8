/** A dispatcher whose workers are handlers in the same process: for tests of what dispatches, and for compute that needs no process of its own. */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import type { GrpcHandlers, WorkerEndpoint } from '@subnetes/common'
import { callMetadata } from '../call-metadata.ts'
import type { Dispatcher } from '../dispatcher.ts'
import { interruptible } from '../interruptible.ts'
import { notStarted, workerLost } from '../not-started.ts'
import { createPooledDispatcher } from '../pooled-dispatcher.ts'
import type { DispatcherComponents } from '../pooled-dispatcher.ts'
import type { Transport, WorkerCall } from '../transport.ts'

/** What the caller chooses. */
export interface MemoryDispatcherInit {
  /** The handlers of a worker, by method path; undefined when there is no such worker (now). Asked for each call. */
  workers: (endpoint: WorkerEndpoint) => GrpcHandlers | undefined
}

/** Makes a dispatcher over in-process handlers. A handler that throws `notStarted(error)` turns the call away. */
export function memoryDispatcher (init: MemoryDispatcherInit): (components: DispatcherComponents) => Dispatcher {
  const transport: Transport = {
    link: (endpoint) => {
      const closing = new AbortController()
      return {
        call: (call) => callHandler(init.workers(endpoint), endpoint, call, closing.signal),
        close: async () => closing.abort(workerLost(`worker ${endpoint.id} was removed`))
      }
    }
  }
  return (components) => createPooledDispatcher({ ...components, transport })
}

async function * callHandler (handlers: GrpcHandlers | undefined, endpoint: WorkerEndpoint, call: WorkerCall, closing: AbortSignal): AsyncGenerator<Uint8Array> {
  const { path } = call.call.method
  if (handlers === undefined) throw notStarted(workerLost(`worker ${endpoint.id} at ${endpoint.address} is not there`))
  const handler = handlers.get(path)
  if (handler === undefined) throw new SubnetesError('unimplemented', `method ${path} is not served by worker ${endpoint.id}`)
  const { requests, deadline } = call
  using owned = ownedSignal({ parents: [call.signal, closing], deadline, what: `call of ${path}` })
  const messages = handler({
    signal: owned.signal,
    metadata: callMetadata(call.call, call.protocol, call.attempt),
    deadline,
    requests: requests instanceof Uint8Array ? once(requests) : requests
  })
  let isDone = false
  try {
    yield * interruptible(messages[Symbol.asyncIterator](), owned.signal)
    isDone = true
  } finally {
    // A handler that only watches its signal must learn that nobody listens any more.
    if (!isDone) owned.abort(new SubnetesError('cancelled', 'the caller left'))
  }
}

async function * once (message: Uint8Array): AsyncGenerator<Uint8Array> {
  yield message
}
