/** `SUBNETES_REQUIRE_STAKE` at a real gateway process: who has no stake is dropped right after the handshake, and later when it loses its stake. */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identity, signedService } from '../fixtures/auth/signed-service.ts'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { runToEnd, startGateway, startWorker } from '../support/processes.ts'
import type { Message } from '@subnetes/proto'
import type { SubnetNode } from '@subnetes/rpc'
import type { Identity } from '../fixtures/auth/signed-service.ts'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'

let folder: string
let control: TestControl
let worker: ListeningProcess<WorkerWhere>
let gateway: ListeningProcess<GatewayWhere>
let staked: Identity
let low: Identity
let stranger: Identity
const nodes: SubnetNode[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-require-'))
  ;[staked, low, stranger] = await Promise.all([identity(), identity(), identity()])
  await stakes({ [staked.peer]: 'Validator', [low.peer]: 'Registered' })
  control = await startControl()
  ;[gateway, worker] = await Promise.all([
    startGateway({ SUBNETES_CONTROL: control.address, SUBNETES_STAKE_FILE: join(folder, 'stakes.json'), SUBNETES_REQUIRE_STAKE: 'Idle', SUBNETES_LOG_LEVEL: 'debug' }),
    startWorker('test/fixtures/auth/signed-worker.ts', { SUBNETES_PROTOCOL: 'signed', SUBNETES_WORKER_ID: 'signed-0' })
  ])
  control.server.setProtocol(assignmentOf('signed', signedService))
  control.server.setEndpoints('signed', [{ id: 'signed-0', address: worker.where.address, state: 'ready' }])
  await eventually('the protocol is served', () => control.told.states.some(({ registered }) => registered))
})

afterAll(async () => {
  await Promise.all(nodes.map(async (node) => await node.stop()))
  await Promise.all([gateway.stop(), worker.stop()])
  await control.server.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Whole at once: a gateway that reads half of a file would keep the old stakes. */
async function stakes (of: Record<string, string>): Promise<void> {
  await writeFile(join(folder, 'next.json'), JSON.stringify(of))
  await rename(join(folder, 'next.json'), join(folder, 'stakes.json'))
}

async function nodeOf (own: Identity): Promise<SubnetNode> {
  const node = await createNode({ privateKey: own.key, dht: 'off' })
  nodes.push(node)
  return node
}

/** The answer to a call over a new connection. */
async function ask (node: SubnetNode): Promise<unknown> {
  await node.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
  return ((await (createStub(node, gateway.where.peerId, { service: signedService })['rpc_ask']?.({ text: 'hello' }) as Promise<Message>))['text'])
}

async function dropped (reason: string): Promise<number> {
  const text = await (await fetch(`http://${gateway.where.http}/metrics`)).text()
  return Number(new RegExp(`^subnetes_gateway_connections_dropped_total\\{reason="${reason}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

test('a peer with enough stake is served; one with too little and one with none are dropped after their handshake, and the gateway says why', async () => {
  const [ofStaked, ofLow, ofStranger] = await Promise.all([staked, low, stranger].map(nodeOf)) as [SubnetNode, SubnetNode, SubnetNode]
  expect(await ask(ofStaked)).toBe('hello')
  await expect(ask(ofLow)).rejects.toThrow()
  await expect(ask(ofStranger)).rejects.toThrow()
  await eventually('both are counted', async () => await dropped('not_staked') >= 2)
  const refusals = gateway.output().split('\n').filter((line) => line.includes('peer refused after its handshake'))
  for (const { peer } of [low, stranger]) expect(refusals.some((line) => line.includes(peer) && line.includes('not_staked'))).toBe(true)
  expect(refusals.some((line) => line.includes(staked.peer))).toBe(false)
})

test('a peer that gets stake is let in without a restart, and dropped within half a minute of losing it', async () => {
  const node = await nodeOf(stranger)
  await stakes({ [staked.peer]: 'Validator', [stranger.peer]: 'Idle' })
  await eventually('it is let in', () => ask(node).then((text) => text === 'hello', () => false))
  await stakes({ [staked.peer]: 'Validator' })
  await eventually('it is dropped', () => node.getConnections().length === 0, 45_000)
  await expect(ask(node)).rejects.toThrow()
  expect(gateway.output()).toContain('peer without stake dropped')
}, 60_000)

test('a class that there is not, and stake that nobody can be asked for, stop the start', async () => {
  const [odd, nobody] = await Promise.all([
    runToEnd('src/gateway/main.ts', { SUBNETES_CONTROL: control.address, SUBNETES_STAKE_FILE: join(folder, 'stakes.json'), SUBNETES_REQUIRE_STAKE: 'Rich' }),
    runToEnd('src/gateway/main.ts', { SUBNETES_CONTROL: control.address, SUBNETES_REQUIRE_STAKE: 'Idle' })
  ])
  expect([odd.code, odd.output]).toEqual([1, expect.stringContaining('SUBNETES_REQUIRE_STAKE is "Rich"; allowed are Registered, Idle, Included, Validator')])
  expect([nobody.code, nobody.output]).toEqual([1, expect.stringContaining('nobody can be asked for stake; set SUBNETES_STAKE_FILE or SUBNETES_STAKE_ENDPOINTS')])
})
