/** A captured request is taken once: by one replica, before and after a restart. Two real gateways and a real Redis. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { SignatureAuthorizer, authFieldsOf, refusalReason, refusalRetryAfterMs } from '@subnetes/auth'
import { callMethod, createIdentity, createNode, once } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ASK, callBetween, identity, signedMethod, signedService } from '../fixtures/auth/signed-service.ts'
import type { Identity } from '../fixtures/auth/signed-service.ts'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startWorker } from '../support/processes.ts'
import { startRedis } from '../support/redis.ts'
import type { SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'
import type { RedisServer } from '../support/redis.ts'

type Gateway = ListeningProcess<GatewayWhere>
const fields = authFieldsOf(signedService)

let folder: string
let redis: RedisServer
let control: TestControl
let worker: ListeningProcess<WorkerWhere>
let first: Gateway
let second: Gateway
let caller: Identity
let node: SubnetNode

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-replay-'))
  await Promise.all(['first', 'second'].map(async (name) => await createIdentity(join(folder, name))))
  ;[redis, control, caller] = await Promise.all([startRedis(), startControl(), identity()])
  worker = await startWorker('test/fixtures/auth/signed-worker.ts', { SUBNETES_PROTOCOL: 'signed', SUBNETES_WORKER_ID: 'signed-0' })
  const { methods, ...rest } = assignmentOf('signed', signedService)
  control.server.setProtocol({ ...rest, methods: (methods ?? []).map((method) => ({ ...method, accessJson: JSON.stringify({ messageSignature: method.name === 'rpc_upload' ? 'Off' : 'Required' }) })) })
  control.server.setEndpoints('signed', [{ id: 'signed-0', address: worker.where.address, state: 'ready' }])
  node = await createNode({ privateKey: caller.key, dht: 'off' })
  ;[first, second] = await Promise.all([start('first'), start('second')])
})

afterAll(async () => {
  await node.stop()
  await Promise.all([first, second, worker].map(async (process) => await process.stop()))
  await control.server.stop()
  await redis.stop()
  await rm(folder, { recursive: true, force: true })
})

async function start (name: string): Promise<Gateway> {
  const served = control.told.states.length
  const gateway = await startGateway({ SUBNETES_CONTROL: control.address, SUBNETES_IDENTITY: join(folder, name), SUBNETES_REDIS: redis.url })
  await eventually(`${name} serves`, () => control.told.states.length > served)
  await node.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
  return gateway
}

/** A request as it goes over the wire; bound to nobody without `to`. */
async function signed (to?: Gateway): Promise<Uint8Array> {
  const authorizer = new SignatureAuthorizer({ key: caller.key, fields, allowUnbound: true, recipientKey: () => undefined })
  const bound = new SignatureAuthorizer({ key: caller.key, fields })
  return to === undefined ? await authorizer.signRequest(ASK, { ...callBetween(caller, caller), remotePeer: 'nobody' }) : await bound.signRequest(ASK, callBetween(caller, { peer: to.where.peerId }))
}

async function outcome (gateway: Gateway, request: Uint8Array): Promise<string> {
  try {
    await callMethod(node, gateway.where.peerId, { handle: 'SignedProtocol.rpc_ask', method: signedMethod(), requests: once(request) }).next()
    return 'answered'
  } catch (error) {
    return refusalReason(error) ?? String(error)
  }
}

/** Bound requests are refused for some seconds after a start. */
async function takesBound (gateway: Gateway): Promise<void> {
  await eventually('bound requests are taken', async () => await outcome(gateway, await signed(gateway)) === 'answered', 15_000)
}

test('a request bound to nobody is taken by one replica once, and by none after it, restarted or not', async () => {
  const captured = await signed()
  expect([await outcome(first, captured), await outcome(first, captured), await outcome(second, captured)]).toEqual(['answered', 'replayed', 'replayed'])
  await first.stop('SIGKILL')
  first = await start('first')
  expect(await outcome(first, captured)).toBe('replayed')
  expect(await outcome(first, await signed())).toBe('answered')
})

test('a request bound to a replica is taken by it once, by no other, and not after its restart, with no store asked', async () => {
  await takesBound(first)
  const captured = await signed(first)
  expect([await outcome(first, captured), await outcome(first, captured), await outcome(second, captured)]).toEqual(['answered', 'replayed', 'wrong_recipient'])
  await redis.kill()
  await first.stop('SIGKILL')
  first = await start('first')
  const [again, fresh] = [await outcome(first, captured), await outcome(first, await signed(first))]
  expect([again, fresh]).toEqual(['before_start', 'before_start'])
  await takesBound(first)
  expect(await outcome(first, captured)).toBe('before_start')
})

test('while the store is away requests bound to nobody are refused with a time to come back, and taken again when it is back', async () => {
  await redis.kill()
  const refused: unknown = await callMethod(node, second.where.peerId, { handle: 'SignedProtocol.rpc_ask', method: signedMethod(), requests: once(await signed()) }).next().catch((error: unknown) => error)
  expect([refusalReason(refused), refusalRetryAfterMs(refused)]).toEqual(['nonce_store', 1000])
  await redis.restart()
  await eventually('the store is asked again', async () => await outcome(second, await signed()) === 'answered', 15_000)
})
