/** A dispatcher whose workers are handlers in the same process: for tests of code that dispatches, and for compute that needs no process of its own. */
import { MAX_TIMER_MS, SubnetesError, deadlineError, pumpAnswers } from '@subnetes/common'
import type { AnswerSink, GrpcHandler, GrpcHandlers, MessageBytes, RunningCall, WorkerEndpoint } from '@subnetes/common'
import { callMetadata } from '../call-metadata.ts'
import type { Dispatcher } from '../dispatcher.ts'
import { notStarted, workerLost } from '@subnetes/grpc'
import { createPooledDispatcher } from '../pooled-dispatcher.ts'
import type { DispatcherComponents } from '../pooled-dispatcher.ts'
import type { Transport, WorkerCall, WorkerLink } from '../transport.ts'

/** What the caller chooses. */
export interface MemoryDispatcherInit {
  /** The handlers of a worker, by method path; undefined when there is no such worker (now). Asked for each call. */
  workers: (endpoint: WorkerEndpoint) => GrpcHandlers | undefined
}

/** Makes a dispatcher over in-process handlers. A handler that throws `notStarted(error)` turns the call away. */
export function memoryDispatcher (init: MemoryDispatcherInit): (components: DispatcherComponents) => Dispatcher {
  const transport: Transport = { link: (endpoint) => memoryLink(endpoint, init) }
  return (components) => createPooledDispatcher({ ...components, transport })
}

function memoryLink (endpoint: WorkerEndpoint, init: MemoryDispatcherInit): WorkerLink {
  const open = new Set<MemoryCall>()
  return {
    start: (call, sink) => new MemoryCall(open, sink).start(call, () => handlerOf(init.workers(endpoint), endpoint, call.call.method.path)),
    close: async () => { for (const call of [...open]) call.cancel(workerLost(`worker ${endpoint.id} was removed`)) }
  }
}

function handlerOf (handlers: GrpcHandlers | undefined, endpoint: WorkerEndpoint, path: string): GrpcHandler {
  if (handlers === undefined) throw notStarted(workerLost(`worker ${endpoint.id} at ${endpoint.address} is not there`))
  const handler = handlers.get(path)
  if (handler === undefined) throw new SubnetesError('unimplemented', `method ${path} is not served by worker ${endpoint.id}`)
  return handler
}

/** A handler's messages on their way to the sink. A call that ends early aborts the handler's signal. */
class MemoryCall implements RunningCall, AnswerSink {
  readonly #open: Set<MemoryCall>
  readonly #sink: AnswerSink
  readonly #controller = new AbortController()
  #pump: RunningCall | undefined
  #timer: NodeJS.Timeout | undefined
  #isDone = false

  constructor (open: Set<MemoryCall>, sink: AnswerSink) {
    this.#open = open
    this.#sink = sink
  }

  start ({ call, protocol, attempt, requests, deadline }: WorkerCall, handlerOf: () => GrpcHandler): this {
    this.#open.add(this)
    try {
      const leftMs = deadline - Date.now()
      if (leftMs <= 0) throw deadlineError(`call of ${call.method.path}`)
      if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(() => this.cancel(deadlineError(`call of ${call.method.path}`)), leftMs)
      this.#pump = pumpAnswers(handlerOf()({
        signal: this.#controller.signal,
        metadata: callMetadata(call, protocol, attempt),
        deadline,
        requests: requests instanceof Uint8Array ? once(requests) : requests
      }), this)
    } catch (error) {
      this.end(SubnetesError.from(error))
    }
    return this
  }

  message (message: MessageBytes): boolean {
    return this.#isDone || this.#sink.message(message)
  }

  end (error?: SubnetesError): void {
    if (this.#isDone) return
    this.#isDone = true
    clearTimeout(this.#timer)
    this.#open.delete(this)
    if (error !== undefined) this.#controller.abort(error)
    this.#sink.end(error)
  }

  cancel (reason: SubnetesError): void {
    this.#pump?.cancel(reason)
    this.end(reason)
  }

  resume (): void {
    this.#pump?.resume()
  }
}

async function * once (message: Uint8Array): AsyncGenerator<Uint8Array> {
  yield message
}
