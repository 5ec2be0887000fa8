/** A TCP relay that can be slow, and can drop everything it carries. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Relays connections to one port of this machine, which may change. */
export class SlowProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #delayMs = 0
  /** Where connections go. */
  target: number

  private constructor (target: number) {
    this.target = target
    this.#server = createServer((socket) => this.#relay(socket))
  }

  static async start (target: number): Promise<SlowProxy> {
    const proxy = new SlowProxy(target)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port (): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Holds every piece of data back for so long, one after the other; 0 ends it. */
  slow (delayMs: number): void {
    this.#delayMs = delayMs
  }

  async stop (): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  #relay (near: Socket): void {
    const far = connect(this.target, '127.0.0.1')
    for (const [from, to] of [[near, far], [far, near]] as const) {
      this.#sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => {}) // its close follows
      from.once('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      void this.#carry(from, to)
    }
  }

  async #carry (from: Socket, to: Socket): Promise<void> {
    try {
      for await (const piece of from) {
        if (this.#delayMs > 0) await sleep(this.#delayMs)
        if (!to.write(piece as Buffer)) await once(to, 'drain')
      }
      to.end()
    } catch {
      to.destroy() // either end is gone, and takes the other along
    }
  }
}
