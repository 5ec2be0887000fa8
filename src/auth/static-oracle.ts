/** Stake from a file, for subnets without a chain and for tests. */
import { readFile, stat } from 'node:fs/promises'
import { SubnetesError, silentLogger } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { STAKE_CLASSES, isClassAtLeast } from './stake-oracle.ts'
import type { StakeClass, StakeOracle } from './stake-oracle.ts'

/** How often the file is looked at. Polled, because a ConfigMap changes by a link being swapped, which watchers miss. */
export const DEFAULT_STAKE_POLL_MS = 2_000

/** Largest file read: 100,000 peers. */
export const MAX_STAKE_FILE_BYTES = 8 * 1024 * 1024

/** What a static oracle is told. */
export interface StaticOracleInit {
  /** JSON: an object of class by peer id, `{ "12D3Koo...": "Validator" }`. */
  file: string
  /** @default {@link DEFAULT_STAKE_POLL_MS} */
  pollMs?: number | undefined
}

/** A {@link StakeOracle} on a file. */
export interface StaticOracle extends StakeOracle {
  /** Reads the file if it changed. @throws {SubnetesError} when it cannot be read; what was known stays */
  reload: () => Promise<void>
}

/** Reads the file at `start`, and again whenever it changes; a file that turns bad is told to the log, and what was known stays. */
export function staticOracle (init: StaticOracleInit): (components?: { logger?: Logger }) => StaticOracle {
  return ({ logger = silentLogger } = {}) => new FileOracle(init, logger.child({ component: 'stake-oracle' }))
}

/** Reads the text of a stake file. @throws {SubnetesError} `invalid_argument` naming the first entry that is wrong */
export function parseStakeFile (text: string, file: string): ReadonlyMap<string, StakeClass> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new SubnetesError('invalid_argument', `stake file ${file} is not JSON`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SubnetesError('invalid_argument', `stake file ${file} must be an object of class by peer id`)
  return new Map(Object.entries(value).map(([peer, stakeClass]): [string, StakeClass] => {
    const known = STAKE_CLASSES.find((name) => name === stakeClass)
    if (known === undefined) throw new SubnetesError('invalid_argument', `stake file ${file}: peer ${peer} has class ${JSON.stringify(stakeClass)}; expected one of ${STAKE_CLASSES.join(', ')}`)
    return [peer, known]
  }))
}

class FileOracle implements StaticOracle {
  readonly #file: string
  readonly #pollMs: number
  readonly #logger: Logger
  #peers: ReadonlyMap<string, StakeClass> = new Map()
  #version = ''
  #reported = ''
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined

  constructor ({ file, pollMs = DEFAULT_STAKE_POLL_MS }: StaticOracleInit, logger: Logger) {
    this.#file = file
    this.#pollMs = pollMs
    this.#logger = logger
  }

  async start (): Promise<void> {
    if (this.#timer !== undefined) return
    await this.reload()
    this.#timer = setInterval(() => { void this.#poll() }, this.#pollMs)
    this.#timer.unref()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#reading?.catch(() => { /* Told where it was asked for. */ })
  }

  async isStaked (peer: string, minClass: StakeClass): Promise<boolean> {
    const has = this.#peers.get(peer)
    return has !== undefined && isClassAtLeast(has, minClass)
  }

  async reload (): Promise<void> {
    this.#reading ??= this.#read().finally(() => { this.#reading = undefined })
    await this.#reading
  }

  async #poll (): Promise<void> {
    try {
      await this.reload()
      this.#reported = ''
    } catch (error) {
      const { message } = SubnetesError.from(error)
      if (message !== this.#reported) this.#logger.error('stake file not read; what was known stays', { file: this.#file, error: message })
      this.#reported = message
    }
  }

  async #read (): Promise<void> {
    const { mtimeMs, ino, size } = await stat(this.#file).catch((cause: unknown) => {
      throw new SubnetesError('not_found', `stake file ${this.#file} cannot be read`, { cause })
    })
    const version = `${ino}/${mtimeMs}/${size}`
    if (version === this.#version) return
    if (size > MAX_STAKE_FILE_BYTES) throw new SubnetesError('invalid_argument', `stake file ${this.#file} has ${size} bytes; ${MAX_STAKE_FILE_BYTES} are allowed`)
    this.#peers = parseStakeFile(await readFile(this.#file, 'utf8'), this.#file)
    this.#version = version
    this.#logger.info('stake file read', { file: this.#file, peers: this.#peers.size })
  }
}
