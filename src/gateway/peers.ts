/** Other peers of the subnet: found through the DHT by what they serve, visited a few at a time. */
import { SubnetesError, ownedSignal } from '@subnetes/common'
import { findHandlers } from '@subnetes/rpc'
import type { Libp2p, PeerId } from '@libp2p/interface'

/** Peers visited at once by default. */
export const DEFAULT_FAN_OUT_CONCURRENCY = 8
/** Most peers of one fan-out by default: a hint anyone can put into the DHT must not make us call the whole network. */
export const DEFAULT_FAN_OUT_PEERS = 64
/** Time each peer gets by default. */
export const DEFAULT_FAN_OUT_TIMEOUT_MS = 10_000

/** Options of {@link Peers.fanOut}. */
export interface FanOutInit<Result> {
  /** What the peers must serve, `[ns::]Service.rpc_x`. */
  handle: string
  /** Work on one peer; the signal aborts at its deadline and when the whole fan-out is aborted. */
  visit: (peer: PeerId, options: { signal: AbortSignal }) => Promise<Result>
  signal: AbortSignal
  /** @default {@link DEFAULT_FAN_OUT_CONCURRENCY} */
  concurrency?: number
  /** @default {@link DEFAULT_FAN_OUT_PEERS} */
  maxPeers?: number
  /** For each peer. @default {@link DEFAULT_FAN_OUT_TIMEOUT_MS} */
  timeoutMs?: number
}

/** What came of one peer. */
export type FanOutResult<Result> = { readonly peer: PeerId } & ({ readonly value: Result } | { readonly error: SubnetesError })

/** The other peers of the subnet. */
export interface Peers {
  /** Peers that announced a handle; this one is left out. Records are hints: dial, and let identify or the call itself prove it. */
  find: (handle: string, options: { signal: AbortSignal }) => AsyncIterable<PeerId>
  /** Visits peers that announced a handle while they are being found. Never rejects for a single peer: its error is in the results. */
  fanOut: <Result>(init: FanOutInit<Result>) => Promise<Array<FanOutResult<Result>>>
}

/** Peers through a node's kad-dht. */
export function dhtPeers (node: Libp2p): Peers {
  const find: Peers['find'] = (handle, options) => findHandlers(node, handle, options)
  return { find, fanOut: async (init) => await fanOut(find(init.handle, { signal: init.signal }), init) }
}

async function fanOut<Result> (peers: AsyncIterable<PeerId>, init: FanOutInit<Result>): Promise<Array<FanOutResult<Result>>> {
  const { concurrency = DEFAULT_FAN_OUT_CONCURRENCY, maxPeers = DEFAULT_FAN_OUT_PEERS } = init
  const results: Array<FanOutResult<Result>> = []
  const running = new Set<Promise<void>>()
  let count = 0
  for await (const peer of peers) {
    const visit: Promise<void> = visitOne(peer, init).then((result) => {
      results.push(result)
      running.delete(visit)
    })
    running.add(visit)
    count += 1
    if (count >= maxPeers) break
    if (running.size >= concurrency) await Promise.race(running)
  }
  await Promise.all(running)
  return results
}

async function visitOne<Result> (peer: PeerId, init: FanOutInit<Result>): Promise<FanOutResult<Result>> {
  const timeoutMs = init.timeoutMs ?? DEFAULT_FAN_OUT_TIMEOUT_MS
  using owned = ownedSignal({ parents: [init.signal], deadline: Date.now() + timeoutMs, what: `the call to peer ${peer.toString()}` })
  try {
    return { peer, value: await init.visit(peer, { signal: owned.signal }) }
  } catch (error) {
    return { peer, error: SubnetesError.from(error) }
  }
}
