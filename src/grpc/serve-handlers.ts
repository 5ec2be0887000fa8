/** Handlers of this process as a {@link ServeCall}: what async generators are to calls that are pushed. */
import { ENDED_CALL, SubnetesError, pumpAnswers } from '@subnetes/common'
import type { AnswerSink, GrpcHandler, GrpcHandlers, MessageBytes, RunningCall } from '@subnetes/common'
import { joinMetadata } from './received-call.ts'
import type { ReceivedCall, ServeCall } from './received-call.ts'

/** Serves calls with handlers by path. A path without a handler is answered with `unimplemented`. */
export function serveHandlers (handlers: GrpcHandlers): ServeCall {
  return (call, sink) => {
    const { path } = call.context
    const handler = handlers.get(path)
    if (handler !== undefined) return new HandlerCall(sink).start(handler, call)
    sink.end(new SubnetesError('unimplemented', `this worker has no method ${path}; it has ${[...handlers.keys()].join(', ')}`))
    return ENDED_CALL
  }
}

/** One handler at work. Its signal aborts when the call is cancelled, and only then. */
class HandlerCall implements AnswerSink, RunningCall {
  readonly #sink: AnswerSink
  readonly #controller = new AbortController()
  #pump: RunningCall | undefined
  #isOver = false

  constructor (sink: AnswerSink) {
    this.#sink = sink
  }

  start (handler: GrpcHandler, call: ReceivedCall): this {
    const { deadline, requests } = call
    try {
      this.#pump = pumpAnswers(handler({
        signal: this.#controller.signal,
        metadata: joinMetadata(call),
        deadline,
        requests: requests instanceof Uint8Array ? only(requests) : requests
      }), this)
    } catch (error) {
      this.end(SubnetesError.from(error))
    }
    return this
  }

  message (message: MessageBytes): boolean {
    return this.#sink.message(message)
  }

  end (error?: SubnetesError): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#sink.end(error)
  }

  cancel (reason: SubnetesError): void {
    if (this.#isOver) return
    this.#controller.abort(reason)
    this.#pump?.cancel(reason)
  }

  resume (): void {
    this.#pump?.resume()
  }
}

async function * only (request: Uint8Array): AsyncGenerator<Uint8Array> {
  yield request
}
