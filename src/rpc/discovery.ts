/**
 * Finding peers by what they serve, through the DHT. A served handle is a provider record under a key made of its name. Records are hints:
 * anyone can put them, and kad-dht cannot delete them. A caller dials, looks whether identify lists the handle, and takes the next peer otherwise.
 */
import type { Connection, Libp2p, PeerId } from '@libp2p/interface'
import { SubnetesError, abortError, ownedSignal, providerKeyText } from '@subnetes/common'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'
import type { NodeServices } from './node.ts'

/** Most peers that one search yields. */
export const DEFAULT_MAX_PROVIDERS = 64

/** Longest look at one candidate of {@link findServingPeer}. */
export const CANDIDATE_TIMEOUT_MS = 10_000

/** Options of what asks the DHT. */
export interface DiscoveryOptions {
  signal?: AbortSignal | undefined
}

/** Options of {@link findServingPeer}. */
export interface FindServingPeerOptions extends DiscoveryOptions {
  expectPeer?: string | undefined
  /** Asked of each peer that serves the handle: why it will not do, in words as `has no room`; undefined takes it. @default takes the first */
  whyNot?: ((peer: string, options: { signal: AbortSignal }) => Promise<string | undefined>) | undefined
  onRefused?: ((peer: string, why: string) => void) | undefined
}

/** The key of a handle's provider records: CIDv1, raw, SHA-256 of `providerKeyText(handle)`. */
export async function providerKey (handle: string): Promise<CID> {
  return CID.createV1(raw.code, await sha256.digest(Buffer.from(providerKeyText(handle))))
}

/** Puts a provider record that says this node serves the handle, at the peers closest to its key. It ages within a day or two: announce again. */
export async function announceHandle (node: Libp2p, handle: string, options: DiscoveryOptions = {}): Promise<void> {
  try {
    await node.contentRouting.provide(await providerKey(handle), signalOf(options))
  } catch (error) {
    throw dhtError(error, `announcing ${handle}`, options)
  }
}

/** Stops what the DHT repeats of {@link announceHandle} on its own. Records at other peers stay until they age. */
export async function forgetHandle (node: Libp2p, handle: string, options: DiscoveryOptions = {}): Promise<void> {
  try {
    await node.contentRouting.cancelReprovide(await providerKey(handle), signalOf(options))
  } catch (error) {
    throw dhtError(error, `forgetting ${handle}`, options)
  }
}

/**
 * Peers that announced the handle, as they are found, each once, this node left out. Their addresses are in the peer store then.
 *
 * @param options.maxPeers default {@link DEFAULT_MAX_PROVIDERS}
 * @throws {SubnetesError} `failed_precondition` when the node has no DHT, the signal's reason when it aborts
 */
export async function * findHandlers (node: Libp2p, handle: string, options: DiscoveryOptions & { maxPeers?: number } = {}): AsyncGenerator<PeerId> {
  const seen = new Set([node.peerId.toString()])
  const maxPeers = options.maxPeers ?? DEFAULT_MAX_PROVIDERS
  try {
    for await (const { id } of node.contentRouting.findProviders(await providerKey(handle), signalOf(options))) {
      if (seen.has(id.toString())) continue
      seen.add(id.toString())
      yield id
      if (seen.size > maxPeers) return
    }
  } catch (error) {
    throw dhtError(error, `looking for ${handle}`, options)
  }
}

/**
 * A connected peer that serves the handle: candidates from the DHT are dialled one after the other until identify lists it.
 *
 * @param options.expectPeer only this peer will do, base58 text
 * @param options.whyNot has the last word about a candidate; a throw is a refusal
 * @param options.onRefused told of each candidate that would not do, and why
 * @throws {SubnetesError} `not_found` naming the candidates and why each would not do; the signal's reason when it aborts
 */
export async function findServingPeer (node: Libp2p, handle: string, options: FindServingPeerOptions = {}): Promise<PeerId> {
  const refused: string[] = []
  for await (const peer of findHandlers(node, handle, options)) {
    const text = peer.toString()
    const why = options.expectPeer !== undefined && options.expectPeer !== text ? 'is not the expected peer' : await whyNot(node, peer, handle, options)
    if (why === undefined) return peer
    if (options.signal?.aborted === true) throw abortError(options.signal)
    refused.push(`${text} ${why}`)
    options.onRefused?.(text, why)
  }
  const tried = refused.length === 0 ? 'nobody has announced it' : refused.join('; ')
  throw new SubnetesError('not_found', `no peer serves ${handle}: ${tried}`)
}

async function whyNot (node: Libp2p, peer: PeerId, handle: string, options: FindServingPeerOptions): Promise<string | undefined> {
  using owned = ownedSignal({ parents: [options.signal], deadline: Date.now() + CANDIDATE_TIMEOUT_MS, what: 'the candidate' })
  try {
    const connection = await node.dial(peer, { signal: owned.signal })
    const protocols = await protocolsOf(node, connection, owned.signal)
    return protocols.includes(handle) ? await options.whyNot?.(peer.toString(), { signal: owned.signal }) : 'no longer serves it'
  } catch (error) {
    return `cannot be asked: ${SubnetesError.from(error).message}`
  }
}

/** What the peer serves now, by its own word. */
async function protocolsOf (node: Libp2p, connection: Connection, signal: AbortSignal): Promise<string[]> {
  const { identify } = node.services as Partial<NodeServices>
  if (identify === undefined) throw new SubnetesError('failed_precondition', 'this node has no identify service')
  return (await identify.identify(connection, { signal })).protocols
}

function signalOf (options: DiscoveryOptions): { signal?: AbortSignal } {
  return options.signal === undefined ? {} : { signal: options.signal }
}

function dhtError (error: unknown, what: string, options: DiscoveryOptions): SubnetesError {
  if (options.signal?.aborted === true) return abortError(options.signal)
  if (error instanceof Error && error.name === 'NoContentRoutersError') {
    return new SubnetesError('failed_precondition', `${what}: this node has no DHT; create it with dht: 'server' or 'client'`, { cause: error })
  }
  return SubnetesError.from(error, 'unavailable')
}
