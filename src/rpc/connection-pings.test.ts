import { PING_PROTOCOL } from '@libp2p/ping'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createNode } from './node.ts'
import type { NodeInit, SubnetNode } from './node.ts'

async function start (init: NodeInit): Promise<SubnetNode> {
  const node = await createNode({ dht: 'off', ...init })
  onTestFinished(async () => { await node.stop() })
  return node
}

test('with plain transports, a peer that is too busy to answer pings stays connected until one has waited for half a minute', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => { vi.useRealTimers() })
  const busy = await start({ listen: ['/ip4/127.0.0.1/tcp/0'] })
  let asked = 0
  await busy.unhandle(PING_PROTOCOL)
  await busy.handle(PING_PROTOCOL, () => { asked += 1 }, { maxInboundStreams: 2 })
  const node = await start({ plainTransport: true })
  const connection = await node.dial(busy.getMultiaddrs())
  for (const pings of [1, 2]) {
    await vi.advanceTimersByTimeAsync(15_000)
    await expect.poll(() => asked).toBe(pings)
  }
  expect(connection.status).toBe('open')
})

test('several pings at once are answered', async () => {
  const server = await start({ listen: ['/ip4/127.0.0.1/tcp/0'] })
  const node = await start({})
  await node.dial(server.getMultiaddrs())
  const times = await Promise.all([1, 2, 3, 4].map(async () => await node.services.ping.ping(server.peerId)))
  expect(times).toHaveLength(4)
})
