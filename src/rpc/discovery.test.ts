import { silentLogger } from '@subnetes/common'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { dhtAnnouncer } from './announcer.ts'
import { announceHandle, findHandlers, findServingPeer, providerKey } from './discovery.ts'
import { createNode } from './node.ts'
import type { SubnetNode } from './node.ts'

const LISTEN = ['/ip4/127.0.0.1/tcp/0']
const nodes: SubnetNode[] = []
let bootstrap: SubnetNode
let serving: SubnetNode
let liar: SubnetNode
let caller: SubnetNode

beforeAll(async () => {
  bootstrap = await start([])
  const addresses = bootstrap.getMultiaddrs().map(String)
  serving = await start(addresses)
  liar = await start(addresses)
  caller = await start(addresses)
  await eventually('the meeting', () => bootstrap.getPeers().length === 3)
  await eventually('the routing tables', () => nodes.every((node) => node.services.dht !== undefined && node.getPeers().length > 0))
})

afterAll(async () => { await Promise.all(nodes.map(async (node) => await node.stop())) })

async function start (bootstrap: readonly string[]): Promise<SubnetNode> {
  const node = await createNode({ listen: LISTEN, bootstrap, dht: 'server' })
  nodes.push(node)
  return node
}

async function providers (node: SubnetNode, handle: string): Promise<string[]> {
  const found: string[] = []
  for await (const peer of findHandlers(node, handle, { signal: AbortSignal.timeout(10_000) })) found.push(peer.toString())
  return found
}

/** Announces until another node can find it: routing tables fill in the background. */
async function announceAndFind (node: SubnetNode, handle: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    await announceHandle(node, handle, { signal: AbortSignal.timeout(10_000) })
    if ((await providers(caller, handle)).includes(node.peerId.toString())) return
  }
  throw new Error(`${handle} was not found`)
}

describe('discovery through the DHT', () => {
  it('has the documented key', async () => {
    expect((await providerKey('A.rpc_b')).toString()).toMatch(/^bafkrei/)
  })

  it('finds a peer that announced a handle, on private addresses, through a third one', async () => {
    await announceAndFind(serving, 'Found.rpc_x')
    expect(await providers(caller, 'Found.rpc_nobody')).toEqual([])
  })

  it('takes the next candidate when one only says it serves the handle', async () => {
    await serving.handle('Both.rpc_x', () => {})
    await announceAndFind(liar, 'Both.rpc_x')
    await announceAndFind(serving, 'Both.rpc_x')
    expect((await findServingPeer(caller, 'Both.rpc_x', { signal: AbortSignal.timeout(20_000) })).toString()).toBe(serving.peerId.toString())
    await expect(findServingPeer(caller, 'Both.rpc_x', { expectPeer: liar.peerId.toString(), signal: AbortSignal.timeout(20_000) }))
      .rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('no longer serves it') as string })
  })

  it('says that nobody announced a handle', async () => {
    await expect(findServingPeer(caller, 'None.rpc_x', { signal: AbortSignal.timeout(20_000) })).rejects.toMatchObject({ code: 'not_found', message: 'no peer serves None.rpc_x: nobody has announced it' })
  })

  it('announces handles until it is stopped', async () => {
    const announcer = dhtAnnouncer(serving, silentLogger)
    announcer.add('Again.rpc_x')
    await announcer.start()
    await announcer.start()
    let found = false
    for (let attempt = 0; attempt < 50 && !found; attempt++) found = (await providers(caller, 'Again.rpc_x')).length > 0
    expect(found).toBe(true)
    await announcer.stop()
    await announcer.stop()
  })

  it('is a clear error without a DHT, and ends with its signal', async () => {
    const node = await createNode({ dht: 'off' })
    await expect(announceHandle(node, 'A.rpc_b')).rejects.toMatchObject({ code: 'failed_precondition', message: expect.stringContaining('has no DHT') as string })
    await node.stop()
    await expect(findHandlers(caller, 'A.rpc_b', { signal: AbortSignal.abort() }).next()).rejects.toMatchObject({ code: 'cancelled' })
  })
})
