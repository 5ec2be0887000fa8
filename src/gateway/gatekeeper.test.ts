/** Who is let go first when memory runs out, at real nodes. */
import { silentLogger, silentMetrics } from '@subnetes/common'
import { createNode, heldBytes } from '@subnetes/rpc'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { Gatekeeper } from './gatekeeper.ts'
import { readLimits } from './limits-config.ts'
import type { StakeOracle } from '@subnetes/auth'
import type { Metrics } from '@subnetes/common'
import type { SubnetNode } from '@subnetes/rpc'

const MIB = 1024 * 1024
/** A protocol whose server never reads. */
const SINK = '/sink/1.0.0'

/** Everybody in the set is staked in the highest class. */
function oracle (staked: ReadonlySet<string>): StakeOracle {
  return { start: async () => {}, stop: async () => {}, isStaked: async (peer) => staked.has(peer) }
}

async function gateway (staked: ReadonlySet<string>, memory: () => number, metrics: Metrics): Promise<{ node: SubnetNode, keeper: Gatekeeper }> {
  const keeper = new Gatekeeper({ limits: readLimits({ SUBNETES_MEMORY_BUDGET_MIB: '100' }), requireStake: undefined }, { oracle: oracle(staked), logger: silentLogger, metrics, memory })
  const node = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off', connections: keeper.policy })
  keeper.watch(node)
  await keeper.start()
  await node.handle(SINK, () => { /* what is sent stays in the stream */ }, { maxInboundStreams: 100 })
  onTestFinished(async () => { await keeper.stop(); await node.stop() })
  return { node, keeper }
}

async function caller (): Promise<SubnetNode> {
  const node = await createNode({ dht: 'off' })
  onTestFinished(async () => { await node.stop() })
  return node
}

/** Makes the gateway hold bytes of a peer. */
async function fill (from: SubnetNode, to: SubnetNode, bytes: number): Promise<void> {
  const connection = await from.dial(to.getMultiaddrs())
  for (let sent = 0; sent < bytes; sent += MIB / 8) (await connection.newStream(SINK, { maxOutboundStreams: 100 })).send(Buffer.alloc(MIB / 8, 1))
  await eventually('it is there', () => to.getConnections(from.peerId).some((held) => heldBytes(held) >= bytes))
}

test('when memory is short, the heaviest connection of a peer without stake is closed and such peers get no streams; peers with stake stay', async () => {
  let otherBytes = 0
  const dropped: unknown[] = []
  const metrics: Metrics = { ...silentMetrics, counter: () => ({ inc: (labels) => { dropped.push(labels?.['reason']) } }) }
  const [staked, heavy, light] = await Promise.all([caller(), caller(), caller()])
  const memory = (): number => otherBytes + node.getConnections().reduce((sum, connection) => sum + heldBytes(connection), 0)
  const { node, keeper } = await gateway(new Set([staked.peerId.toString()]), () => otherBytes === 0 ? 0 : memory(), metrics)
  await Promise.all([fill(staked, node, 2 * MIB), fill(heavy, node, 8 * MIB), light.dial(node.getMultiaddrs())])
  await light.services.ping.ping(node.peerId)
  await eventually('the class is known', () => keeper.classOf(staked.peerId.toString()) === 4)

  otherBytes = 80 * MIB
  await eventually('the heavy one is gone', () => node.getConnections(heavy.peerId).length === 0)
  expect([dropped, node.getConnections(staked.peerId).length, node.getConnections(light.peerId).length]).toEqual([['overloaded'], 1, 1])

  otherBytes = 200 * MIB
  await eventually('memory was looked at', () => keeper.isShort(4))
  await expect(light.services.ping.ping(node.peerId)).rejects.toThrow()
  otherBytes = 50 * MIB
  await eventually('streams are taken again', () => light.services.ping.ping(node.peerId).then(() => true, () => false))
})

test('while memory is short peers without stake cannot connect, and those with stake can until the budget is reached', async () => {
  let memory = 50 * MIB
  const [staked, stranger] = await Promise.all([caller(), caller()])
  const { node, keeper } = await gateway(new Set([staked.peerId.toString()]), () => memory, silentMetrics)
  const connects = async (from: SubnetNode): Promise<boolean> => {
    try {
      await from.dial(node.getMultiaddrs())
      await from.services.ping.ping(node.peerId)
      return true
    } catch {
      return false
    } finally {
      await from.hangUp(node.peerId)
    }
  }
  expect([await connects(staked), await connects(stranger)]).toEqual([true, true])
  memory = 80 * MIB
  await eventually('memory is short', () => keeper.isShort(0))
  expect([await connects(staked), await connects(stranger)]).toEqual([true, false])
  memory = 100 * MIB
  await eventually('the budget is reached', () => keeper.isShort(4))
  expect(await connects(staked)).toBe(false)
})
