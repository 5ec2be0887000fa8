/** The Conformance service as a servicer of @subnetes/rpc; `python/conformance.py` is the same in Python. */
import { readFileSync } from 'node:fs'
import { SubnetesError } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import { ServicerBase } from '@subnetes/rpc'
import type { P2PContext } from '@subnetes/rpc'
import { CONFORMANCE_PROTO } from './hivemind-peer.ts'
import type { HandlerEvent } from './hivemind-peer.ts'

interface NumberMessage { value: number }
interface TextMessage { text: string }
interface BlobMessage { data: Uint8Array }
interface BlobsMessage { count: number, size: number }

/** Serves what conformance.proto says. */
export class Conformance extends ServicerBase {
  static override readonly service = loadService({ proto: readFileSync(CONFORMANCE_PROTO, 'utf8') })

  /** What the handlers saw, oldest first. */
  readonly events: HandlerEvent[] = []

  /** True once a handler reported that. */
  saw (method: string, what: string, text: string): boolean {
    return this.events.some((event) => event.method === method && event.what === what && event.text === text)
  }

  async rpc_square ({ value }: NumberMessage): Promise<NumberMessage> {
    return { value: value ** 2 }
  }

  async rpc_nothing (): Promise<object> {
    return {}
  }

  async rpc_echo ({ data }: BlobMessage): Promise<BlobMessage> {
    return { data }
  }

  async rpc_big ({ count, size }: BlobsMessage): Promise<BlobMessage> {
    return { data: new Uint8Array(count * size) }
  }

  async rpc_fail ({ text }: TextMessage): Promise<object> {
    throw new SubnetesError('failed_precondition', text)
  }

  async rpc_wait ({ text }: TextMessage, context: P2PContext): Promise<object> {
    return this.#untilCancelled('rpc_wait', text, context)
  }

  async rpc_who (_request: object, { handleName, localId, remoteId }: P2PContext): Promise<object> {
    return { handle: handleName, local: String(localId), remote: String(remoteId) }
  }

  async * rpc_count ({ value }: NumberMessage): AsyncGenerator<NumberMessage> {
    for (let index = 0; index < value; index++) yield { value: index }
  }

  async * rpc_nothings ({ value }: NumberMessage): AsyncGenerator<object> {
    for (let index = 0; index < value; index++) yield {}
  }

  async * rpc_blobs ({ count, size }: BlobsMessage): AsyncGenerator<BlobMessage> {
    for (let index = 0; index < count; index++) yield { data: new Uint8Array(size) }
  }

  async * rpc_fail_after ({ value }: NumberMessage): AsyncGenerator<NumberMessage> {
    for (let index = 0; index < value; index++) yield { value: index }
    throw new SubnetesError('failed_precondition', `failed after ${value}`)
  }

  async * rpc_stall ({ text }: TextMessage, context: P2PContext): AsyncGenerator<TextMessage> {
    yield { text }
    await this.#untilCancelled('rpc_stall', text, context)
  }

  async rpc_sum (requests: AsyncIterable<NumberMessage>): Promise<NumberMessage> {
    let sum = 0
    for await (const { value } of requests) sum += value
    return { value: sum }
  }

  async rpc_measure (requests: AsyncIterable<BlobMessage>): Promise<BlobsMessage> {
    let count = 0
    let size = 0
    for await (const { data } of requests) {
      count++
      size += data.length
    }
    return { count, size }
  }

  async rpc_first (requests: AsyncIterable<NumberMessage>): Promise<NumberMessage> {
    const first = await requests[Symbol.asyncIterator]().next()
    if (first.done === true) throw new SubnetesError('invalid_argument', 'there was no first request')
    return first.value
  }

  async * rpc_running_sum (requests: AsyncIterable<NumberMessage>): AsyncGenerator<NumberMessage> {
    let sum = 0
    for await (const { value } of requests) {
      sum += value
      yield { value: sum }
    }
  }

  async * rpc_positive (requests: AsyncIterable<NumberMessage>): AsyncGenerator<NumberMessage> {
    for await (const request of requests) {
      if (request.value < 0) throw new SubnetesError('invalid_argument', `${request.value} is negative`)
      yield request
    }
  }

  async #untilCancelled (method: string, text: string, { signal }: P2PContext): Promise<never> {
    this.events.push({ method, what: 'started', text })
    const { promise, reject } = Promise.withResolvers<never>()
    const cancelled = (): void => {
      this.events.push({ method, what: 'cancelled', text })
      reject(signal.reason)
    }
    if (signal.aborted) cancelled()
    else signal.addEventListener('abort', cancelled, { once: true })
    return promise
  }
}
