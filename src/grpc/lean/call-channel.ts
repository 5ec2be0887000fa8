/**
 * A gRPC client of one plaintext server with little work per call: messages are pushed into sinks, frames of a turn
 * leave in one write.
 */
import net from 'node:net'
import type { OnReadOpts } from 'node:net'
import { ENDED_CALL, SubnetesError, abortError, formatAddress, parseAddress, pullAnswers } from '@subnetes/common'
import type { Address, AnswerSink, RunningCall } from '@subnetes/common'
import type { GrpcCallInit } from '../http2/call.ts'
import { DEFAULT_CONNECT_TIMEOUT_MS, DEFAULT_MAX_MESSAGE_BYTES } from '../http2/channel.ts'
import { checkHealth } from '../http2/health.ts'
import type { HealthCheckInit } from '../http2/health.ts'
import { notStarted, workerLost } from '../not-started.ts'
import { ClientStream } from './client-stream.ts'
import type { OutgoingCall, StreamHost } from './client-stream.ts'
import { H2Connection } from './connection.ts'
import type { ConnectionOptions, ConnectionOwner } from './connection.ts'

/** Calls that wait for a connection or for a stream of it; the most slots a worker can have. */
export const MAX_WAITING_CALLS = 10_000

/** Bytes read at once, into one buffer of the connection. 128 KiB. */
const READ_BYTES = 131_072

/** What the caller may choose. */
export interface CallChannelInit {
  /** @default {@link DEFAULT_CONNECT_TIMEOUT_MS} */
  connectTimeoutMs?: number | undefined
  /** Largest response message. @default {@link DEFAULT_MAX_MESSAGE_BYTES} */
  maxMessageBytes?: number | undefined
  /** First stream id of each connection, for tests of exhausted ids. @default 1 */
  firstStreamId?: number | undefined
}

/** Starts calls whose answers go to a sink. */
export interface CallChannel {
  readonly address: string
  /**
   * Calls a method. The sink's end has the server's status; `unavailable` when the connection was lost;
   * `deadline_exceeded`; or the reason of a cancel.
   * An error is marked as not started when the server provably did not take the call.
   */
  start: (call: OutgoingCall, sink: AnswerSink) => RunningCall
  /**
   * Whether the server says it serves (grpc.health.v1).
   *
   * @throws {SubnetesError} `unavailable` when it cannot be reached in time
   */
  check: (init?: HealthCheckInit) => Promise<boolean>
  /** Ends the connection; running calls end with `unavailable`. */
  close: () => Promise<void>
}

/**
 * A channel to `HOST:PORT` or `unix:PATH`. It connects at the first call, and again after a loss.
 *
 * @throws {SubnetesError} `invalid_argument` for another address
 */
export function createCallChannel (address: string, init: CallChannelInit = {}): CallChannel {
  return new H2CallChannel(address, init)
}

/** Makes a call at the first pull; ending the iteration early and the signal cancel it. */
export function pullCall (channel: Pick<CallChannel, 'start'>, init: GrpcCallInit): AsyncIterableIterator<Uint8Array> {
  const { path, metadata = {}, requests, deadline, signal } = init
  const outgoing: OutgoingCall = { context: { path, metadata }, requests, deadline }
  if (signal === undefined) return pullAnswers((sink) => channel.start(outgoing, sink))
  return pullAnswers((sink) => {
    if (signal.aborted) {
      sink.end(notStarted(abortError(signal)))
      return ENDED_CALL
    }
    const onAbort = (): void => call.cancel(abortError(signal))
    signal.addEventListener('abort', onAbort, { once: true })
    const call = channel.start(outgoing, {
      message: (message) => sink.message(message),
      end: (error) => {
        signal.removeEventListener('abort', onAbort)
        sink.end(error)
      }
    })
    return call
  })
}

class H2CallChannel implements CallChannel, StreamHost, ConnectionOwner {
  readonly address: string
  readonly maxMessageBytes: number
  readonly #target: Address
  readonly #options: ConnectionOptions
  readonly #waiting = new Set<ClientStream>()
  /** All that are not gone: the current one, and those that finish their last streams. */
  readonly #connections = new Set<H2Connection>()
  #current: H2Connection | undefined
  /** Its SETTINGS are waited for. */
  #connecting: H2Connection | undefined
  #isClosed = false

  constructor (address: string, init: CallChannelInit) {
    this.address = address
    this.#target = parseAddress(address, 'gRPC address')
    this.maxMessageBytes = init.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES
    this.#options = {
      address: formatAddress(this.#target),
      authority: 'path' in this.#target ? 'localhost' : formatAddress(this.#target),
      connectTimeoutMs: init.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      maxMessageBytes: this.maxMessageBytes,
      firstStreamId: init.firstStreamId ?? 1
    }
  }

  start (call: OutgoingCall, sink: AnswerSink): RunningCall {
    const stream = new ClientStream(call, sink, this)
    stream.arm()
    if (stream.isOver) return stream
    const current = this.#current
    if (current?.hasRoom === true && this.#waiting.size === 0) current.open(stream)
    else this.#wait(stream)
    return stream
  }

  async check (init: HealthCheckInit = {}): Promise<boolean> {
    return await checkHealth((call) => pullCall(this, call), init)
  }

  async close (): Promise<void> {
    this.#isClosed = true
    const cause = new Error('the channel was closed')
    for (const connection of [...this.#connections]) connection.destroy(cause)
    this.#failWaiting(this.#closedError())
  }

  release (stream: ClientStream): void {
    this.#waiting.delete(stream)
  }

  onReady (connection: H2Connection): void {
    this.#connecting = undefined
    this.#current = connection
    this.#openWaiting()
  }

  onRoom (connection: H2Connection): void {
    if (connection === this.#current) this.#openWaiting()
  }

  onUnusable (connection: H2Connection, cause: Error | undefined): void {
    if (connection === this.#connecting) this.#onConnectFailure(cause)
    if (connection !== this.#current) return
    this.#current = undefined
    // A server that hangs up on connections without a call would be dialled for ever.
    if (!connection.wasUsed) this.#failWaiting(notStarted(workerLost(`worker at ${this.address} closed the connection before a call`, cause)))
    if (this.#waiting.size > 0) this.#connect()
  }

  onClosed (connection: H2Connection): void {
    this.#connections.delete(connection)
  }

  #wait (stream: ClientStream): void {
    if (this.#isClosed) {
      stream.fail(this.#closedError())
      return
    }
    if (this.#waiting.size >= MAX_WAITING_CALLS) {
      const words = `${MAX_WAITING_CALLS} calls wait for the worker at ${this.address}`
      stream.fail(notStarted(new SubnetesError('resource_exhausted', words, { retryable: true })))
      return
    }
    this.#waiting.add(stream)
    if (this.#current === undefined) this.#connect()
  }

  #connect (): void {
    if (this.#connecting !== undefined || this.#isClosed) return
    const target = this.#target
    // One buffer for all reads: without it Node allocates 64 KiB for each.
    const onread: OnReadOpts = {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback: (length, buffer) => {
        connection.read((buffer as Buffer).subarray(0, length))
        return true
      }
    }
    const socket = net.connect('path' in target ? { ...target, onread } : { ...target, noDelay: true, onread })
    const connection = this.#connecting = new H2Connection(socket, this.#options, this)
    this.#connections.add(connection)
  }

  #onConnectFailure (cause: Error | undefined): void {
    this.#connecting = undefined
    const words = cause?.message ?? 'the server sent GOAWAY'
    this.#failWaiting(notStarted(workerLost(`connect to the worker at ${this.address} failed: ${words}`, cause)))
  }

  #openWaiting (): void {
    for (const stream of this.#waiting) {
      if (this.#current?.hasRoom !== true) return
      this.#waiting.delete(stream)
      this.#current.open(stream)
    }
  }

  #failWaiting (error: SubnetesError): void {
    for (const stream of [...this.#waiting]) stream.fail(error)
  }

  #closedError (): SubnetesError {
    return notStarted(new SubnetesError('unavailable', `channel to ${this.address} is closed`))
  }
}
