/** What peers say of themselves: the messages of identify, read by libp2p, and the addresses in them, which go into the peer store, logs and dials. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { multiaddr } from '@multiformats/multiaddr'
import { TEXT, plainly } from './decoder-kinds.ts'
import type { FuzzTarget } from './decoder-kinds.ts'

/** Of `@libp2p/identify` 4.1.14, `pb/message.js`, which the package does not export. */
interface IdentifyMessage { readonly listenAddrs: Uint8Array[], readonly protocols: string[], readonly observedAddr?: Uint8Array, readonly signedPeerRecord?: Uint8Array }
interface IdentifyCodec { encode: (message: IdentifyMessage) => Uint8Array, decode: (bytes: Uint8Array) => IdentifyMessage }

const identify = dirname(createRequire(import.meta.url).resolve('@libp2p/identify'))
const { Identify } = await import(pathToFileURL(join(identify, 'pb/message.js')).href) as { Identify: IdentifyCodec }

/** Addresses of every kind that libp2p knows well. */
const ADDRESSES = [
  '/ip4/127.0.0.1/tcp/4001', '/ip6/2001:db8::1/udp/4001/quic-v1', '/dns4/node.example.org/tcp/443/tls/ws', '/ip6zone/eth0/ip6/fe80::1/tcp/1',
  '/ip4/10.0.0.1/tcp/4001/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5/p2p-circuit', '/unix/%2Frun%2Fnode.sock', '/ip4/10.0.0.0/ipcidr/8'
].map((text) => multiaddr(text).bytes)

/** As libp2p, which leaves out what it cannot read, and as the gateway's limits and logs do. */
function readAddress (bytes: Uint8Array): unknown {
  const address = plainly(() => multiaddr(bytes))
  return address === undefined ? undefined : plainly(() => [address.toString(), address.getComponents()[0]?.value, address.bytes.length])
}

/** All of them. */
export const IDENTIFY_TARGETS: readonly FuzzTarget[] = [
  { name: 'address of a peer', seeds: ADDRESSES, read: readAddress },
  { name: 'address of a peer, as text', seeds: ADDRESSES.map((bytes) => Buffer.from(multiaddr(bytes).toString())), read: (bytes) => plainly(() => multiaddr(TEXT(bytes)).toString()) },
  {
    name: 'identify message, with its addresses',
    seeds: [Identify.encode({ listenAddrs: ADDRESSES, protocols: ['/ipfs/id/1.0.0', 'A.rpc_x'], ...(ADDRESSES[0] === undefined ? {} : { observedAddr: ADDRESSES[0] }), signedPeerRecord: Buffer.from('0a240801', 'hex') })],
    read: (bytes) => {
      const message = plainly(() => Identify.decode(bytes))
      return [...message?.listenAddrs ?? [], message?.observedAddr ?? new Uint8Array()].map(readAddress)
    }
  }
]
