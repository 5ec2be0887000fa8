/** The listening socket of a gRPC server that also takes links straight on its port: each connection goes where its first bytes (or ALPN) say. */
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createTlsServer } from '@subnetes/common'
import type { Logger, TlsServerInit } from '@subnetes/common'
import { LINK_ALPN, LINK_PREFACE } from '../link/carrier.ts'

/** How long a plaintext connection may take for its first byte. */
const FIRST_BYTE_MS = 10_000

/** Where connections go. */
export interface ListenerTargets {
  readonly logger: Logger
  readonly onHttp2: (socket: Socket) => void
  readonly onLink: (socket: Socket) => void
}

/** Tells HTTP/2 from links, in plaintext by the first byte, by TLS by the protocol that the handshake settled. */
export function createListener (tls: TlsServerInit | undefined, targets: ListenerTargets): Server {
  const { logger, onHttp2, onLink } = targets
  if (tls === undefined) return createServer({ noDelay: true }, (socket) => sortByFirstByte(socket, targets))
  const onConnection = (socket: TLSSocket): void => {
    if (socket.alpnProtocol === LINK_ALPN) onLink(socket)
    else onHttp2(socket)
  }
  return createTlsServer(tls, { logger, onConnection, protocols: [LINK_ALPN] })
}

function sortByFirstByte (socket: Socket, { onHttp2, onLink }: ListenerTargets): void {
  const timer = setTimeout(() => socket.destroy(), FIRST_BYTE_MS).unref()
  const onError = (): void => {} // 'close' follows
  const onClose = (): void => clearTimeout(timer)
  socket.on('error', onError)
  socket.once('close', onClose)
  socket.once('readable', () => {
    clearTimeout(timer)
    socket.off('error', onError)
    socket.off('close', onClose)
    const first = socket.read() as Buffer | null
    if (first === null) {
      socket.on('error', onError)
      socket.destroy()
      return
    }
    socket.unshift(first)
    if (first[0] === LINK_PREFACE[0]) onLink(socket)
    else onHttp2(socket)
  })
}
