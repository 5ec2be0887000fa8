import { generateKeyPair } from '@libp2p/crypto/keys'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNode } from '../node.ts'
import type { SubnetNode } from '../node.ts'

let node: SubnetNode
let peer: PeerId

beforeEach(async () => {
  node = await createNode({ dht: 'off' })
  peer = peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
})

afterEach(async () => { await node.stop() })

async function protocols (): Promise<string[]> {
  return (await node.peerStore.get(peer)).protocols
}

/** Merges `a`, and takes it away again behind the merge's back. */
async function mergeAndRemove (): Promise<void> {
  await node.peerStore.merge(peer, { protocols: ['a'] })
  expect(await protocols()).toEqual(['a'])
  await node.peerStore.patch(peer, { protocols: [] })
}

describe('the merge of a stream\'s protocol into its peer\'s record', () => {
  it('is done once per peer and protocol', async () => {
    await mergeAndRemove()
    expect((await node.peerStore.merge(peer, { protocols: ['a'] })).id.equals(peer)).toBe(true)
    expect(await protocols()).toEqual([])
    await node.peerStore.merge(peer, { protocols: ['b'] })
    expect(await protocols()).toEqual(['b'])
  })

  it.each([
    ['has disconnected', () => new CustomEvent('peer:disconnect', { detail: peer })],
    ['has identified itself', () => new CustomEvent('peer:identify', { detail: { peerId: peer } })]
  ])('is done again when the peer %s', async (_name, event) => {
    await mergeAndRemove()
    node.dispatchEvent(event())
    await node.peerStore.merge(peer, { protocols: ['a'] })
    expect(await protocols()).toEqual(['a'])
  })

  it('is done again when the peer was deleted', async () => {
    await node.peerStore.merge(peer, { protocols: ['a'] })
    await node.peerStore.delete(peer)
    await node.peerStore.merge(peer, { protocols: ['a'] })
    expect(await protocols()).toEqual(['a'])
  })

  it('leaves every other merge alone', async () => {
    await mergeAndRemove()
    await node.peerStore.merge(peer, { protocols: ['a'], tags: { kept: { value: 1 } } })
    expect(await protocols()).toEqual(['a'])
  })
})
