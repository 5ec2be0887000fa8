/** A TLS server that speaks as much of the Kubernetes API as a list and a watch need, and misbehaves on request. For what a real API server does too rarely. */
import 'reflect-metadata'
import { randomUUID, webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { KubeConfig } from '@kubernetes/client-node'
import * as x509 from '@peculiar/x509'

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A running server. */
export interface KubeServer {
  /** Kubeconfig of this server. */
  readonly config: KubeConfig
  /** TCP connections accepted so far. */
  readonly connections: () => number
  /** Paths (with query) asked for so far. */
  readonly requests: string[]
  /** Watches that are open now. */
  readonly watches: Set<ServerResponse>
  /** What the list has; watches hear of nothing by themselves. */
  items: object[]
  resourceVersion: string
  /** Answers of the next requests, instead of the usual ones; used once each. */
  readonly next: Answer[]
  /** Sends an event to every open watch. */
  readonly send: (event: object | string) => void
  /** Breaks every open connection. */
  readonly cut: () => void
  readonly close: () => Promise<void>
}

/** Starts one on a free port of 127.0.0.1. */
export async function startKubeServer (): Promise<KubeServer> {
  const { certificate, key } = await selfSigned()
  const sockets = new Set<Duplex>()
  let connections = 0
  const server = createServer({ cert: certificate, key }, (request, response) => { answer(state, request, response) })
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await listen(server)
  const config = new KubeConfig()
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  config.loadFromClusterAndUser({ name: 'test', server: url, caData: Buffer.from(certificate).toString('base64'), skipTLSVerify: false }, { name: 'test', token: 'secret' })
  const state: KubeServer = {
    config,
    connections: () => connections,
    requests: [],
    watches: new Set(),
    items: [],
    resourceVersion: '1',
    next: [],
    send: (event) => { for (const watch of state.watches) watch.write(`${typeof event === 'string' ? event : JSON.stringify(event)}\n`) },
    cut: () => { for (const socket of sockets) socket.destroy() },
    close: async () => {
      state.cut()
      server.close()
      await once(server, 'close')
    }
  }
  return state
}

function answer (state: KubeServer, request: IncomingMessage, response: ServerResponse): void {
  state.requests.push(request.url ?? '')
  const special = state.next.shift()
  if (special !== undefined) return special(request, response)
  response.setHeader('content-type', 'application/json')
  if (!new URL(request.url ?? '', 'https://x').searchParams.has('watch')) {
    response.end(JSON.stringify({ metadata: { resourceVersion: state.resourceVersion }, items: state.items }))
    return
  }
  state.watches.add(response)
  response.once('close', () => state.watches.delete(response))
  response.flushHeaders()
}

/** Answers with a status, as the API server does. */
export function refuse (code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ kind: 'Status', code, reason: `Reason${code}`, message: `refused with ${code}` }))
  }
}

async function listen (server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

async function selfSigned (): Promise<{ certificate: string, key: string }> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${randomUUID()}`,
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])]
  })
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { certificate: certificate.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') }
}
