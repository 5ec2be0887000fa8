/** One chain endpoint: JSON-RPC 2.0 over a WebSocket that is opened when it is needed and left as soon as it does not answer. */
import { SubnetesError } from '@subnetes/common'
import { WebSocket } from 'ws'

/** How long opening may take. */
export const DEFAULT_CONNECT_TIMEOUT_MS = 2_000

/** How long an answer may take. A node answers such a question in milliseconds; with the connect it stays below the 5 s in which a dead socket must be left. */
export const DEFAULT_RPC_TIMEOUT_MS = 2_000

/** Largest answer read. `true` has 40 bytes; the rest is room for errors with data. */
export const MAX_RPC_ANSWER_BYTES = 1024 * 1024

/** How a {@link JsonRpcSocket} waits. */
export interface JsonRpcTimeouts {
  readonly connectTimeoutMs: number
  readonly rpcTimeoutMs: number
}

interface Pending {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: SubnetesError) => void
  readonly timer: NodeJS.Timeout
}

/** Calls one endpoint. Every failure is `unavailable` and names the endpoint without the path or query of its URL, which may hold a key. */
export class JsonRpcSocket {
  /** Host and port, for logs. */
  readonly name: string
  readonly #url: string
  readonly #timeouts: JsonRpcTimeouts
  readonly #pending = new Map<number, Pending>()
  #socket: WebSocket | undefined
  #opening: Promise<WebSocket> | undefined
  #lastId = 0

  /** @throws {SubnetesError} `invalid_argument` when the URL is none for WebSockets */
  constructor (url: string, timeouts: JsonRpcTimeouts) {
    if (!URL.canParse(url) || !['ws:', 'wss:'].includes(new URL(url).protocol)) throw new SubnetesError('invalid_argument', 'a chain endpoint must be a ws:// or wss:// URL')
    this.#url = url
    this.name = new URL(url).host
    this.#timeouts = timeouts
  }

  /** @throws {SubnetesError} `unavailable` when it does not answer in time, closes, or answers with an error or with what is no JSON-RPC */
  async call (method: string, params: readonly unknown[]): Promise<unknown> {
    const socket = await this.#open()
    if (socket !== this.#socket || socket.readyState !== 1) throw this.#failure('closed')
    const id = ++this.#lastId
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => { this.#leave(socket, `no answer to ${method} within ${this.#timeouts.rpcTimeoutMs} ms`) }, this.#timeouts.rpcTimeoutMs)
      this.#pending.set(id, { resolve, reject, timer })
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  /** Ends the connection; calls that wait fail. A later call opens it again. */
  close (): void {
    if (this.#socket !== undefined) this.#leave(this.#socket, 'closed')
  }

  async #open (): Promise<WebSocket> {
    if (this.#socket?.readyState === 1) return this.#socket
    this.#opening ??= this.#connect().finally(() => { this.#opening = undefined })
    return await this.#opening
  }

  async #connect (): Promise<WebSocket> {
    const { connectTimeoutMs: handshakeTimeout } = this.#timeouts
    const socket = new WebSocket(this.#url, { handshakeTimeout, maxPayload: MAX_RPC_ANSWER_BYTES, perMessageDeflate: false, followRedirects: false })
    this.#socket = socket
    socket.on('message', (data) => { this.#answer(socket, data) })
    let why = 'closed before it was open'
    return await new Promise((resolve, reject) => {
      // The handshake's own timeout does not cover the name look-up.
      const timer = setTimeout(() => {
        why = `not open within ${handshakeTimeout} ms`
        this.#leave(socket, why)
      }, handshakeTimeout)
      socket.on('open', () => { clearTimeout(timer); resolve(socket) })
      socket.on('error', (error) => {
        if (this.#socket === socket) why = error.message
        this.#leave(socket, error.message)
      })
      socket.on('close', () => { clearTimeout(timer); this.#leave(socket, 'closed'); reject(this.#failure(why)) })
    })
  }

  #answer (socket: WebSocket, data: Buffer): void {
    const answer = parseRpcAnswer(data)
    if (answer === undefined) { this.#leave(socket, 'an answer is no JSON-RPC'); return }
    const pending = this.#pending.get(answer.id)
    if (pending === undefined) return // Late, or a notification nobody asked for.
    this.#pending.delete(answer.id)
    clearTimeout(pending.timer)
    if (answer.error === undefined) pending.resolve(answer.result)
    else pending.reject(this.#failure(`error ${answer.error}`))
  }

  /** Lets go of a socket at once: an end that does not answer would not answer a closing handshake either. */
  #leave (socket: WebSocket, why: string): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    socket.terminate()
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer)
      reject(this.#failure(why))
    }
    this.#pending.clear()
  }

  #failure (why: string): SubnetesError {
    return new SubnetesError('unavailable', `chain endpoint ${this.name}: ${why}`)
  }
}

/** An answer with an id; undefined when the bytes are no JSON-RPC at all. */
export function parseRpcAnswer (data: Buffer): { id: number, result: unknown, error: string | undefined } | undefined {
  let value: unknown
  try {
    value = JSON.parse(data.toString('utf8'))
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { id, result, error } = value as { id?: unknown, result?: unknown, error?: unknown }
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown, message?: unknown }
  const text = error === undefined || error === null ? undefined : `${Number(code)} ${typeof message === 'string' ? message.slice(0, 200) : ''}`
  return { id: typeof id === 'number' ? id : -1, result, error: text }
}
