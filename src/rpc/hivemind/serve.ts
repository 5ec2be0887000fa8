/** The serving end of hivemind's wire: one libp2p stream per call. */
import { SubnetesError, abortError, ownedSignal, shapeName } from '@subnetes/common'
import type { Connection, Libp2p, Stream } from '@libp2p/interface'
import { AbortRace } from '../abort-race.ts'
import type { Admitted } from '../admission.ts'
import { ByteReader } from '../byte-reader.ts'
import { ByteWriter } from '../byte-writer.ts'
import type { RemoteEnd } from '../byte-reader.ts'
import type { Call } from '../call.ts'
import { MAX_OUTBOUND_STREAMS } from '../open-stream.ts'
import { publicError } from '../status.ts'
import { closeStream } from '../stream-end.ts'
import type { StreamEnds } from '../stream-end.ts'
import type { ServedMethod, WireServeOptions } from '../wire.ts'
import type { Answer } from './answer.ts'
import { streamAnswer } from './stream-answer.ts'
import { unaryAnswer } from './unary-answer.ts'

/** Name of this wire in calls, logs and metrics. */
export const HIVEMIND = 'hivemind'

/** Serves a handle. @throws {SubnetesError} `already_exists` */
export async function serveHivemind (node: Libp2p, options: WireServeOptions): Promise<ServedMethod> {
  const server = new HivemindServer(node, options)
  const { handle, limits } = options
  try {
    await node.handle(handle, (stream, connection) => server.accept(stream, connection), {
      maxInboundStreams: limits.maxStreamsPerConnection,
      maxOutboundStreams: MAX_OUTBOUND_STREAMS,
      runOnLimitedConnection: true
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'DuplicateProtocolHandlerError') {
      throw new SubnetesError('already_exists', `this node serves ${handle} already; remove the other handler first or use another namespace`, { cause: error })
    }
    await node.unhandle(handle)
    throw error
  }
  return { close: async (closeOptions) => await server.close(closeOptions?.graceMs ?? 0) }
}

class HivemindServer {
  readonly #node: Libp2p
  readonly #options: WireServeOptions
  readonly #running = new Set<Promise<void>>()
  readonly #stopped = new AbortController()
  #closed: Promise<void> | undefined

  constructor (node: Libp2p, options: WireServeOptions) {
    this.#node = node
    this.#options = options
  }

  accept (stream: Stream, connection: Connection): void {
    const serving = new ServerCall(this.#node, this.#options, stream, connection).run(this.#stopped.signal)
      .catch((error: unknown) => {
        this.#options.logger.error('call left its stream in an unknown state', { handle: this.#options.handle, error })
        stream.abort(error instanceof Error ? error : new Error(String(error)))
      })
      .finally(() => { this.#running.delete(serving) })
    this.#running.add(serving)
  }

  async close (graceMs: number): Promise<void> {
    this.#closed ??= this.#close(graceMs)
    await this.#closed
  }

  async #close (graceMs: number): Promise<void> {
    await this.#node.unhandle(this.#options.handle)
    const stop = (): void => this.#stopped.abort(new SubnetesError('unavailable', `${this.#options.handle} is no longer served here; try another peer`))
    const timer = setTimeout(stop, graceMs)
    await Promise.all(this.#running)
    clearTimeout(timer)
    stop()
  }
}

/** One call from accepted stream to closed stream. */
class ServerCall {
  readonly #node: Libp2p
  readonly #options: WireServeOptions
  readonly #ends: StreamEnds
  readonly #remotePeer: string
  #left = false
  #answered = false

  constructor (node: Libp2p, options: WireServeOptions, stream: Stream, connection: Connection) {
    this.#node = node
    this.#options = options
    this.#ends = { stream, reader: new ByteReader(stream, options.limits.readAheadBytes), writer: new ByteWriter(stream) }
    this.#remotePeer = connection.remotePeer.toString()
  }

  async run (stopped: AbortSignal): Promise<void> {
    const { admission, limits, method, handle } = this.#options
    const deadline = limits.callTimeoutMs === undefined ? undefined : Date.now() + limits.callTimeoutMs
    using owned = ownedSignal({ parents: [stopped], deadline, what: handle })
    let admitted: Admitted | undefined
    const answer = method.requestStream || method.responseStream
      ? streamAnswer(this.#ends, this.#options, (bytes) => admitted?.hold(bytes))
      : unaryAnswer(this.#ends, this.#options, { hold: (bytes) => admitted?.hold(bytes), fail: owned.abort })
    const interrupt = (): void => this.#ends.reader.interrupt(abortError(owned.signal))
    try {
      admitted = admission.admit(this.#remotePeer)
      owned.signal.addEventListener('abort', interrupt)
      if (owned.signal.aborted) interrupt()
      this.#ends.reader.onRemoteEnd((end) => this.#remoteEnded(end, answer, owned.abort))
      const requests = await this.#open(answer, owned.abort)
      await this.#respond(answer, this.#call(requests, owned.signal, deadline))
      this.#answered = true
      await closeStream(this.#ends, limits.lingerMs, answer.inputEnd())
    } catch (error) {
      await this.#fail(answer, error)
    } finally {
      admitted?.release()
    }
  }

  /** The peer closing its side before the answer is complete is a cancellation, unless it stopped in the middle of a message: then it is told so. */
  #remoteEnded (end: RemoteEnd, answer: Answer, abort: (reason: SubnetesError) => void): void {
    if (this.#answered) return // the usual end; an error with its stack is made only where somebody hears of it
    if (end === undefined && answer.isCutShort()) {
      abort(new SubnetesError('invalid_argument', `the stream ended inside a message, after ${this.#ends.reader.queue.byteLength} bytes of it`))
      return
    }
    this.#left = true
    abort(new SubnetesError('cancelled', end === undefined ? 'the peer closed the stream before the call had ended' : end.message))
  }

  async #open (answer: Answer, abort: (reason: SubnetesError) => void): Promise<AsyncIterable<Uint8Array>> {
    const { requestTimeoutMs } = this.#options.limits
    const timer = setTimeout(() => abort(new SubnetesError('deadline_exceeded', `no complete request arrived within ${requestTimeoutMs} ms`)), requestTimeoutMs)
    try {
      const requests = await answer.open()
      if (requests !== undefined) return requests
      this.#left = true
      throw new SubnetesError('cancelled', 'the peer closed the stream before it had sent a request')
    } finally {
      clearTimeout(timer)
    }
  }

  #call (requests: AsyncIterable<Uint8Array>, signal: AbortSignal, deadline: number | undefined): Call {
    const { handle, method } = this.#options
    const localPeer = this.#node.peerId.toString()
    return { handle, method, remotePeer: this.#remotePeer, localPeer, wire: HIVEMIND, deadline, signal, traceparent: undefined, requests }
  }

  async #respond (answer: Answer, call: Call): Promise<void> {
    const iterator = this.#options.handler(call)[Symbol.asyncIterator]()
    using race = new AbortRace(call.signal)
    let complete = false
    try {
      if (call.method.responseStream) await writeAll(iterator, answer, race)
      else await writeOnly(iterator, answer, race, call)
      complete = true
    } finally {
      // Not awaited: a method that ignores its signal must not keep the peer waiting.
      if (!complete) this.#abandon(iterator)
    }
  }

  #abandon (iterator: AsyncIterator<Uint8Array>): void {
    iterator.return?.().catch((error: unknown) => this.#options.logger.debug('method failed after its call had ended', { handle: this.#options.handle, error }))
  }

  async #fail (answer: Answer, error: unknown): Promise<void> {
    const { handle, logger, limits } = this.#options
    const shown = publicError(error, handle)
    if (shown !== error && shown.code === 'internal') logger.error('method failed unexpectedly', { handle, peerId: this.#remotePeer, error })
    else logger.debug('call failed', { handle, peerId: this.#remotePeer, code: shown.code, error: shown.message })
    if (this.#left) {
      this.#ends.stream.abort(shown)
      return
    }
    try {
      answer.writeError(shown)?.catch(() => {}) // closeStream waits for it; when it fails there is nobody to tell
    } catch {
      // The stream has closed: likewise.
    }
    await closeStream(this.#ends, limits.lingerMs, answer.inputEnd())
  }
}

async function writeAll (messages: AsyncIterator<Uint8Array>, answer: Answer, race: AbortRace): Promise<void> {
  for (;;) {
    const next = await race.run(messages.next())
    if (next.done === true) return
    const room = answer.write(next.value)
    if (room !== undefined) await race.run(room)
  }
}

/** Written only after the method has ended: it may still fail after its one message. */
async function writeOnly (messages: AsyncIterator<Uint8Array>, answer: Answer, race: AbortRace, call: Call): Promise<void> {
  const only = await race.run(messages.next())
  if (only.done === true) throw new SubnetesError('internal', `${call.handle} ended without an answer although it is a ${shapeName(call.method)} method`)
  const after = await race.run(messages.next())
  if (after.done !== true) throw new SubnetesError('internal', `${call.handle} answered with more than one message although it is a ${shapeName(call.method)} method`)
  const room = answer.write(only.value)
  if (room !== undefined) await race.run(room)
}
