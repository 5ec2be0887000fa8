/** The part of `ws` that is used here; the package brings no types. https://github.com/websockets/ws/blob/8.23.0/doc/ws.md */
declare module 'ws' {
  import { EventEmitter } from 'node:events'
  import type { AddressInfo } from 'node:net'

  export class WebSocket extends EventEmitter<{ open: [], message: [data: Buffer, isBinary: boolean], close: [code: number, reason: Buffer], error: [error: Error] }> {
    constructor (url: string, options?: { handshakeTimeout?: number, maxPayload?: number, perMessageDeflate?: boolean, followRedirects?: boolean })
    readonly readyState: 0 | 1 | 2 | 3
    send (data: string): void
    close (): void
    terminate (): void
  }

  export class WebSocketServer extends EventEmitter<{ listening: [], connection: [socket: WebSocket] }> {
    constructor (options: { host: string, port: number })
    readonly clients: Set<WebSocket>
    address (): AddressInfo
    close (done?: () => void): void
  }
}
