/** Jobs that wait in Redis, and nothing else, wake a pool at zero: a real peer, gateway, operator, Redis and runners, in a namespace that is not theirs. */
import { multiaddr } from '@multiformats/multiaddr'
import { silentLogger } from '@subnetes/common'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import type { SubnetNode } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway } from '../support/processes.ts'
import type { GatewayWhere, ListeningProcess } from '../support/processes.ts'
import { startRedis } from '../support/redis.ts'
import type { RedisServer } from '../support/redis.ts'
import { leading, startTestOperator } from './harness/operators.ts'
import type { TestOperator } from './harness/operators.ts'
import { eventually } from './harness/program.ts'
import { STAGE_NAMESPACE, STAGE_PROTO, startStage } from './harness/scaling-stage.ts'
import type { ScalingStage } from './harness/scaling-stage.ts'
import { createGatewayPod } from './harness/stage-gateway.ts'

const TEAM = 'team'
const QUICK = { minReplicas: 0, maxReplicas: 4, idleSeconds: 1, scaleDown: { policy: 'Window', windowSeconds: 1 } }
const echo = loadService({ proto: STAGE_PROTO }).methods.get('rpc_echo')!
const jobs = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })

let redis: RedisServer
let stage: ScalingStage
let operator: TestOperator
let gateway: ListeningProcess<GatewayWhere>
let peer: SubnetNode

beforeAll(async () => {
  redis = await startRedis()
  stage = await startStage({ namespace: TEAM })
  const shared = { SUBNETES_REDIS: redis.url, SUBNETES_NAMESPACE: STAGE_NAMESPACE }
  operator = await leading(await startTestOperator(stage.plane.kubeconfig, { ...shared, SUBNETES_WATCH_NAMESPACES: JSON.stringify([TEAM]) }))
  await createGatewayPod(stage.client, 0)
  gateway = await startGateway({ ...shared, SUBNETES_CONTROL: operator.where.control, SUBNETES_GATEWAY_ORDINAL: '0', SUBNETES_HTTP_LISTEN: '127.0.0.1:0', SUBNETES_LOG_LEVEL: 'error' })
  peer = await createNode({ dht: 'off', logger: silentLogger })
  await peer.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
}, 180_000)

afterAll(async () => {
  await peer?.stop()
  await gateway?.stop('SIGKILL')
  await operator?.stop()
  await stage?.stop()
  await redis?.stop()
})

async function job (method: string, request: Message): Promise<Message> {
  return await (createStub(peer, gateway.where.peerId, { service: jobs })[method]?.(request, { signal: AbortSignal.timeout(60_000) }) as Promise<Message>)
}

/** Submits, once the gateway has the Protocol and its queue. */
async function submit (name: string, more: Message = {}): Promise<Message> {
  const request = { handle: `${name}::StageProtocol.rpc_echo`, request: echo.encodeRequest({ text: name }), idempotency_key: name, ...more }
  return await eventually(`${name} takes jobs`, async () => await job('rpc_submit', request))
}

/** The result of a job, as text. */
async function result (id: unknown): Promise<unknown> {
  const { messages } = await job('rpc_result', { id, wait_seconds: 50 })
  return echo.decodeResponse((messages as Buffer[])[0] ?? Buffer.alloc(0))['text']
}

async function arrivals (name: string): Promise<number> {
  const metrics = await (await fetch(`http://${gateway.where.http}/metrics`)).text()
  return metrics.split('\n').filter((line) => line.startsWith('subnetes_gateway_calls_total') && line.includes(`protocol="${name}"`)).length
}

test.each([
  ['a method that runs as a call, or as a job when a peer wishes so', {}],
  ['a method whose calls are always jobs', { methods: [{ name: 'rpc_echo', mode: 'Queued' }] }]
])('a job of %s starts the first worker, is run there, and the pool goes back to zero', async (_, spec) => {
  const name = 'methods' in spec ? 'queued' : 'plain'
  await stage.create(name, { replicas: 0, autoscaling: QUICK, ...spec })
  const { id } = await submit(name)
  expect(await result(id)).toBe(name)
  expect(await arrivals(name)).toBe(0)
  await stage.ready(name, 0, 60_000)
  expect(await stage.kubectl('get', 'events', '-o', 'jsonpath={.items[*].note}{.items[*].message}')).toMatch(/scaled from 0 to 1: /)
}, 180_000)
