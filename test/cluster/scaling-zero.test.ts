/** To zero and back under the calls of a real peer at a real gateway: no call is lost, however it lands. */
import { multiaddr } from '@multiformats/multiaddr'
import { silentLogger } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import type { SubnetNode } from '@subnetes/rpc'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startGateway } from '../support/processes.ts'
import type { GatewayWhere, ListeningProcess } from '../support/processes.ts'
import { leading, looks, startTestOperator } from './harness/operators.ts'
import type { TestOperator } from './harness/operators.ts'
import { eventually } from './harness/program.ts'
import { STAGE_NAMESPACE, STAGE_PROTO, startStage } from './harness/scaling-stage.ts'
import type { ScalingStage } from './harness/scaling-stage.ts'
import { createGatewayPod } from './harness/stage-gateway.ts'

const service = loadService({ proto: STAGE_PROTO })
const QUICK = { minReplicas: 0, maxReplicas: 4, idleSeconds: 1, hold: { maxPendingPerPeer: 1000, timeoutSeconds: 120 }, scaleDown: { policy: 'Window', windowSeconds: 1 } }

let stage: ScalingStage
let operator: TestOperator
let peer: SubnetNode
const gateways: Array<ListeningProcess<GatewayWhere>> = []
let answered = 0

beforeAll(async () => {
  stage = await startStage({ concurrency: 4 })
  operator = await leading(await startTestOperator(stage.plane.kubeconfig))
  await addGateway()
  peer = await createNode({ dht: 'off', logger: silentLogger })
  await peer.dial((gateways[0] as ListeningProcess<GatewayWhere>).where.multiaddrs.map((address) => multiaddr(address)))
  await stage.create('zero', { replicas: 0, autoscaling: QUICK })
}, 180_000)

afterAll(async () => {
  await peer?.stop()
  for (const gateway of gateways) {
    gateway.child.kill('SIGCONT')
    await gateway.stop('SIGKILL')
  }
  await operator?.stop()
  await stage?.stop()
})

afterEach(() => { expect(stage.interrupted).toEqual([]) })

async function addGateway (): Promise<ListeningProcess<GatewayWhere>> {
  const ordinal = gateways.length
  await createGatewayPod(stage.client, ordinal)
  const env = { SUBNETES_CONTROL: operator.where.control, SUBNETES_GATEWAY_ORDINAL: String(ordinal), SUBNETES_NAMESPACE: STAGE_NAMESPACE, SUBNETES_HTTP_LISTEN: '127.0.0.1:0' }
  const gateway = await startGateway({ ...env, SUBNETES_LOG_LEVEL: 'error' })
  gateways.push(gateway)
  return gateway
}

async function replicas (): Promise<number> {
  return (await stage.protocol('zero')).spec.replicas
}

async function served (): Promise<void> {
  await eventually('the gateway serves it', async () => {
    const { status } = await stage.protocol('zero')
    return status?.conditions?.some(({ type, status: value }) => type === 'GatewayRegistered' && value === 'True') === true || undefined
  })
}

async function echo (): Promise<void> {
  const stub = createStub(peer, gateways[0]?.where.peerId ?? '', { service, namespace: 'zero' })
  answered += 1
  const text = `echo ${answered}`
  expect(await (stub['rpc_echo']?.({ text }) as Promise<Message>)).toMatchObject({ text })
}

test('three times from zero to one and back: every one of 600 calls is answered', async () => {
  await served()
  for (let round = 0; round < 3; round += 1) {
    await stage.ready('zero', 0, 60_000)
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: 200 }, async () => await echo()))
    console.log(`200 calls at zero answered in ${Math.round(performance.now() - startedAt)} ms`)
    await eventually('zero is written', async () => await replicas() === 0 || undefined, 60_000)
  }
  expect(answered).toBe(600)
}, 240_000)

test('calls that land while the pool goes to zero are answered', async () => {
  // A call as soon as the gateways hold, one as zero is written, one as the pod ends, each on a new way to zero.
  const moments: ReadonlyArray<readonly [string, () => Promise<true | undefined>]> = [
    ['the last worker is kept while gateways are asked', async () => (await stage.protocol('zero')).status?.desiredReplicas === 0 || undefined],
    ['zero is written', async () => await replicas() === 0 || undefined],
    ['no pod is left', async () => (await stage.pods('zero')).length === 0 || undefined]
  ]
  for (const [what, moment] of moments) {
    await echo()
    await eventually('a worker', async () => (await stage.pods('zero')).length > 0 || undefined)
    await eventually(what, moment, 60_000)
    await echo()
  }
}, 240_000)

test('a gateway that is cut off keeps the pool at one until it is back', async () => {
  const second = await addGateway()
  await served()
  await echo()
  await stage.ready('zero', 1, 60_000)
  second.child.kill('SIGSTOP')
  await eventually('its reports are missed', async () => {
    const { status } = await stage.protocol('zero')
    return status?.conditions?.some(({ type, reason }) => type === 'ScalingLimited' && reason === 'MetricsUnavailable') === true || undefined
  }, 60_000)
  await looks(operator, 5)
  expect(await replicas()).toBe(1)
  second.child.kill('SIGCONT')
  await eventually('zero', async () => await replicas() === 0 || undefined, 60_000)
}, 180_000)
