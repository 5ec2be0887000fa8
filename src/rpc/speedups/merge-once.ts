/**
 * Spares libp2p a peer-store write per stream. libp2p 3.3.11 merges the negotiated protocol into the peer's record whenever a stream opens
 * (`connection.js`, `newStream` and `onIncomingStream`), which costs 15 % of a call although it changes something only once.
 */
import type { Libp2p, Peer, PeerData, PeerId } from '@libp2p/interface'

/** Peers remembered at once; the oldest is forgotten, and merged again when it opens a stream. */
const MAX_PEERS = 4096

/**
 * From now on a merge of one protocol into another peer's record, and of nothing else, is done once per peer and protocol. It is remembered
 * only after it succeeded and forgotten when the peer disconnects, identifies itself or is deleted.
 */
export function mergeProtocolsOnce (node: Libp2p): void {
  const store = node.peerStore
  const merge = store.merge.bind(store)
  const remove = store.delete.bind(store)
  const merged = new Map<string, Map<string, Peer>>()
  const forget = (peer: PeerId): void => { merged.delete(peer.toString()) }

  store.merge = async (peer, data, options) => {
    const protocol = onlyProtocol(data)
    if (protocol === undefined || peer.equals(node.peerId)) return await merge(peer, data, options)
    const key = peer.toString()
    const known = merged.get(key)?.get(protocol)
    if (known !== undefined) return known
    const record = await merge(peer, data, options)
    remember(merged, key).set(protocol, record)
    return record
  }
  store.delete = async (peer, options) => {
    forget(peer)
    await remove(peer, options)
  }
  node.addEventListener('peer:disconnect', (event) => forget(event.detail))
  // Identify replaces the list of protocols by what the peer says it serves.
  node.addEventListener('peer:identify', (event) => forget(event.detail.peerId))
}

function onlyProtocol (data: PeerData): string | undefined {
  return data.protocols?.length === 1 && Object.keys(data).length === 1 ? data.protocols[0] : undefined
}

function remember (merged: Map<string, Map<string, Peer>>, key: string): Map<string, Peer> {
  const found = merged.get(key)
  if (found !== undefined) return found
  const oldest = merged.size < MAX_PEERS ? undefined : merged.keys().next().value
  if (oldest !== undefined) merged.delete(oldest)
  const made = new Map<string, Peer>()
  merged.set(key, made)
  return made
}
