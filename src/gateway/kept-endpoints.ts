/**
 * The last workers on disk, so that a gateway that restarts while its operator is away calls them at once instead of holding calls. Only for workers that are known by
 * a name in a certificate: an address alone may be somebody else's by then.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SubnetesError, replaceFile } from '@subnetes/common'
import type { Logger, WorkerEndpoint } from '@subnetes/common'
import type { ControlClientListener } from '@subnetes/control'
import type { ControlLink } from './gateway.ts'

/** Name of the file in the state folder. */
export const ENDPOINTS_FILE = 'endpoints.json'
/** Workers that the operator confirmed longer ago than this are forgotten. */
export const MAX_ENDPOINTS_AGE_MS = 60_000
/** While the link is up the file is written at least so often: its time is that of the last word from the operator. */
const STAMP_MS = 15_000
/** Changes closer together than this are written once. */
const WRITE_DELAY_MS = 500
/** A file from further in the future than this is no better than an old one: the clock was set. */
const MAX_AHEAD_MS = 5_000
const FORMAT = 1

/** Options of {@link keepEndpoints}. */
export interface KeepEndpointsInit {
  readonly folder: string
  /** Base58 text; workers of another gateway are not used. */
  readonly peerId: string
  readonly logger: Logger
  /** Makes the link that is kept. */
  readonly open: (listener: ControlClientListener) => ControlLink
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number
}

/** The same link: its start tells the workers that were kept, before the operator has said anything, and what it tells later is kept. */
export function keepEndpoints (init: KeepEndpointsInit, listener: ControlClientListener): ControlLink {
  const kept = new KeptEndpoints(init)
  const link = init.open({
    ...listener,
    onEndpoints: (protocol, endpoints) => { kept.set(protocol, endpoints); listener.onEndpoints?.(protocol, endpoints) },
    onRemoved: (protocol) => { kept.set(protocol, []); listener.onRemoved?.(protocol) },
    onSynced: () => { kept.touch(); listener.onSynced?.() }
  })
  const stamp = setInterval(() => { if (link.isSynced) kept.touch() }, STAMP_MS).unref()
  return {
    get isConnected () { return link.isConnected },
    get isSynced () { return link.isSynced },
    report: (loads) => link.report(loads),
    activate: (protocol, held) => link.activate(protocol, held),
    holdAck: (ack) => link.holdAck(ack),
    state: (state) => link.state(state),
    start: async () => {
      for (const [protocol, endpoints] of await kept.load()) listener.onEndpoints?.(protocol, endpoints)
      await link.start()
    },
    stop: async () => {
      clearInterval(stamp)
      await link.stop()
      await kept.flush()
    }
  }
}

/** The file. Nothing is written before the operator has told everything: until then what was kept is the better memory. */
class KeptEndpoints {
  readonly #init: KeepEndpointsInit
  readonly #path: string
  readonly #endpoints = new Map<string, readonly WorkerEndpoint[]>()
  #isSynced = false
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor (init: KeepEndpointsInit) {
    this.#init = init
    this.#path = join(init.folder, ENDPOINTS_FILE)
  }

  set (protocol: string, endpoints: readonly WorkerEndpoint[]): void {
    const named = endpoints.filter(({ serverName }) => serverName !== undefined)
    if (named.length === 0) this.#endpoints.delete(protocol)
    else this.#endpoints.set(protocol, named)
    if (this.#isSynced) this.#writeSoon()
  }

  /** The operator has just confirmed all of them. */
  touch (): void {
    this.#isSynced = true
    this.#writeSoon()
  }

  /** Writes what waits to be written. */
  async flush (): Promise<void> {
    if (this.#timer !== undefined) this.#write()
    await this.#writing
  }

  async load (): Promise<Map<string, WorkerEndpoint[]>> {
    try {
      return this.#parse(await readFile(this.#path, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#init.logger.warn('kept workers not used', { path: this.#path, error: SubnetesError.from(error).message })
      return new Map()
    }
  }

  #parse (text: string): Map<string, WorkerEndpoint[]> {
    const { format, peerId, at, protocols } = JSON.parse(text) as { format?: unknown, peerId?: unknown, at?: unknown, protocols?: Record<string, WorkerEndpoint[]> }
    if (format !== FORMAT || peerId !== this.#init.peerId || typeof at !== 'number') throw new SubnetesError('failed_precondition', 'it is of another gateway or version')
    const ageMs = this.#now() - at
    if (ageMs > MAX_ENDPOINTS_AGE_MS || ageMs < -MAX_AHEAD_MS) throw new SubnetesError('failed_precondition', `it is ${Math.round(ageMs / 1000)} s old; calls are held until the operator answers`)
    return new Map(Object.entries(protocols ?? {}).map(([protocol, endpoints]) => [protocol, endpoints.filter(({ serverName }) => typeof serverName === 'string')]))
  }

  #writeSoon (): void {
    this.#timer ??= setTimeout(() => this.#write(), WRITE_DELAY_MS).unref()
  }

  #write (): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const text = JSON.stringify({ format: FORMAT, peerId: this.#init.peerId, at: this.#now(), protocols: Object.fromEntries(this.#endpoints) })
    // Not forced to the disk: after a crash of the machine a minute has passed anyway.
    this.#writing = this.#writing.then(async () => { await replaceFile(this.#path, text, { isForced: false }) }).catch((error: unknown) => {
      this.#init.logger.warn('workers not kept', { path: this.#path, error: SubnetesError.from(error).message })
    })
  }

  #now (): number {
    return this.#init.now?.() ?? Date.now()
  }
}
