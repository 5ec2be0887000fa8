/** Which peer is at the other end of an encrypted connection: a muxer is given the connection alone. */
import type { MessageStream } from '@libp2p/interface'

const peers = new WeakMap<MessageStream, string>()

/** Notes the authenticated peer (base58 text) of a connection. */
export function setSecuredPeer (connection: MessageStream, peer: string): void {
  peers.set(connection, peer)
}

/** The authenticated peer of a connection; undefined when another encrypter has made it. */
export function securedPeerOf (connection: MessageStream): string | undefined {
  return peers.get(connection)
}
