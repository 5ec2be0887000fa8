/** Who serves which handle in this gateway. One handle has one owner; the first keeps it. */

/** An owner of handles: a declared protocol by its manifest's name, a written one by its service's name. */
export interface HandleOwner {
  readonly kind: 'declared' | 'written'
  readonly name: string
  /** `<package>.<Service>` */
  readonly service: string
}

/** The table of served handles. */
export class HandleRegistry {
  readonly #owners = new Map<string, HandleOwner>()

  /** Takes all handles for `owner`, or none. @returns the first handle another owner has, with that owner; undefined when all were taken */
  claim (owner: HandleOwner, handles: readonly string[]): { handle: string, owner: HandleOwner } | undefined {
    for (const handle of handles) {
      const other = this.#owners.get(handle)
      if (other !== undefined && other !== owner) return { handle, owner: other }
    }
    for (const handle of handles) this.#owners.set(handle, owner)
    return undefined
  }

  /** Gives handles back; those of other owners are left alone. */
  release (owner: HandleOwner, handles: readonly string[]): void {
    for (const handle of handles) {
      if (this.#owners.get(handle) === owner) this.#owners.delete(handle)
    }
  }

  /** The owner of a handle. */
  ownerOf (handle: string): HandleOwner | undefined {
    return this.#owners.get(handle)
  }
}

/** Why a protocol could not register, in words for its conditions. */
export function conflictText (conflict: { handle: string, owner: HandleOwner }): string {
  const owner = conflict.owner.kind === 'written' ? `the gateway module ${conflict.owner.name}` : `protocol "${conflict.owner.name}"`
  return `handler ${conflict.handle} is already served by ${owner}; rename the service, or set schema.handlerPrefix`
}
