/** Keeps a node connected to the peers it was told to start from. */
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Libp2p } from '@libp2p/interface'
import { Backoff, SubnetesError, delay } from '@subnetes/common'
import type { Logger } from '@subnetes/common'

/** Pause after a failed dial, doubling up to {@link RETRY_MAX_MS}. */
const RETRY_MIN_MS = 1_000
/** How often a bootstrap peer that is away, or connected, is looked after. */
const RETRY_MAX_MS = 30_000
/** Longest time of one dial. */
const DIAL_TIMEOUT_MS = 10_000

/**
 * Parses bootstrap addresses.
 *
 * @throws {SubnetesError} `invalid_argument` naming the address
 */
export function parseBootstrap (addresses: readonly string[]): Multiaddr[] {
  return addresses.map((text) => {
    const parsed = parse(text)
    if (parsed === undefined || peerIdOf(parsed) === undefined) {
      throw new SubnetesError('invalid_argument', `bootstrap address ${JSON.stringify(text)} is no multiaddr with a peer id; expected for example /ip4/203.0.113.5/tcp/4001/p2p/12D3KooW...`)
    }
    return parsed
  })
}

/** Dials the addresses in the background, and again with back-off while not connected, until the node stops. Its own address is left out. */
export function startBootstrap (node: Libp2p, addresses: readonly Multiaddr[], logger: Logger): void {
  const stopped = new AbortController()
  node.addEventListener('stop', () => stopped.abort(), { once: true })
  for (const address of addresses) {
    if (peerIdOf(address) === node.peerId.toString()) continue
    keepConnected(node, address, logger, stopped.signal).catch((error: unknown) => {
      if (!stopped.signal.aborted) logger.error('bootstrap peer is no longer looked after', { address: address.toString(), error })
    })
  }
}

async function keepConnected (node: Libp2p, address: Multiaddr, logger: Logger, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff({ minMs: RETRY_MIN_MS, maxMs: RETRY_MAX_MS })
  while (!signal.aborted) {
    const failure = await dial(node, address, signal)
    if (failure === undefined) backoff.reset()
    else if (backoff.attempts === 0) logger.warn('bootstrap peer does not answer', { address: address.toString(), error: failure.message })
    await delay(failure === undefined ? RETRY_MAX_MS : backoff.next(), { signal, unref: true })
  }
}

/** Does nothing when connected. */
async function dial (node: Libp2p, address: Multiaddr, signal: AbortSignal): Promise<Error | undefined> {
  try {
    await node.dial(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(DIAL_TIMEOUT_MS)]) })
    return undefined
  } catch (error) {
    return SubnetesError.from(error)
  }
}

function parse (text: string): Multiaddr | undefined {
  try {
    return multiaddr(text)
  } catch {
    return undefined // the caller reports the text itself
  }
}

function peerIdOf (address: Multiaddr): string | undefined {
  return address.getComponents().findLast((component) => component.code === CODE_P2P)?.value
}
