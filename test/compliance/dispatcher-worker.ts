/** A worker for dispatcher tests: answers every call shape, waits on command, and remembers what reached it. */
import { EventEmitter, once } from 'node:events'
import { notStarted } from '@subnetes/grpc'
import type { DispatchMethod } from '@subnetes/dispatch'
import { SubnetesError } from '@subnetes/common'
import type { GrpcHandler, GrpcHandlerCall, GrpcHandlers } from '@subnetes/common'

/** Methods of the test service. */
export type TestMethod = 'rpc_echo' | 'rpc_down' | 'rpc_up' | 'rpc_both' | 'rpc_wait' | 'rpc_flood' | 'rpc_fail' | 'rpc_begin' | 'rpc_empty' | 'rpc_twice'

const SHAPES: Readonly<Record<TestMethod, readonly [requestStream: boolean, responseStream: boolean]>> = {
  rpc_echo: [false, false],
  rpc_down: [false, true],
  rpc_up: [true, false],
  rpc_both: [true, true],
  rpc_wait: [false, false],
  rpc_flood: [false, true],
  rpc_fail: [false, false],
  rpc_begin: [false, true],
  rpc_empty: [false, false],
  rpc_twice: [false, false]
}

/** A method of the test service as a dispatcher takes it. */
export function testMethod (name: TestMethod, init: Partial<DispatchMethod> = {}): DispatchMethod {
  const [requestStream, responseStream] = SHAPES[name]
  return { name, path: `/test.v1.Test/${name}`, requestStream, responseStream, timeoutMs: 20_000, idempotent: false, ...init }
}

/** What a test worker saw and does. */
export class TestWorker {
  readonly id: string
  readonly handlers: GrpcHandlers
  /** Request text of every call that reached a handler, in order. */
  readonly executed: string[] = []
  readonly metadata: Array<Readonly<Record<string, string>>> = []
  active = 0
  maxActive = 0
  aborted = 0
  flooded = 0
  /** Calls are turned away with the mark of a call that did not start. */
  isRefusing = false
  readonly #events = new EventEmitter().setMaxListeners(0)

  constructor (id: string) {
    this.id = id
    this.handlers = new Map(Object.keys(SHAPES).map((name) => [`/test.v1.Test/${name}`, this.#counted(name as TestMethod)]))
  }

  /** Lets every waiting `rpc_wait` answer. */
  finishWaiting (): void {
    this.#events.emit('finish')
  }

  #counted (name: TestMethod): GrpcHandler {
    const handler = this.#handler(name)
    return async function * (this: TestWorker, call: GrpcHandlerCall): AsyncGenerator<Uint8Array> {
      if (this.isRefusing) throw notStarted(new SubnetesError('resource_exhausted', `worker ${this.id} has no free slot`))
      this.metadata.push(call.metadata)
      this.active += 1
      this.maxActive = Math.max(this.maxActive, this.active)
      call.signal.addEventListener('abort', () => { this.aborted += 1 })
      try {
        yield * handler(call)
      } finally {
        this.active -= 1
      }
    }.bind(this)
  }

  #handler (name: TestMethod): GrpcHandler {
    const first = async (call: GrpcHandlerCall): Promise<string> => {
      const { value } = await call.requests[Symbol.asyncIterator]().next() as { value: Uint8Array }
      this.executed.push(Buffer.from(value).toString('latin1', 0, 64))
      return this.executed.at(-1) ?? ''
    }
    const untilAborted = async (call: GrpcHandlerCall): Promise<never> => {
      if (!call.signal.aborted) await once(call.signal, 'abort')
      throw new SubnetesError('cancelled', 'aborted')
    }
    const table: Record<TestMethod, GrpcHandler> = {
      rpc_echo: async function * (this: TestWorker, { requests }: GrpcHandlerCall) {
        const { value } = await requests[Symbol.asyncIterator]().next() as { value: Uint8Array }
        this.executed.push(Buffer.from(value).toString('latin1', 0, 64))
        yield value
      }.bind(this),
      rpc_down: async function * (call) {
        const count = Number(await first(call))
        for (let index = 0; index < count; index += 1) yield Buffer.from(String(index))
      },
      rpc_up: async function * (call) {
        let bytes = 0
        for await (const request of call.requests) bytes += request.length
        yield Buffer.from(String(bytes))
      },
      rpc_both: async function * (call) { yield * call.requests },
      rpc_wait: async function * (this: TestWorker, call: GrpcHandlerCall) {
        const text = await first(call)
        await Promise.race([once(this.#events, 'finish'), untilAborted(call)])
        yield Buffer.from(text)
      }.bind(this),
      rpc_flood: async function * (this: TestWorker, call: GrpcHandlerCall) {
        await first(call)
        for (;;) {
          this.flooded += 1
          yield Buffer.alloc(65_536)
        }
      }.bind(this),
      rpc_fail: async function * (call) {
        throw new SubnetesError('failed_precondition', `cannot do ${await first(call)}: 100% ünmöglich`)
      },
      rpc_begin: async function * (call) {
        yield Buffer.from(await first(call))
        await untilAborted(call)
      },
      rpc_empty: async function * (call) { await first(call) },
      rpc_twice: async function * (call) {
        await first(call)
        yield Buffer.from('1')
        yield Buffer.from('2')
      }
    }
    return table[name]
  }
}
