/** Joins an incoming gRPC stream with one at another server, byte by byte: messages are never parsed, status and cancel pass through. */
import { constants } from 'node:http2'
import type { ClientHttp2Stream, IncomingHttpHeaders, OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { MAX_TIMER_MS, SubnetesError, abortError, deadlineError } from '@subnetes/common'
import { isNotStarted, isWorkerLost } from '../not-started.ts'
import type { GrpcChannel, GrpcStream } from './channel.ts'
import { decodeTimeout, encodeTimeout, forwardedHeaders, returnedHeaders } from './headers.ts'
import { endWithStatus } from './server-call.ts'
import { readStatus, resetCode, responseError } from './status.ts'

/** What the caller may choose. */
export interface ProxyInit {
  /** Ends the call on both sides with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Set on the upstream call, over what was forwarded. */
  metadata?: Readonly<Record<string, string>> | undefined
  /** Asked when the upstream's connection was lost during the call: the owner of the process may know why. */
  explainLoss?: ((error: SubnetesError) => Promise<SubnetesError>) | undefined
  /** Told of each piece of request and response as it passes. */
  onRequestBytes?: ((bytes: number) => void) | undefined
  onResponseBytes?: ((bytes: number) => void) | undefined
}

/** How a proxied call ended. */
export interface ProxyOutcome {
  /** Undefined when the upstream answered with OK. */
  readonly error: SubnetesError | undefined
  readonly requestBytes: number
  readonly responseBytes: number
}

/**
 * Serves `stream`, to whose errors its server listens, from `upstream`, and resolves when it has ended; never rejects.
 *
 * Request headers pass an allow list (`forwardedHeaders`), `subnetes-*` headers of the answer are dropped, the deadline is sent on and kept here too.
 * An upstream that cannot be reached or refuses the stream gives a refusal (`subnetes-disposition: refused`): the call did not start.
 * One that dies in the middle gives `unavailable` with words.
 */
export async function proxyStream (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, upstream: GrpcChannel, init: ProxyInit = {}): Promise<ProxyOutcome> {
  return await new ProxiedCall(stream, upstream, init).run(headers)
}

class ProxiedCall {
  readonly #down: ServerHttp2Stream
  readonly #channel: GrpcChannel
  readonly #init: ProxyInit
  readonly #outcome = Promise.withResolvers<ProxyOutcome>()
  #up: GrpcStream | undefined
  #trailers: OutgoingHttpHeaders | undefined
  #status: { readonly error: SubnetesError | undefined } | undefined
  #requestBytes = 0
  #responseBytes = 0
  #isDone = false
  #timer: NodeJS.Timeout | undefined
  #onAbort: (() => void) | undefined

  constructor (down: ServerHttp2Stream, channel: GrpcChannel, init: ProxyInit) {
    this.#down = down
    this.#channel = channel
    this.#init = init
  }

  async run (headers: IncomingHttpHeaders): Promise<ProxyOutcome> {
    const { signal, metadata } = this.#init
    this.#down.on('close', () => { if (!this.#isDone) this.#fail(new SubnetesError('cancelled', 'the caller left')) })
    if (signal !== undefined) {
      this.#onAbort = () => this.#fail(abortError(signal))
      if (signal.aborted) this.#onAbort()
      else signal.addEventListener('abort', this.#onAbort, { once: true })
    }
    const deadline = decodeTimeout(headers['grpc-timeout'])
    if (deadline !== undefined) this.#armDeadline(deadline, headers[':path'] ?? '')
    if (!this.#isDone) this.#open(Object.assign(forwardedHeaders(headers), metadata), deadline)
    return await this.#outcome.promise
  }

  #armDeadline (deadline: number, path: string): void {
    const leftMs = deadline - Date.now()
    if (leftMs <= MAX_TIMER_MS) this.#timer = setTimeout(() => this.#fail(deadlineError(`call of ${path}`)), Math.max(0, leftMs))
  }

  #open (headers: OutgoingHttpHeaders, deadline: number | undefined): void {
    if (deadline !== undefined) headers['grpc-timeout'] = encodeTimeout(deadline)
    this.#channel.open(headers).then((opened) => {
      if (this.#isDone) opened.stream.on('error', () => {}).close(constants.NGHTTP2_CANCEL)
      else this.#join(opened)
    }).catch((error: unknown) => this.#fail(SubnetesError.from(error, 'unavailable')))
  }

  #join (opened: GrpcStream): void {
    this.#up = opened
    const up = opened.stream
    up.on('error', () => {}) // 'close' follows
    up.on('response', (headers) => this.#onResponse(headers))
    up.on('trailers', (trailers: IncomingHttpHeaders) => {
      this.#status ??= readStatus(trailers)
      this.#trailers = returnedHeaders(trailers)
    })
    up.on('end', () => { if (this.#status !== undefined) this.#finish() })
    up.on('close', () => this.#onUpstreamClose(opened))
    this.#pipe(this.#down, up, (bytes) => { this.#requestBytes += bytes; this.#init.onRequestBytes?.(bytes) })
    this.#down.on('end', () => { if (!up.destroyed) up.end() })
    this.#pipe(up, this.#down, (bytes) => { this.#responseBytes += bytes; this.#init.onResponseBytes?.(bytes) })
  }

  /** Moves bytes at the pace of the slower side. */
  #pipe (from: ServerHttp2Stream | ClientHttp2Stream, to: ServerHttp2Stream | ClientHttp2Stream, count: (bytes: number) => void): void {
    from.on('data', (chunk: Buffer) => {
      if (this.#isDone || to.destroyed || to.writableEnded) return
      count(chunk.length)
      if (!to.write(chunk)) from.pause()
    })
    to.on('drain', () => from.resume())
  }

  #onResponse (headers: IncomingHttpHeaders): void {
    if (this.#isDone) return
    this.#status = readStatus(headers)
    if (this.#status !== undefined) {
      this.#trailers = returnedHeaders(headers)
      return
    }
    const error = responseError(headers, this.#channel.address)
    if (error !== undefined) this.#fail(error)
    else {
      const answer = returnedHeaders(headers)
      answer[':status'] = 200
      this.#down.respond(answer, { waitForTrailers: true })
    }
  }

  #onUpstreamClose (opened: GrpcStream): void {
    if (this.#status === undefined) this.#lose(opened.endError())
    else this.#finish()
  }

  #lose (error: SubnetesError): void {
    // One that did not start keeps its mark, as in `ExplainedCall` of `worker/compute-link.ts`.
    const isLoss = !this.#isDone && isWorkerLost(error) && !isNotStarted(error)
    const explained = isLoss ? this.#init.explainLoss?.(error) : undefined
    if (explained === undefined) this.#fail(error)
    else explained.then((better) => this.#fail(better), () => this.#fail(error))
  }

  /** The upstream's own end: its status goes on as it came. */
  #finish (): void {
    if (this.#isDone) return
    const trailers = this.#trailers ?? {}
    this.#settle(this.#status?.error)
    const down = this.#down
    if (this.#up?.stream.writableEnded === false) this.#up.stream.close(constants.NGHTTP2_CANCEL)
    endWithStatus(down, undefined, trailers)
  }

  /** Our end, or a death: both sides learn of it. */
  #fail (error: SubnetesError): void {
    if (this.#isDone) return
    this.#settle(error)
    if (this.#up !== undefined) {
      this.#up.stream.close(resetCode(error))
      this.#up.stream.destroy()
    }
    endWithStatus(this.#down, error)
  }

  #settle (error: SubnetesError | undefined): void {
    this.#isDone = true
    clearTimeout(this.#timer)
    if (this.#onAbort !== undefined) this.#init.signal?.removeEventListener('abort', this.#onAbort)
    this.#outcome.resolve({ error, requestBytes: this.#requestBytes, responseBytes: this.#responseBytes })
  }
}
