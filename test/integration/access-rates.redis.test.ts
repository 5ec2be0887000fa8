/** Rates of peers hold for all replicas together. Two real gateways and a real Redis, which is killed and comes back. */
import { multiaddr } from '@multiformats/multiaddr'
import { refusalReason } from '@subnetes/auth'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signedService } from '../fixtures/auth/signed-service.ts'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startWorker } from '../support/processes.ts'
import { startRedis } from '../support/redis.ts'
import type { Message } from '@subnetes/proto'
import type { DynamicStub, SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'
import type { RedisServer } from '../support/redis.ts'

/** Of a peer at all replicas. */
const PER_SECOND = 40

let redis: RedisServer
let control: TestControl
let worker: ListeningProcess<WorkerWhere>
let gateways: Array<ListeningProcess<GatewayWhere>>
let node: SubnetNode
let stubs: DynamicStub[]

beforeAll(async () => {
  ;[redis, control] = await Promise.all([startRedis(), startControl()])
  worker = await startWorker('test/fixtures/auth/signed-worker.ts', { SUBNETES_PROTOCOL: 'signed', SUBNETES_WORKER_ID: 'signed-0', SUBNETES_CONCURRENCY: '8' })
  const env = (ordinal: string): Record<string, string> => ({ SUBNETES_CONTROL: control.address, SUBNETES_REDIS: redis.url, SUBNETES_GATEWAY_ORDINAL: ordinal, SUBNETES_REQUESTS_PER_SECOND: String(PER_SECOND), SUBNETES_LOG_LEVEL: 'info' })
  control.server.setProtocol(assignmentOf('signed', signedService, { concurrency: 8 }))
  control.server.setEndpoints('signed', [{ id: 'signed-0', address: worker.where.address, state: 'ready' }])
  gateways = await Promise.all(['0', '1'].map(async (ordinal) => await startGateway(env(ordinal))))
  await eventually('both serve', () => control.told.states.filter(({ registered }) => registered).length === 2)
  node = await createNode({ dht: 'off' })
  for (const { where } of gateways) await node.dial(where.multiaddrs.map((address) => multiaddr(address)))
  stubs = gateways.map(({ where }) => createStub(node, where.peerId, { service: signedService }))
})

afterAll(async () => {
  await node.stop()
  await Promise.all([...gateways, worker].map(async (process) => await process.stop()))
  await control.server.stop()
  await redis.stop()
})

/** Calls at both replicas, four at a time at each, as fast as they answer. @returns calls that were answered, in how many seconds */
async function flood (ms: number): Promise<{ answered: number, seconds: number }> {
  let answered = 0
  const startMs = performance.now()
  const caller = async (stub: DynamicStub): Promise<void> => {
    while (performance.now() - startMs < ms) {
      try {
        await (stub['rpc_ask']?.({ text: 'again' }) as Promise<Message>)
        answered += 1
      } catch (error) {
        expect(refusalReason(error)).toBe('rate')
        await new Promise((resolve) => { setTimeout(resolve, 5) })
      }
    }
  }
  await Promise.all(stubs.flatMap((stub) => [stub, stub, stub, stub]).map(caller))
  return { answered, seconds: (performance.now() - startMs) / 1000 }
}

async function areShared (expected: number): Promise<boolean> {
  const texts = await Promise.all(gateways.map(async ({ where }) => await (await fetch(`http://${where.http}/metrics`)).text()))
  return texts.every((text) => text.includes(`subnetes_gateway_rates_shared ${expected}\n`))
}

test('a peer gets its rate once, whichever replicas it calls', async () => {
  await eventually('the replicas know of each other', () => areShared(1))
  const { answered, seconds } = await flood(6_000)
  // A burst of a second's worth, the rate, and what the second replica may give before it knows of the first: as much as a burst and half a second.
  expect(answered).toBeGreaterThan(PER_SECOND * seconds * 0.8)
  expect(answered).toBeLessThanOrEqual(PER_SECOND * (1 + seconds + 1.5))
  const steady = await flood(6_000)
  expect(steady.answered).toBeLessThanOrEqual(PER_SECOND * steady.seconds * 1.25)
})

test('without Redis each replica gives its part, and with it again the whole is one', async () => {
  await redis.kill()
  await eventually('both know that they are alone', () => areShared(0))
  await flood(1_000)
  const parts = await flood(4_000)
  expect(parts.answered).toBeGreaterThan(PER_SECOND * parts.seconds * 0.6)
  expect(parts.answered).toBeLessThanOrEqual(PER_SECOND * parts.seconds * 1.1)
  for (const gateway of gateways) expect(gateway.output().match(/the use of other replicas is not known/g)).toHaveLength(1)
  await redis.restart()
  await eventually('they share again', () => areShared(1))
  const again = await flood(4_000)
  expect(again.answered).toBeLessThanOrEqual(PER_SECOND * (again.seconds + 2.5))
})
