/** A TCP proxy that can be cut: the network between the operator and the API server. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A running proxy on 127.0.0.1. */
export interface CutProxy {
  readonly port: number
  /** Breaks all connections and refuses new ones. */
  readonly cut: () => void
  readonly mend: () => void
  readonly close: () => Promise<void>
}

/** Starts one before a port of 127.0.0.1. */
export async function startCutProxy (target: number): Promise<CutProxy> {
  const sockets = new Set<Socket>()
  let open = true
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {}) // cut: that is its purpose
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    keep(near)
    if (!open) { near.destroy(); return }
    const far = connect(target, '127.0.0.1')
    keep(far)
    near.pipe(far).pipe(near)
    near.once('close', () => far.destroy())
    far.once('close', () => near.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => {
    open = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => { open = true },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    }
  }
}
