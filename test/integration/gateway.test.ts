/** A real gateway process with real workers, led by a real Control server, called by a real peer. */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { SubnetesError } from '@subnetes/common'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { callMethod, createIdentity, createNode, createStub, once } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { GATEWAY, runToEnd, startGateway, startWorker } from '../support/processes.ts'
import type { AssignmentInit } from '@subnetes/control'
import type { Message } from '@subnetes/proto'
import type { CallOptions, SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'

const service = loadService({ proto: readFileSync(new URL('../fixtures/load/load.proto', import.meta.url), 'utf8') })
const reflection = loadService({ proto: PROTO_TEXTS['subnetes/v1/reflection.proto'] ?? '', service: 'ReflectionProtocol' })

let folder: string
let control: TestControl
let gateway: ListeningProcess<GatewayWhere>
let worker: ListeningProcess<WorkerWhere>
let peer: SubnetNode
let env: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-gateway-'))
  await createIdentity(join(folder, 'key'))
  control = await startControl()
  env = { SUBNETES_CONTROL: control.address, SUBNETES_IDENTITY: join(folder, 'key'), SUBNETES_STATE_DIR: join(folder, 'state'), SUBNETES_DRAIN_SECONDS: '5', SUBNETES_HTTP_LISTEN: '127.0.0.1:0' }
  ;[gateway, worker] = await Promise.all([startGateway(env), startLoadWorker('load-0')])
  control.server.setProtocol(assignmentOf('load', service, { concurrency: 16 }))
  control.server.setEndpoints('load', [endpoint(worker, 'load-0')])
  await registered('load', 1)
  peer = await createNode({ dht: 'off' })
  await dial(peer, gateway)
})

afterAll(async () => {
  await peer.stop()
  await Promise.all([gateway.stop(), worker.stop()])
  await control.server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function startLoadWorker (id: string, slots = 16): Promise<ListeningProcess<WorkerWhere>> {
  return await startWorker('test/fixtures/load/worker.ts', { SUBNETES_WORKER_ID: id, SUBNETES_PROTOCOL: 'load', SUBNETES_CONCURRENCY: String(slots) })
}

function endpoint (process: ListeningProcess<WorkerWhere>, id: string): { id: string, address: string, state: 'ready' } {
  return { id, address: process.where.address, state: 'ready' }
}

async function dial (node: SubnetNode, to: ListeningProcess<GatewayWhere>): Promise<void> {
  await node.dial(to.where.multiaddrs.map((address) => multiaddr(address)))
}

async function registered (protocol: string, generation: number): Promise<void> {
  await eventually(`${protocol} generation ${generation} registered`, () => control.told.states.some((state) => state.protocol === protocol && state.generation === generation && state.registered))
}

function stub (namespace?: string): Record<string, (request: Message, options?: CallOptions) => unknown> {
  return createStub(peer, gateway.where.peerId, { service, ...(namespace === undefined ? {} : { namespace }) })
}

async function unary (method: string, request: Message, options?: CallOptions): Promise<Message> {
  return await (stub()[method]?.(request, options) as Promise<Message>)
}

function stream (method: string, request: Message, options?: CallOptions): AsyncIterable<Message> {
  return stub()[method]?.(request, options) as AsyncIterable<Message>
}

async function readiness (of = gateway): Promise<{ status: number, body: Record<string, unknown> }> {
  const answer = await fetch(`http://${of.where.http}/readyz`)
  return { status: answer.status, body: await answer.json() as Record<string, unknown> }
}

test('brings a call of each shape to a worker process and back', async () => {
  expect(await unary('rpc_echo', { data: Buffer.from('hello'), number: 7 })).toMatchObject({ data: Buffer.from('hello'), number: 7 })
  const numbers: unknown[] = []
  for await (const { number } of stream('rpc_stream', { messages: 5, bytes_each: 10 })) numbers.push(number)
  expect(numbers).toEqual([0, 1, 2, 3, 4])
})

test('tells by reflection what it serves, with the schema', async () => {
  const remote = createStub(peer, gateway.where.peerId, { service: reflection })
  const list = await remote['rpc_list']?.({}) as { gateway_peer_id: string, protocols: Array<{ name: string, ready_workers: number, written: boolean, handlers: unknown[] }> }
  expect(list.gateway_peer_id).toBe(gateway.where.peerId)
  expect(list.protocols).toContainEqual(expect.objectContaining({ name: 'load', service: 'subnet.load.v1.LoadProtocol', ready_workers: 1, written: false }))
  expect(list.protocols).toContainEqual(expect.objectContaining({ name: 'ReflectionProtocol', written: true }))
  expect(list.protocols[0]?.handlers).toContainEqual({ handle: 'LoadProtocol.rpc_stream', request_type: 'subnet.load.v1.StreamRequest', response_type: 'subnet.load.v1.Payload', request_stream: false, response_stream: true })
  const schema = await remote['rpc_schema']?.({ handle: 'LoadProtocol.rpc_echo' }) as { proto: string, service: string }
  expect(schema).toMatchObject({ service: 'subnet.load.v1.LoadProtocol', proto: service.proto })
  await expect(remote['rpc_schema']?.({ handle: 'Nobody.rpc_x' })).rejects.toMatchObject({ code: 'not_found' })
})

test('an unknown handler is refused by the negotiation, and nothing else is disturbed', async () => {
  await expect(createStub(peer, gateway.where.peerId, { service, namespace: 'nowhere' })['rpc_echo']?.({})).rejects.toMatchObject({ code: 'unimplemented' })
  await unary('rpc_echo', { number: 1 })
})

test('passes a malformed message on, and its refusal back', async () => {
  const method = service.methods.get('rpc_echo')
  if (method === undefined) throw new Error('no such method')
  const call = callMethod(peer, gateway.where.peerId, { handle: 'LoadProtocol.rpc_echo', method, requests: once(Buffer.from('0affffffff0f', 'hex')) })
  await expect(call.next()).rejects.toMatchObject({ code: 'invalid_argument' })
  await unary('rpc_echo', { number: 1 })
})

test('a cancelled call stops the compute within 200 ms', async () => {
  const cancel = new AbortController()
  const call = unary('rpc_sleep', { ms: 10_000, key: 'cancelled' }, { signal: cancel.signal })
  call.catch(() => {}) // looked at below
  await eventually('the job started', async () => Number((await unary('rpc_seen', { key: 'cancelled' }))['started_at']) > 0)
  const cancelledAt = Date.now()
  cancel.abort(new SubnetesError('cancelled', 'changed my mind'))
  await expect(call).rejects.toMatchObject({ code: 'cancelled' })
  await eventually('the job was cancelled', async () => Number((await unary('rpc_seen', { key: 'cancelled' }))['cancelled_at']) > 0)
  const tookMs = Number((await unary('rpc_seen', { key: 'cancelled' }))['cancelled_at']) - cancelledAt
  console.log(`cancel reached the compute after ${tookMs} ms`)
  expect(tookMs).toBeLessThan(200)
})

test('a deadline of 500 ms on a job of 10 s ends at the peer and in the worker', async () => {
  const startedAt = Date.now()
  await expect(unary('rpc_sleep', { ms: 10_000, key: 'late' }, { deadline: startedAt + 500 })).rejects.toMatchObject({ code: 'deadline_exceeded' })
  const atPeerMs = Date.now() - startedAt
  expect(atPeerMs).toBeLessThan(700)
  await eventually('the job ended', async () => Number((await unary('rpc_seen', { key: 'late' }))['cancelled_at']) > 0)
  const inWorkerMs = Number((await unary('rpc_seen', { key: 'late' }))['cancelled_at']) - startedAt
  console.log(`deadline of 500 ms ended after ${atPeerMs} ms at the peer, ${inWorkerMs} ms in the worker`)
  expect(inWorkerMs).toBeGreaterThanOrEqual(450)
  expect(inWorkerMs).toBeLessThan(700)
})

test('a worker killed in the middle of a stream gives the peer a typed error, and the next call goes to the next worker', async () => {
  const victim = await startLoadWorker('load-1')
  control.server.setEndpoints('load', [endpoint(victim, 'load-1')])
  await eventually('the victim serves', async () => (await unary('rpc_seen', {}))['pid'] === victim.pid)
  let received = 0
  const reading = (async () => {
    for await (const { number } of stream('rpc_stream', { messages: 100_000, bytes_each: 100, pace_ms: 5 })) received = Number(number) + 1
  })()
  reading.catch(() => {}) // looked at below
  await eventually('the stream flows', () => received >= 5)
  await victim.stop('SIGKILL')
  await expect(reading).rejects.toMatchObject({ code: 'unavailable' })
  expect(received).toBeGreaterThanOrEqual(5)
  control.server.setEndpoints('load', [endpoint(worker, 'load-0')])
  expect(await unary('rpc_echo', { number: 9 })).toMatchObject({ number: 9 })
})

test('applies a change of an assignment live: what is new is served, what is gone is not, running calls go on', async () => {
  const running = unary('rpc_sleep', { ms: 600, key: 'survives' })
  await eventually('the call runs', async () => Number((await unary('rpc_seen', { key: 'survives' }))['started_at']) > 0)
  control.server.setProtocol(assignmentOf('load', service, { concurrency: 16, generation: 2, handlerPrefix: 'v2' }))
  await registered('load', 2)
  expect(await (stub('v2')['rpc_echo']?.({ number: 2 }) as Promise<Message>)).toMatchObject({ number: 2 })
  await expect(unary('rpc_echo', { number: 1 })).rejects.toMatchObject({ code: 'unimplemented' })
  expect(await running).toMatchObject({ number: 1 })
  control.server.setProtocol(assignmentOf('load', service, { concurrency: 16, generation: 3 }))
  await registered('load', 3)
  expect(await unary('rpc_echo', { number: 3 })).toMatchObject({ number: 3 })
})

test('of two protocols with one handler the first keeps it, the other says so and gets it when the first is gone', async () => {
  const twin = (name: string, generation: number): AssignmentInit => assignmentOf(name, service, { generation, handlerPrefix: 'twin' })
  control.server.setProtocol(twin('first', 11))
  await registered('first', 11)
  control.server.setProtocol(twin('second', 12))
  await eventually('the conflict is told', () => control.told.states.some(({ protocol, registered: isRegistered }) => protocol === 'second' && !isRegistered))
  expect(control.told.states.find(({ protocol }) => protocol === 'second')?.error).toContain('handler twin::LoadProtocol.rpc_echo is already served by protocol "first"')
  control.server.removeProtocol('first')
  await registered('second', 12)
  await (stub('twin')['rpc_seen']?.({}, { deadline: Date.now() + 200 }) as Promise<Message>).catch(() => {}) // no worker: only its metrics matter here
  control.server.removeProtocol('second')
  await eventually('its present values are gone from the metrics', async () => !(await (await fetch(`http://${gateway.where.http}/metrics`)).text()).includes('calls_active{protocol="second"}'))
})

test('holds a call while there is no worker, asks for one, and serves the call when it comes', async () => {
  control.server.setEndpoints('load', [])
  await eventually('no worker is left', async () => (await readiness()).body['protocols'] !== undefined && JSON.stringify((await readiness()).body['protocols']).includes('"readyWorkers":0'))
  const call = unary('rpc_echo', { number: 5 })
  await eventually('a worker is asked for', () => control.told.activations.some(({ protocol, held }) => protocol === 'load' && held === 1))
  await eventually('the held call is reported', () => control.told.loads.at(-1)?.some(({ protocol, held }) => protocol === 'load' && held === 1) === true)
  control.server.setEndpoints('load', [endpoint(worker, 'load-0')])
  expect(await call).toMatchObject({ number: 5 })
})

test('acknowledges a hold, keeps calls from ready workers while it lasts, and refuses it while calls run', async () => {
  await eventually('nothing runs', async () => (await readiness()).body['runningCalls'] === 0) // a hold is refused while calls run
  control.server.hold('load', 1)
  await eventually('the hold is acknowledged', () => control.told.acks.some(({ epoch, accepted }) => epoch === 1 && accepted))
  const call = unary('rpc_echo', { number: 6 })
  await eventually('the held call is reported', () => control.told.loads.at(-1)?.some(({ held }) => held === 1) === true)
  control.server.release('load')
  expect(await call).toMatchObject({ number: 6 })
  // Else the report of that call would pass for the next one's, and the hold come before it.
  await eventually('its end is reported', () => control.told.loads.at(-1)?.every(({ interactive, held }) => interactive === 0 && held === 0) === true)
  const running = unary('rpc_sleep', { ms: 2000, key: 'busy' }) // longer than a report and a hold take on a busy machine
  await eventually('a call runs', () => control.told.loads.at(-1)?.some(({ interactive }) => interactive === 1) === true)
  control.server.hold('load', 2)
  await eventually('the hold is refused', () => control.told.acks.some(({ epoch, accepted }) => epoch === 2 && !accepted))
  await running
  control.server.release('load')
})

test('serves health, readiness with detail, and metrics', async () => {
  expect((await fetch(`http://${gateway.where.http}/healthz`)).status).toBe(200)
  const { status, body } = await readiness()
  expect(status).toBe(200)
  expect(body).toMatchObject({ ready: true, state: 'serving', control: { connected: true, synced: true } })
  const metrics = await (await fetch(`http://${gateway.where.http}/metrics`)).text()
  expect(metrics).toMatch(/subnetes_gateway_calls_total\{protocol="load",method="rpc_echo",code="ok"\} \d+/)
  expect(metrics).toMatch(/subnetes_gateway_control_connected 1/)
})

test('a port in use stops the start with the address and the way out', async () => {
  const taken = gateway.where.multiaddrs[0]?.replace(/\/p2p\/.*/, '') ?? ''
  const { code, output } = await runToEnd(GATEWAY, { SUBNETES_CONTROL: control.address, SUBNETES_GATEWAY_LISTEN: JSON.stringify([taken]) })
  expect(code).toBe(1)
  expect(output).toContain(`libp2p cannot listen on ${taken}: the port is in use; stop the other process or choose another port`)
})

test('a module that fails stops the start and is named', async () => {
  const { code, output } = await runToEnd(GATEWAY, { SUBNETES_CONTROL: control.address, SUBNETES_GATEWAY_MODULES: '["./no-such-module.ts"]' })
  expect(code).toBe(1)
  expect(output).toContain('gateway module "./no-such-module.ts" (of SUBNETES_GATEWAY_MODULES): it cannot be loaded')
})

test('drains on SIGTERM: running calls finish, new ones are refused with unavailable, and after a restart without operator it serves what it kept', async () => {
  await unary('rpc_echo', { number: 1 })
  const running = unary('rpc_sleep', { ms: 1500, key: 'drain' })
  await eventually('the call runs', async () => Number((await unary('rpc_seen', { key: 'drain' }))['started_at']) > 0)
  const stopped = gateway.stop('SIGTERM')
  await eventually('it says that it is not ready', async () => (await readiness()).status === 503)
  await expect(unary('rpc_echo', { number: 2 })).rejects.toMatchObject({ code: 'unavailable' })
  expect(await running).toMatchObject({ number: 1 })
  expect(await stopped).toBe(0)

  const { address } = control
  await control.server.stop()
  gateway = await startGateway(env)
  await dial(peer, gateway)
  expect((await readiness()).body).toMatchObject({ ready: true, control: { connected: false, restoredProtocols: 1 } })
  const held = unary('rpc_echo', { number: 4 })
  await eventually('the call is held', async () => (await readiness()).body['runningCalls'] === 1)
  control = await startControl(address)
  control.server.setProtocol(assignmentOf('load', service, { concurrency: 16, generation: 3 }))
  control.server.setEndpoints('load', [endpoint(worker, 'load-0')])
  expect(await held).toMatchObject({ number: 4 })
})
