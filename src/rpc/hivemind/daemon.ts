/** hivemind's own libp2p node, go-libp2p-daemon: a process beside each Python peer that copies between a libp2p stream and a pipe to Python. */
import type { Libp2p, PeerId } from '@libp2p/interface'

/** How it names itself to other peers, `p2pd/0.1` in hivemind 1.1.12: `libp2p.UserAgent` in `p2pd/main.go` of learning-at-home/go-libp2p-daemon. */
const AGENT = /^p2pd\//

/**
 * Whether a peer is such a daemon, by what it told of itself when it connected; false while it has not.
 *
 * It ends an answered stream with a close and a reset, in either order: the close in one direction wakes the copy in the other, which takes
 * it for an error (`doStreamPipe` in `stream.go`). With 64 streams of 1,000 messages at once, one in a thousand had the reset only.
 */
export async function isHivemindDaemon (node: Libp2p, peer: PeerId): Promise<boolean> {
  const known = await node.peerStore.get(peer).catch(() => undefined)
  const agent = known?.metadata.get('AgentVersion')
  return agent !== undefined && AGENT.test(Buffer.from(agent).toString())
}
