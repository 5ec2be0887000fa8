/** Peers that connect to a site and then do nothing: `idle-peers.ts COUNT MULTIADDR`. */
import { multiaddr } from '@multiformats/multiaddr'
import { delay } from '@subnetes/common'
import { createNode } from '@subnetes/rpc'

/** Time between two dials: a gateway takes 50 connections a second from one address. */
const PACE_MS = 25
const [, , count = '0', address = ''] = process.argv

for (let made = 0; made < Number(count); made++) {
  await (await createNode({ dht: 'off' })).dial(multiaddr(address))
  await delay(PACE_MS)
}
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'listening' })
