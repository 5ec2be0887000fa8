/** A Service without kube-proxy: one address before several, of which one that accepts gets the connection. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A running one. */
export interface ServiceProxy { readonly address: string, readonly close: () => Promise<void> }

/** `targets` is asked for each connection; the first to try is another one each time. */
export async function startServiceProxy (targets: () => readonly string[]): Promise<ServiceProxy> {
  const sockets = new Set<Socket>()
  let turn = 0
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {}) // the other end is told by the end of the connection
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((near) => {
    keep(near)
    const all = targets()
    turn += 1
    void dialFirst(all.map((_, index) => all[(index + turn) % all.length] ?? ''), keep).then((far) => {
      if (far === undefined) { near.destroy(); return }
      near.pipe(far).pipe(near)
      near.once('close', () => far.destroy())
      far.once('close', () => near.destroy())
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    }
  }
}

async function dialFirst (addresses: readonly string[], keep: (socket: Socket) => void): Promise<Socket | undefined> {
  for (const address of addresses) {
    const [host = '', port = ''] = address.split(':')
    const socket = connect(Number(port), host)
    keep(socket)
    const isOpen = await Promise.race([once(socket, 'connect').then(() => true, () => false), once(socket, 'close').then(() => false)])
    if (isOpen) return socket
  }
  return undefined
}
