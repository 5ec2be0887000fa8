/** The runner's connection to a compute: asks whether it is ready, and carries calls to it. */
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { SubnetesError, delay } from '@subnetes/common'
import { createCallChannel, createGrpcChannel, isNotStarted, isWorkerLost, joinMetadata, proxyStream, pullCall } from '@subnetes/grpc'
import type { AnswerSink, GrpcHandlerCall, MessageBytes, RunningCall } from '@subnetes/common'
import type { CallChannel, GrpcChannel, ReceivedCall } from '@subnetes/grpc'
import { DEFAULT_COMPUTE_CLIENT } from './config.ts'
import type { ComputeClient } from './config.ts'

/** Pace of asking while it is not ready. */
const STARTING_INTERVAL_MS = 50
/** Pace of asking while it is. */
const READY_INTERVAL_MS = 1000
/** How long an answer may take: a compute busy with a tensor answers late. */
const CHECK_TIMEOUT_MS = 2000
/** Before the first answer. */
const NOTHING_TOLD = Symbol('nothing told')

/** Told on every change; the words say why it is not ready and may reach a peer. */
export type ReadinessListener = (isReady: boolean, words: string) => void

/** Channels to one address. Close it when the compute is gone. */
export class ComputeLink {
  /** For streams that are proxied; it connects when there is one. */
  readonly #channel: GrpcChannel
  readonly #calls: Pick<CallChannel, 'start' | 'check' | 'close'>
  readonly #closed = new AbortController()

  constructor (address: string, client: ComputeClient = DEFAULT_COMPUTE_CLIENT) {
    this.#channel = createGrpcChannel(address)
    this.#calls = client === 'lean' ? createCallChannel(address) : http2Calls(this.#channel)
  }

  /**
   * Asks again and again until the link is closed. Ready means that health says SERVING or, where compute has no health service, that it
   * speaks gRPC at all. A ready compute that answers late stays ready: it may be computing.
   */
  async follow (listener: ReadinessListener): Promise<void> {
    const { signal } = this.#closed
    let isReady = false
    let told: string | undefined | typeof NOTHING_TOLD = NOTHING_TOLD
    while (!signal.aborted) {
      const answer = await this.#ask(isReady)
      if (signal.aborted) return
      isReady = answer === undefined
      if (answer !== told) listener(isReady, answer ?? '')
      told = answer
      await delay(isReady ? READY_INTERVAL_MS : STARTING_INTERVAL_MS, { signal, unref: true }).catch(() => {}) // closed: the loop ends
    }
  }

  /** Carries one call, bytes as they come. Resolves with what it ended with. */
  async proxy (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, explainLoss?: (error: SubnetesError) => Promise<SubnetesError>): Promise<SubnetesError | undefined> {
    const { error } = await proxyStream(stream, headers, this.#channel, { explainLoss })
    return error
  }

  /** Serves one call. @param explainLoss asked when the connection is lost during a call that may have started; its answer ends the call instead */
  serve (call: ReceivedCall, sink: AnswerSink, explainLoss?: (error: SubnetesError) => Promise<SubnetesError>): RunningCall {
    return explainLoss === undefined ? this.#calls.start(call, sink) : new ExplainedCall(sink, explainLoss).start(this.#calls, call)
  }

  /** Makes one call. */
  call (path: string, call: GrpcHandlerCall): AsyncIterable<Uint8Array> {
    const { metadata, requests, deadline, signal } = call
    return pullCall(this.#calls, { path, metadata, requests, deadline, signal })
  }

  async close (): Promise<void> {
    this.#closed.abort()
    await this.#calls.close()
    await this.#channel.close()
  }

  /** Undefined when ready, else why not. */
  async #ask (wasReady: boolean): Promise<string | undefined> {
    try {
      const isServing = await this.#calls.check({ timeoutMs: CHECK_TIMEOUT_MS, signal: this.#closed.signal })
      return isServing ? undefined : 'its health check does not say SERVING'
    } catch (error) {
      const { message, details } = SubnetesError.from(error)
      const isReachable = details['started'] !== false
      return wasReady && isReachable ? undefined : message
    }
  }
}

/** The same calls over `node:http2`. */
function http2Calls (channel: GrpcChannel): Pick<CallChannel, 'start' | 'check' | 'close'> {
  return {
    start: (call, sink) => {
      const { context, requests, deadline } = call
      return channel.start({ path: context.path, metadata: joinMetadata(call), requests, deadline }, sink)
    },
    check: async (init) => await channel.check(init),
    close: async () => await channel.close()
  }
}

/** A call whose loss is explained before it ends. */
class ExplainedCall implements AnswerSink, RunningCall {
  readonly #sink: AnswerSink
  readonly #explain: (error: SubnetesError) => Promise<SubnetesError>
  #call: RunningCall | undefined
  #isOver = false

  constructor (sink: AnswerSink, explain: (error: SubnetesError) => Promise<SubnetesError>) {
    this.#sink = sink
    this.#explain = explain
  }

  start (calls: Pick<CallChannel, 'start'>, call: ReceivedCall): this {
    this.#call = calls.start(call, this)
    return this
  }

  message (message: MessageBytes): boolean {
    return this.#sink.message(message)
  }

  end (error?: SubnetesError): void {
    // One that did not start is not explained: its mark would be lost, and with it the try at another worker.
    if (error === undefined || !isWorkerLost(error) || isNotStarted(error)) this.#end(error)
    else this.#explain(error).then((better) => this.#end(better), () => this.#end(error))
  }

  cancel (reason: SubnetesError): void {
    this.#call?.cancel(reason)
    this.#end(reason)
  }

  resume (): void {
    this.#call?.resume()
  }

  #end (error: SubnetesError | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#sink.end(error)
  }
}
