/** The HTTP server of the console: the page, what it shows, and probes. Read only. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SubnetesError, formatAddress, parseAddress } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import type { ConsoleState } from './console-state.ts'
import { EventStreams, MAX_STREAMS } from './event-streams.ts'
import { isHostAllowed } from './host-check.ts'
import type { PageFile } from './page-files.ts'

/** Connections at a time: pages, their files, probes. */
const MAX_CONNECTIONS = 256
/** A browser sends its request at once; whoever does not holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 10_000

/** Nothing but our own files runs, nobody frames the page, and no other site may read what it shows. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache'
}
const PATHS = ['/', '/events', '/api/snapshot', '/healthz', '/readyz']

/** Options of a {@link ConsoleServer}. */
export interface ConsoleServerInit {
  /** `HOST:PORT` or `unix:PATH`; port 0 picks a free one. */
  readonly listen: string
  /** Names by which it may be asked beside addresses and `localhost`; `*` takes all. */
  readonly hosts: readonly string[]
}

/** Components of a {@link ConsoleServer}. */
export interface ConsoleServerComponents {
  readonly state: ConsoleState
  /** By path. */
  readonly page: ReadonlyMap<string, PageFile>
  readonly logger: Logger
}

/** Ready as soon as it listens: whether the operator is reached is what the page is there to tell. */
export class ConsoleServer implements Startable {
  readonly #init: ConsoleServerInit
  readonly #components: ConsoleServerComponents
  #server: Server | undefined
  #streams: EventStreams | undefined
  #address = ''

  constructor (init: ConsoleServerInit, components: ConsoleServerComponents) {
    this.#init = init
    this.#components = components
  }

  /** Where it listens (the real port); empty before {@link start}. */
  get address (): string {
    return this.#address
  }

  /** @throws {SubnetesError} `failed_precondition` when the address cannot be bound, naming it */
  async start (): Promise<void> {
    if (this.#server !== undefined) return
    const wanted = parseAddress(this.#init.listen, 'console listen address')
    const server = createServer({ headersTimeout: REQUEST_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => { this.#answer(request, response) })
    server.maxConnections = MAX_CONNECTIONS
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new SubnetesError('failed_precondition', `cannot serve the console on ${this.#init.listen}: ${bindProblem(error)}`, { cause: error })))
      server.listen(wanted, resolve)
    })
    this.#server = server
    this.#streams = new EventStreams(this.#components.state)
    const bound = server.address() as AddressInfo | string
    this.#address = formatAddress(typeof bound === 'string' ? { path: bound } : { host: bound.address, port: bound.port })
  }

  /** Pages are let go; they come again by themselves. */
  async stop (): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    this.#streams?.close()
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }

  #answer (request: IncomingMessage, response: ServerResponse): void {
    request.resume()
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const { method = '', headers: { host } } = request
    if (!isHostAllowed(host, this.#init.hosts)) {
      sendJson(response, 421, { error: `host ${JSON.stringify(host ?? '')} is not known here; ask by address or as localhost, or name it in SUBNETES_CONSOLE_HOSTS (chart: console.hosts)` })
    } else if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      sendJson(response, 405, { error: `method ${method} is not allowed: the console changes nothing` })
    } else {
      this.#route((request.url ?? '/').split('?')[0] ?? '/', response)
    }
  }

  #route (path: string, response: ServerResponse): void {
    const { page, state } = this.#components
    const file = page.get(path)
    if (file !== undefined) response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.body.byteLength }).end(file.body)
    else if (path === '/events') this.#openStream(response)
    else if (path === '/api/snapshot') sendJson(response, 200, state.view())
    else if (path === '/healthz') sendJson(response, 200, { status: 'ok' })
    else if (path === '/readyz') sendJson(response, 200, { ready: true, link: state.view().link })
    else sendJson(response, 404, { error: `nothing at ${path}; there are ${PATHS.join(', ')}` })
  }

  #openStream (response: ServerResponse): void {
    if (response.req.method === 'HEAD') sendJson(response, 200, {})
    else if (this.#streams?.open(response) !== true) {
      this.#components.logger.warn('page turned away', { streams: MAX_STREAMS })
      sendJson(response, 503, { error: `${MAX_STREAMS} pages are open, and no more may be; close one` })
    }
  }
}

function sendJson (response: ServerResponse, code: number, value: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(JSON.stringify(value))
}

function bindProblem (error: NodeJS.ErrnoException): string {
  return error.code === 'EADDRINUSE' ? 'the port is in use; stop the other process or choose another port (0 picks a free one)' : error.message
}
