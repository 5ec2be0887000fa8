/** The stake classes of connected peers, known at once: to decide who goes first when not everybody can. */
import { STAKE_CLASSES } from '@subnetes/auth'
import type { StakeOracle } from '@subnetes/auth'
import type { Libp2p } from '@libp2p/interface'
import type { Startable } from '@subnetes/common'

/** How often classes are asked for again. */
export const DEFAULT_CLASS_REFRESH_MS = 30_000

/** What {@link PeerClasses} stands on. */
export interface PeerClassesComponents {
  /** Without one all peers are equal. */
  oracle?: StakeOracle | undefined
  /** @default {@link DEFAULT_CLASS_REFRESH_MS} */
  refreshMs?: number | undefined
}

/** Keeps the class of every connected peer. */
export class PeerClasses implements Startable {
  readonly #components: PeerClassesComponents
  readonly #classes = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  constructor (components: PeerClassesComponents) {
    this.#components = components
  }

  /** Whether peers can differ at all. */
  get isKnown (): boolean { return this.#components.oracle !== undefined }

  /** 0 for a peer without stake, or of which nothing is known yet; 1 for the lowest class, and so on. */
  of (peer: string): number {
    return this.#classes.get(peer) ?? 0
  }

  /** Asks for peers as they connect, and forgets them when they leave. */
  watch (node: Pick<Libp2p, 'addEventListener'>): void {
    node.addEventListener('connection:open', ({ detail }) => { void this.#ask(detail.remotePeer.toString()) })
    node.addEventListener('peer:disconnect', ({ detail }) => { this.#classes.delete(detail.toString()) })
  }

  async start (): Promise<void> {
    this.#timer ??= setInterval(() => { for (const peer of this.#classes.keys()) void this.#ask(peer) }, this.#components.refreshMs ?? DEFAULT_CLASS_REFRESH_MS)
    this.#timer.unref()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #ask (peer: string): Promise<void> {
    const { oracle } = this.#components
    if (oracle === undefined) return
    this.#classes.set(peer, this.of(peer))
    try {
      const known = await stakeClassOf(oracle, peer)
      if (this.#classes.has(peer)) this.#classes.set(peer, known)
    } catch {
      // It cannot be told now: what was known goes on to count, and the refresh asks again.
    }
  }
}

/** The class of a peer, 0 for none, 1 for the lowest, and so on. @throws {SubnetesError} as the oracle */
export async function stakeClassOf (oracle: StakeOracle, peer: string, options: { signal?: AbortSignal | undefined } = {}): Promise<number> {
  let known = 0
  for (const [index, name] of STAKE_CLASSES.entries()) {
    if (!await oracle.isStaked(peer, name, options)) break
    known = index + 1
  }
  return known
}
