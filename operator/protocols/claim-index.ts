/** Which Protocols want the same: a name, a handle. Only these need be held against each other. */

/** Claims by Protocol, and Protocols by claim. */
export class ClaimIndex {
  readonly #claims = new Map<string, readonly string[]>()
  readonly #claimants = new Map<string, Set<string>>()

  /** Replaces a Protocol's claims; none forgets it. @returns those that shared one with it until now */
  set (key: string, claims: readonly string[]): string[] {
    const before = this.#claims.get(key) ?? []
    if (isSame(before, claims)) return []
    const left = before.flatMap((claim) => this.#drop(key, claim))
    if (claims.length === 0) this.#claims.delete(key)
    else this.#claims.set(key, claims)
    for (const claim of claims) {
      const found = this.#claimants.get(claim)
      if (found === undefined) this.#claimants.set(claim, new Set([key]))
      else found.add(key)
    }
    return left
  }

  /** These, all who share a claim with one of them, all who share one with those, and so on. */
  related (keys: Iterable<string>): Set<string> {
    const found = new Set(keys)
    for (const key of found) { // a Set is walked over what is added on the way
      for (const claim of this.#claims.get(key) ?? []) for (const other of this.#claimants.get(claim) ?? []) found.add(other)
    }
    return found
  }

  #drop (key: string, claim: string): string[] {
    const found = this.#claimants.get(claim)
    found?.delete(key)
    if (found?.size === 0) this.#claimants.delete(claim)
    return [...found ?? []]
  }
}

function isSame (a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((claim, index) => claim === b[index])
}
