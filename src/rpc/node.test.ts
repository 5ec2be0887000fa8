import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { createNode } from './node.ts'
import type { NodeInit, SubnetNode } from './node.ts'

const nodes: SubnetNode[] = []

afterEach(async () => { await Promise.all(nodes.splice(0).map(async (node) => await node.stop())) })

async function start (init: NodeInit): Promise<SubnetNode> {
  const node = await createNode(init)
  nodes.push(node)
  return node
}

describe('a node', () => {
  it('has the identity it is given and listens on TCP and WebSocket', async () => {
    const privateKey = await generateKeyPair('Ed25519')
    const node = await start({ privateKey, listen: ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'] })
    expect(node.peerId.toString()).toBe(peerIdFromPrivateKey(privateKey).toString())
    const caller = await start({ dht: 'off' })
    for (const address of node.getMultiaddrs()) {
      await caller.dial(address)
      await caller.hangUp(node.peerId)
    }
    expect(node.getMultiaddrs().map(String).filter((address) => address.includes('/ws'))).toHaveLength(1)
    expect(node.getProtocols()).toEqual(expect.arrayContaining(['/ipfs/id/1.0.0', '/ipfs/ping/1.0.0', '/ipfs/kad/1.0.0']))
  })

  it('says which address is in use', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve) })
    const address = `/ip4/127.0.0.1/tcp/${(other.address() as AddressInfo).port}`
    await expect(createNode({ listen: [address] })).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining(address) as string })
    await new Promise((resolve) => { other.close(resolve) })
  })

  it.each([[{ listen: ['127.0.0.1:4001'] }], [{ bootstrap: ['/ip4/127.0.0.1/tcp/4001'] }], [{ bootstrap: ['nonsense'] }]])('refuses an address that is none: %j', async (init) => {
    await expect(createNode(init)).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(Object.values(init)[0]?.[0] ?? '') as string })
  })

  it('keeps connected to its bootstrap peers', async () => {
    const bootstrap = await start({ listen: ['/ip4/127.0.0.1/tcp/0'] })
    const node = await start({ bootstrap: bootstrap.getMultiaddrs().map(String) })
    await eventually('the connection', () => node.getPeers().length === 1)
  })
})
