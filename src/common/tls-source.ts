/** Where a process has its present certificate from. */
import { createSecureContext } from 'node:tls'
import type { SecureContext, SecureContextOptions } from 'node:tls'
import { SubnetesError } from './errors.ts'
import { checkTlsMaterial } from './tls-material.ts'
import type { TlsFacts, TlsMaterial } from './tls-material.ts'

/** Both ends are ours and run on Node 22 or later. */
export const TLS_VERSION = 'TLSv1.3'

/** A certificate that may be replaced at any time: ask for it at each new connection. */
export interface TlsSource {
  /** Whether there is one. */
  readonly isReady: boolean
  /** @throws {SubnetesError} `unavailable` while there is none yet */
  readonly material: TlsMaterial
  /** The same as OpenSSL takes it; one object until it changes. @throws {SubnetesError} `unavailable` while there is none yet */
  readonly context: SecureContext
  /** Calls the listener after each change. @returns the way to stop that */
  readonly onChange: (listener: () => void) => () => void
}

/** Options for contexts and servers of a material. */
export function contextOptions ({ ca, cert, key }: TlsMaterial): SecureContextOptions {
  return { ca, cert, key, minVersion: TLS_VERSION }
}

interface Current { readonly material: TlsMaterial, readonly context: SecureContext, readonly facts: TlsFacts }

/** A {@link TlsSource} in memory that somebody else keeps current. */
export class TlsStore implements TlsSource {
  readonly #where: string
  readonly #listeners = new Set<() => void>()
  #current: Current | undefined

  /** @param where what the certificate comes from, for messages: `Secret default/subnetes-operator-tls` */
  constructor (where: string) {
    this.#where = where
  }

  get isReady (): boolean {
    return this.#current !== undefined
  }

  get material (): TlsMaterial {
    return this.#present().material
  }

  get context (): SecureContext {
    return this.#present().context
  }

  /** What the present certificate says; undefined while there is none. */
  get facts (): TlsFacts | undefined {
    return this.#current?.facts
  }

  /**
   * Takes a new certificate; the same as before changes nothing.
   *
   * @returns whether it is another one
   * @throws {SubnetesError} `invalid_argument` when it does not fit together; the one before stays
   */
  set (material: TlsMaterial): boolean {
    const before = this.#current?.material
    if (before?.ca === material.ca && before.cert === material.cert && before.key === material.key) return false
    const facts = checkTlsMaterial(material, this.#where)
    this.#current = { material: { ...material }, facts, context: createSecureContext(contextOptions(material)) }
    for (const listener of [...this.#listeners]) listener()
    return true
  }

  onChange (listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  #present (): Current {
    if (this.#current === undefined) throw new SubnetesError('unavailable', `${this.#where}: no certificate has come yet`)
    return this.#current
  }
}
