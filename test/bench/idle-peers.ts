/** Peers that connect to a site and then do nothing: `idle-peers.ts COUNT MULTIADDR`. */
import { multiaddr } from '@multiformats/multiaddr'
import { createNode } from '@subnetes/rpc'

/** Connections that are made at the same time. */
const PARALLEL = 8
const [, , count = '0', address = ''] = process.argv
const turns = Array.from({ length: Number(count) }).values()

await Promise.all(Array.from({ length: PARALLEL }, async () => {
  for (const _ of turns) await (await createNode({ dht: 'off' })).dial(multiaddr(address))
}))
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'listening' })
