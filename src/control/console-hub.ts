/** The serving end of the Console contract: shows consoles a picture, and costs nothing while nobody looks. */
import { Metadata, status } from '@grpc/grpc-js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import type { subnetes } from '@subnetes/proto'
import { encodeConsoleRedirect, encodeConsoleSnapshot } from './console-messages.ts'
import type { ConsoleSnapshot } from './console-messages.ts'

/** Consoles at a time. An installation has one; each costs a second's picture in the buffers of its link. */
export const MAX_WATCHERS = 8
/** Between two pictures: as often as gateways and runners report. */
export const PICTURE_MS = 1_000
/** A console that is told nothing new is told so. */
export const REPEAT_MS = 10_000

/** What a server shows to consoles. */
export interface ConsoleInit {
  /** Makes the picture; called once a second while somebody watches, and never else. */
  readonly snapshot: () => ConsoleSnapshot
  /** DNS names of which a console's certificate must have one; a gateway's does not open this door, nor a console's the gateways'. Without TLS not looked at. */
  readonly clients?: readonly string[]
}

type Stream = ServerWritableStream<subnetes.v1.ConsoleWatchRequest, Buffer>

interface Watcher { readonly stream: Stream, isWritable: boolean, sent: Buffer | undefined, sentAt: number }

/** Every watcher of one server. A slow one gets the newest picture when its link takes it; nothing is queued. */
export class ConsoleHub {
  readonly #snapshot: ConsoleInit['snapshot']
  readonly #logger: Logger
  readonly #watchers = new Set<Watcher>()
  /** One object for as long as it says the same. */
  #picture: Buffer | undefined
  #timer: NodeJS.Timeout | undefined

  constructor (init: ConsoleInit, components: { readonly logger: Logger }) {
    this.#snapshot = init.snapshot
    this.#logger = components.logger.child({ component: 'console-hub' })
  }

  /** Consoles that watch now. */
  get watchers (): number {
    return this.#watchers.size
  }

  /** Shows the picture to one more, until it leaves or is sent away. */
  accept (stream: Stream): void {
    stream.sendMetadata(new Metadata())
    if (this.#watchers.size >= MAX_WATCHERS) {
      stream.emit('error', { code: status.RESOURCE_EXHAUSTED, details: `${MAX_WATCHERS} consoles watch already, and no more may` })
      return
    }
    const watcher: Watcher = { stream, isWritable: true, sent: undefined, sentAt: 0 }
    this.#watchers.add(watcher)
    stream.on('drain', () => { watcher.isWritable = true })
    for (const event of ['cancelled', 'error', 'close']) stream.on(event, () => this.#leave(watcher))
    this.#timer ??= setInterval(() => this.#look(), PICTURE_MS).unref()
    this.#logger.info('console connected', { watchers: this.#watchers.size })
    this.#look()
  }

  /** Sends every watcher to the leader. */
  redirect (address: string): void {
    for (const watcher of [...this.#watchers]) redirectConsole(watcher.stream, address)
    this.#forget()
  }

  /** Ends every watch with a gRPC status. */
  end (code: status, details: string): void {
    for (const { stream } of [...this.#watchers]) stream.emit('error', { code, details })
    this.#forget()
  }

  #leave (watcher: Watcher): void {
    if (!this.#watchers.delete(watcher)) return
    this.#logger.info('console left', { watchers: this.#watchers.size })
    if (this.#watchers.size === 0) this.#forget()
  }

  #forget (): void {
    this.#watchers.clear()
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#picture = undefined
  }

  #look (): void {
    const now = performance.now()
    const picture = this.#draw()
    if (picture === undefined) return
    for (const watcher of this.#watchers) {
      if (!watcher.isWritable || (watcher.sent === picture && now - watcher.sentAt < REPEAT_MS)) continue
      watcher.sent = picture
      watcher.sentAt = now
      watcher.isWritable = watcher.stream.write(picture)
    }
  }

  /** A picture that cannot be made is a bug, and none of the work that is shown. */
  #draw (): Buffer | undefined {
    try {
      const picture = encodeConsoleSnapshot(this.#snapshot())
      if (this.#picture?.equals(picture) !== true) this.#picture = picture
    } catch (error) {
      this.#logger.error('picture for consoles not made', { error: SubnetesError.from(error).message })
    }
    return this.#picture
  }
}

/** Names the leader and ends. */
export function redirectConsole (stream: Stream, address: string): void {
  stream.write(encodeConsoleRedirect(address))
  stream.end()
}
