/** The small HTTP server of every process: `/healthz`, `/readyz`, `/metrics`, and what the process adds. Composition roots only. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { formatAddress, parseAddress } from './address.ts'
import { SubnetesError } from './errors.ts'
import type { Startable } from './lifecycle.ts'
import type { Logger } from './logger.ts'

/** Answer of a readiness question: whether to send traffic here, and why (not), as JSON. */
export interface Readiness {
  readonly ready: boolean
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Text for one HTTP answer. */
export interface HttpAnswer {
  readonly status: number
  readonly body: string
  readonly contentType?: string
}

/** Answers one path; the signal aborts when the asker has left. */
export type HttpRoute = (signal: AbortSignal) => Promise<HttpAnswer> | HttpAnswer

/** What a {@link HttpStatusServer} serves. */
export interface HttpStatusServerInit {
  /** `HOST:PORT` or `unix:PATH`; port 0 picks a free one. */
  listen: string
  /** Asked for each `/readyz`: 200 when ready, else 503, with the detail either way. */
  readiness: () => Readiness
  /** Asked for each `/healthz`: words when the process should be restarted. An answer at all proves that the event loop turns. @default always healthy */
  unhealthy?: () => string | undefined
  /** The exposition text of `/metrics`. */
  metrics?: { readonly contentType: string, render: () => Promise<string> }
  /** More paths, GET and POST alike. */
  routes?: Readonly<Record<string, HttpRoute>>
  logger: Logger
}

/** A status server with a life; `address` is where it listens. */
export class HttpStatusServer implements Startable {
  readonly #init: HttpStatusServerInit
  #server: Server | undefined
  #address: string | undefined

  constructor (init: HttpStatusServerInit) {
    this.#init = init
  }

  /** Where it listens (the real port), undefined before {@link start}. */
  get address (): string | undefined {
    return this.#address
  }

  /** @throws {SubnetesError} `failed_precondition` when the address cannot be bound, naming it */
  async start (): Promise<void> {
    if (this.#server !== undefined) return
    const wanted = parseAddress(this.#init.listen, 'HTTP listen address')
    const server = createServer((request, response) => { this.#answer(request, response).catch(() => response.destroy()) })
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new SubnetesError('failed_precondition', `cannot serve HTTP on ${this.#init.listen}: ${bindProblem(error)}`, { cause: error })))
      server.listen(wanted, resolve)
    })
    this.#server = server
    const bound = server.address() as AddressInfo | string
    this.#address = formatAddress(typeof bound === 'string' ? { path: bound } : { host: bound.address, port: bound.port })
  }

  async stop (): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }

  async #answer (request: IncomingMessage, response: ServerResponse): Promise<void> {
    const left = new AbortController()
    response.once('close', () => left.abort())
    request.resume()
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const answer = await this.#route(path, left.signal)
    if (response.destroyed) return
    response.writeHead(answer.status, { 'content-type': answer.contentType ?? 'application/json; charset=utf-8' })
    response.end(answer.body)
  }

  async #route (path: string, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      const own = this.#init.routes?.[path]
      if (own !== undefined) return await own(signal)
      if (path === '/healthz') return healthAnswer(this.#init.unhealthy?.())
      if (path === '/readyz') return readyAnswer(this.#init.readiness())
      const { metrics } = this.#init
      if (path === '/metrics' && metrics !== undefined) return { status: 200, body: await metrics.render(), contentType: metrics.contentType }
      return { status: 404, body: JSON.stringify({ error: `nothing at ${path}; there are ${['/healthz', '/readyz', '/metrics', ...Object.keys(this.#init.routes ?? {})].join(', ')}` }) }
    } catch (error) {
      if (!signal.aborted) this.#init.logger.error('http request failed', { path, error: SubnetesError.from(error).message })
      return { status: 500, body: JSON.stringify({ error: SubnetesError.from(error).message }) }
    }
  }
}

function bindProblem (error: NodeJS.ErrnoException): string {
  if (error.code !== 'EADDRINUSE') return error.message
  return 'the port is in use; stop the other process or choose another port (0 picks a free one)'
}

function healthAnswer (words: string | undefined): HttpAnswer {
  return words === undefined ? { status: 200, body: '{"status":"ok"}' } : { status: 503, body: JSON.stringify({ status: 'failed', error: words }) }
}

function readyAnswer (readiness: Readiness): HttpAnswer {
  return { status: readiness.ready ? 200 : 503, body: JSON.stringify({ ready: readiness.ready, ...readiness.detail }) }
}
