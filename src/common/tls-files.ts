/** The certificate of a process in a folder, as Kubernetes mounts a Secret: read, checked, watched. */
import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { SecureContext } from 'node:tls'
import { SubnetesError } from './errors.ts'
import type { Startable } from './lifecycle.ts'
import { silentLogger } from './logger.ts'
import type { Logger } from './logger.ts'
import { silentMetrics } from './metrics.ts'
import type { Gauge, Metrics } from './metrics.ts'
import type { TlsMaterial } from './tls-material.ts'
import { TlsStore } from './tls-source.ts'
import type { TlsSource } from './tls-source.ts'

/** Longest time until a change is seen where the system tells of none, as some network and FUSE file systems do. A new certificate has ten days to arrive. */
export const DEFAULT_TLS_POLL_MS = 30_000

/** What {@link TlsFiles} is given. */
export interface TlsFilesInit {
  /** Holds `ca.crt`, `tls.crt` and `tls.key`. */
  readonly folder: string
  readonly logger?: Logger
  readonly metrics?: Metrics
  /** @default {@link DEFAULT_TLS_POLL_MS} */
  readonly pollMs?: number
}

/**
 * Keeps up with a folder. A change that does not fit together (a key without its certificate, half of a copy) is logged and tried again; what was there goes on
 * being used. A Secret's folder changes in one step: its files are links into `..data`, a link that the kubelet replaces.
 */
export class TlsFiles implements TlsSource, Startable {
  readonly #init: TlsFilesInit
  readonly #store: TlsStore
  readonly #logger: Logger
  readonly #notAfter: Gauge
  #watcher: FSWatcher | undefined
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined
  #isStale = false
  #isStopped = false
  #problem = ''

  constructor (init: TlsFilesInit) {
    this.#init = init
    this.#store = new TlsStore(`TLS folder ${init.folder}`)
    this.#logger = (init.logger ?? silentLogger).child({ component: 'tls-files', folder: init.folder })
    this.#notAfter = (init.metrics ?? silentMetrics).gauge({ name: 'subnetes_tls_certificate_not_after_seconds', help: 'Unix time at which the certificate of this process expires' })
  }

  get isReady (): boolean {
    return this.#store.isReady
  }

  get material (): TlsMaterial {
    return this.#store.material
  }

  get context (): SecureContext {
    return this.#store.context
  }

  onChange (listener: () => void): () => void {
    return this.#store.onChange(listener)
  }

  /** Reads the folder once, then watches it. @throws {SubnetesError} `invalid_argument` naming the folder, the file and what should be in it */
  async start (): Promise<void> {
    if (this.#timer !== undefined || this.#isStopped) return
    await this.#read()
    this.#watch()
    this.#timer = setInterval(() => this.#look(), this.#init.pollMs ?? DEFAULT_TLS_POLL_MS).unref()
  }

  async stop (): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    this.#watcher?.close()
    await this.#reading
  }

  /** A folder's own events cover the link `..data`: replacing it is a rename in the folder. */
  #watch (): void {
    try {
      this.#watcher = watch(this.#init.folder, { persistent: false }, () => this.#look())
      this.#watcher.on('error', (error) => this.#logger.warn('TLS folder cannot be watched; it is looked at from time to time', { error: error.message }))
    } catch (error) {
      this.#logger.warn('TLS folder cannot be watched; it is looked at from time to time', { error: SubnetesError.from(error).message })
    }
  }

  /** One reading at a time; what happens meanwhile asks for another. */
  #look (): void {
    this.#isStale = true
    this.#reading ??= this.#readWhileStale().finally(() => { this.#reading = undefined })
  }

  async #readWhileStale (): Promise<void> {
    while (this.#isStale && !this.#isStopped) {
      this.#isStale = false
      try {
        await this.#read()
        this.#problem = ''
      } catch (error) {
        this.#complain(SubnetesError.from(error).message)
      }
    }
  }

  /** Once for each problem, not at each look. */
  #complain (problem: string): void {
    if (this.#problem === problem) return
    this.#problem = problem
    this.#logger.warn('changed certificate not used; the one before stays', { error: problem })
  }

  async #read (): Promise<void> {
    if (!this.#store.set(await readMaterial(this.#init.folder))) return
    const { facts } = this.#store
    if (facts === undefined) return
    this.#notAfter.set(facts.notAfter.getTime() / 1000)
    const fields = { names: facts.names, issuer: facts.issuer, notAfter: facts.notAfter.toISOString(), fingerprint: facts.fingerprint, isSignedByCa: facts.isSignedByCa }
    if (facts.notAfter.getTime() < Date.now()) this.#logger.error('certificate has expired: peers refuse it until it is renewed', fields)
    else this.#logger.info('certificate loaded', fields)
  }
}

/** All three files of one moment: where there is a `..data` link, of the folder that it names now, whose files never change. */
async function readMaterial (folder: string): Promise<TlsMaterial> {
  const at = await realpath(join(folder, '..data')).catch(() => folder)
  // One after the other, so that of several that are missing it is always the same that is named.
  const ca = await readPart(folder, at, 'ca.crt')
  const cert = await readPart(folder, at, 'tls.crt')
  return { ca, cert, key: await readPart(folder, at, 'tls.key') }
}

async function readPart (folder: string, at: string, name: string): Promise<string> {
  try {
    return await readFile(join(at, name), 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : `cannot be read (${SubnetesError.from(cause).message})`
    throw new SubnetesError('invalid_argument', `TLS folder ${folder}: ${name} ${why}; mount a Secret with ca.crt, tls.crt and tls.key there`, { cause })
  }
}
