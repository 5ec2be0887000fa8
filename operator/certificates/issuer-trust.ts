/** Whom to believe when a worker's certificate is of an issuer of its own, for gateways and for the operator. */
import { TlsStore } from '@subnetes/common'
import type { TlsMaterial, TlsSource } from '@subnetes/common'

/** By Protocol (`namespace/name`). The installation's authorities are believed beside the issuer's: pods from before the issuer run until they are replaced. */
export class IssuerTrust {
  readonly #issued = new Map<string, string>()
  readonly #stores = new Map<string, TlsStore>()
  #trust = ''
  #own: TlsMaterial | undefined

  /** PEM of all that are to be believed; undefined: the installation's, or nothing is known of an issuer. */
  trustedCa (key: string): string | undefined {
    const issued = this.#issued.get(key)
    return issued === undefined || this.#trust.includes(issued.trim()) ? undefined : `${this.#trust}${issued}`
  }

  /** The operator's certificate with those authorities; has nothing until the issuer's is known. */
  source (key: string): TlsSource {
    const known = this.#stores.get(key)
    if (known !== undefined) return known
    const store = new TlsStore(`certificate for workers of ${key}`)
    this.#stores.set(key, store)
    this.#refresh(key)
    return store
  }

  /** An issuer's authority became known. @returns whether it is another one */
  set (key: string, ca: string): boolean {
    if (this.#issued.get(key) === ca) return false
    this.#issued.set(key, ca)
    this.#refresh(key)
    return true
  }

  /** @returns the Protocols whose {@link trustedCa} has changed */
  setTrust (trust: string): string[] {
    this.#trust = trust
    this.#refreshAll()
    return [...this.#issued.keys()]
  }

  setOwn (own: TlsMaterial): void {
    this.#own = own
    this.#refreshAll()
  }

  forget (key: string): void {
    this.#issued.delete(key)
    this.#stores.delete(key)
  }

  #refreshAll (): void {
    for (const key of this.#stores.keys()) this.#refresh(key)
  }

  #refresh (key: string): void {
    if (this.#own === undefined || !this.#issued.has(key)) return
    this.#stores.get(key)?.set({ ...this.#own, ca: this.trustedCa(key) ?? this.#own.ca })
  }
}
