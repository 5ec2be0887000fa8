/** One call from its accepted stream to its closed stream, serving end. */
import { SubnetesError, shapeName } from '@subnetes/common'
import type { AnswerSink, MessageBytes, MethodShape, RunningCall } from '@subnetes/common'
import type { Admitted } from '../admission.ts'
import type { ByteSink, ByteStream } from '@subnetes/mux'
import type { IncomingCall } from '../call.ts'
import type { ExpiryQueue } from '../expiry-queue.ts'
import type { WireServeOptions } from '../wire.ts'
import { serverCodec } from './server-codec.ts'
import type { ServerCodec } from './server-codec.ts'

/** Name of this wire in calls, logs and metrics. */
export const HIVEMIND = 'hivemind'

const NO_BYTES = Buffer.alloc(0)

/** What the calls of one handle share. */
export interface ServingComponents {
  readonly options: WireServeOptions
  /** This node, base58 text. */
  readonly localPeer: string
  /** Calls whose request has not come as a whole. */
  readonly requestTimes: ExpiryQueue<ServingCall>
  /** Running calls, when the server limits their time. */
  readonly callTimes: ExpiryQueue<ServingCall> | undefined
  /** Answered calls that wait for the end of their input. */
  readonly inputEndTimes: ExpiryQueue<ServingCall>
  /** The call has left its stream to the other side. */
  readonly onOver: (call: ServingCall) => void
}

/** `reading` until the method starts, `running` until it ends, `ending` until the input has ended too. */
type Phase = 'reading' | 'running' | 'ending' | 'over'

/** The sink of its stream's bytes and of its method's answers. */
export class ServingCall implements ByteSink, AnswerSink, IncomingCall {
  readonly handle: string
  readonly method: MethodShape
  readonly remotePeer: string
  readonly localPeer: string
  readonly wire = HIVEMIND
  readonly deadline: number | undefined
  readonly traceparent = undefined
  requests: Uint8Array | AsyncIterable<Uint8Array> = NO_BYTES
  readonly #stream: ByteStream
  readonly #components: ServingComponents
  readonly #codec: ServerCodec
  #admitted: Admitted | undefined
  #phase: Phase = 'reading'
  #running: RunningCall | undefined
  /** Nothing can be answered: the peer is gone, or has closed its side, which cancels the call. */
  #left = false
  /** The answer of a method without a response stream, kept until the method has ended well. */
  #only: MessageBytes | undefined

  constructor (stream: ByteStream, components: ServingComponents) {
    const { handle, method, limits } = components.options
    this.handle = handle
    this.method = method
    this.remotePeer = stream.remotePeer
    this.localPeer = components.localPeer
    this.deadline = limits.callTimeoutMs === undefined ? undefined : Date.now() + limits.callTimeoutMs
    this.#stream = stream
    this.#components = components
    this.#codec = serverCodec(stream, components.options, (bytes) => this.#admitted?.hold(bytes))
  }

  /** Lets it in, or refuses it; a method that takes a stream starts now. */
  begin (): void {
    const { options, requestTimes, callTimes } = this.#components
    try {
      this.#admitted = options.admission.admit(this.remotePeer)
    } catch (error) {
      this.end(SubnetesError.from(error))
      return
    }
    callTimes?.add(this)
    if (this.#codec.requests === undefined) requestTimes.add(this)
    else this.#start(this.#codec.requests)
  }

  data (bytes: Buffer): void {
    try {
      if (this.#phase === 'reading') this.#open(bytes)
      else if (this.#phase === 'running') this.#codec.more(bytes)
      else if (this.#phase === 'ending' && this.#codec.isInputOver(bytes)) this.finish()
    } catch (error) {
      this.cancel(SubnetesError.from(error))
    }
  }

  /** Before the answer is complete it cancels the call, unless it cuts a message in half: then the peer is told so. */
  remoteEnd (): void {
    if (this.#phase === 'ending') {
      this.finish()
      return
    }
    const partial = this.#codec.partialBytes()
    if (partial > 0) this.cancel(new SubnetesError('invalid_argument', `the stream ended inside a message, after ${partial} bytes of it`))
    else this.#leave('the peer closed the stream before the call had ended')
  }

  gone (why: SubnetesError): void {
    if (this.#phase === 'ending') this.finish()
    else this.#leave(why.message)
  }

  room (): void {
    this.#running?.resume()
  }

  message (message: MessageBytes): boolean {
    if (this.#phase !== 'running') return true
    if (this.method.responseStream) return this.#codec.write(message)
    if (this.#only === undefined) this.#only = message
    else this.cancel(this.#wrongAnswers('answered with more than one message'))
    return true
  }

  end (error?: SubnetesError): void {
    if (this.#phase === 'ending' || this.#phase === 'over') return
    this.#phase = 'ending'
    const failure = error ?? this.#writeOnly()
    if (failure !== undefined) this.#fail(failure)
    this.#codec.requests?.interrupt(failure ?? new SubnetesError('cancelled', 'the call has ended'))
    this.#release()
    if (this.#left) this.#stream.reset()
    if (this.#left || this.#codec.isInputOver(NO_BYTES)) this.finish()
    else this.#components.inputEndTimes.add(this)
  }

  /** Ends it with an error, whatever its method does. */
  cancel (reason: SubnetesError): void {
    this.#running?.cancel(reason)
    this.end(reason)
  }

  /** Closes the stream in order. */
  finish (): void {
    if (this.#phase === 'over') return
    this.#phase = 'over'
    this.#components.inputEndTimes.delete(this)
    this.#stream.finish(this.#components.options.limits.lingerMs)
    this.#components.onOver(this)
  }

  #open (bytes: Buffer): void {
    const request = this.#codec.open(bytes)
    if (request === undefined) return
    this.#components.requestTimes.delete(this)
    this.#start(request)
  }

  #start (requests: Uint8Array | AsyncIterable<Uint8Array>): void {
    this.requests = requests
    this.#phase = 'running'
    try {
      this.#running = this.#components.options.server(this, this)
    } catch (error) {
      this.end(SubnetesError.from(error))
      return
    }
    // Ended by its own first message, when there was nothing to cancel yet.
    if (this.#phase !== 'running') this.#running.cancel(new SubnetesError('cancelled', 'the call has ended'))
  }

  #leave (why: string): void {
    this.#left = true
    this.cancel(new SubnetesError('cancelled', why))
  }

  /** @returns why it could not be written */
  #writeOnly (): SubnetesError | undefined {
    if (this.method.responseStream) return undefined
    if (this.#only === undefined) return this.#wrongAnswers('ended without an answer')
    try {
      this.#codec.write(this.#only)
      return undefined
    } catch (error) {
      return SubnetesError.from(error)
    }
  }

  #fail (error: SubnetesError): void {
    const { logger } = this.#components.options
    const { handle, remotePeer: peerId } = this
    const isUnexpected = error.code === 'internal' && error.cause !== undefined && !(error.cause instanceof SubnetesError)
    if (isUnexpected) logger.error('method failed unexpectedly', { handle, peerId, error: error.cause })
    else logger.debug('call failed', { handle, peerId, code: error.code, error: error.message })
    if (!this.#left) this.#codec.writeError(error)
  }

  #release (): void {
    this.#components.requestTimes.delete(this)
    this.#components.callTimes?.delete(this)
    this.#admitted?.release()
    this.requests = NO_BYTES
  }

  #wrongAnswers (what: string): SubnetesError {
    return new SubnetesError('internal', `${this.handle} ${what} although it is a ${shapeName(this.method)} method`)
  }
}
