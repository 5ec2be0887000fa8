import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@subnetes/common'
import type { WorkerEndpoint } from '@subnetes/common'
import { ControlClient, ControlServer } from '@subnetes/control'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { ENDPOINTS_FILE, MAX_ENDPOINTS_AGE_MS, keepEndpoints } from './kept-endpoints.ts'
import type { ControlLink } from './gateway.ts'

const NAMED: WorkerEndpoint = { id: 'a-1', address: '10.0.0.1:50051', state: 'ready', serverName: 'a.default', trustedCa: 'PEM' }
const PLAIN: WorkerEndpoint = { id: 'b-1', address: '10.0.0.2:50051', state: 'ready' }

const cleanups: Array<() => unknown> = []
let folder: string
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-endpoints-')) })
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  await rm(folder, { recursive: true, force: true })
})

/** An operator that has two protocols, one with workers in plaintext. */
async function operator (): Promise<{ server: ControlServer, address: string }> {
  const server = new ControlServer()
  cleanups.push(async () => await server.stop())
  for (const [name, endpoint] of [['a', NAMED], ['b', PLAIN]] as const) {
    server.setProtocol({ name, generation: 1, service: 'x.X', methods: [{ name: 'rpc_x', mode: 1 }] })
    server.setEndpoints(name, [endpoint])
  }
  return { server, address: await server.listen('127.0.0.1:0') }
}

interface Gateway { readonly link: ControlLink, readonly told: Map<string, readonly WorkerEndpoint[]>, readonly warnings: string[] }

async function gateway (address: string, init: { peerId?: string, now?: () => number } = {}): Promise<Gateway> {
  const told = new Map<string, readonly WorkerEndpoint[]>()
  const warnings: string[] = []
  const logger = { ...silentLogger, warn: (_: string, fields: Readonly<Record<string, unknown>> = {}) => { warnings.push(String(fields['error'])) } }
  const hello = { peerId: 'me', multiaddrs: [], ordinal: 0, version: '1' }
  const open = (listener: ConstructorParameters<typeof ControlClient>[0]['listener']): ControlClient => new ControlClient({ address, hello: () => hello, listener })
  const link = keepEndpoints({ folder, peerId: 'me', logger, open, ...init }, { onEndpoints: (name, endpoints) => told.set(name, endpoints) })
  cleanups.push(async () => await link.stop())
  await link.start()
  return { link, told, warnings }
}

/** What a gateway wrote before it ended. */
async function firstLife (): Promise<void> {
  const { server, address } = await operator()
  const { link, told } = await gateway(address)
  await eventually('everything is told', () => link.isSynced && told.size === 2)
  await link.stop()
  await server.stop()
}

test('a restarted gateway knows the workers that have a name, before the operator is back', async () => {
  await firstLife()
  const { told, warnings } = await gateway('127.0.0.1:1')
  expect([[...told], warnings]).toEqual([[['a', [NAMED]]], []])
})

test('workers without a name never reach the disk', async () => {
  await firstLife()
  expect(await readFile(join(folder, ENDPOINTS_FILE), 'utf8')).not.toContain('b-1')
})

test.each<[string, { peerId?: string, now?: () => number }, RegExp]>([
  ['too old', { now: () => Date.now() + MAX_ENDPOINTS_AGE_MS + 1000 }, /it is 6\d s old; calls are held/],
  ['from the future', { now: () => Date.now() - 3_600_000 }, /it is -3\d+ s old/],
  ['of another gateway', { peerId: 'other' }, /of another gateway/]
])('workers that are %s are not used', async (_, init, words) => {
  await firstLife()
  const { told, warnings } = await gateway('127.0.0.1:1', init)
  expect([told.size, warnings[0]]).toEqual([0, expect.stringMatching(words)])
})

test('what the operator says replaces what was kept, and a removed protocol is forgotten', async () => {
  await firstLife()
  const { server, address } = await operator()
  server.setEndpoints('a', [{ ...NAMED, id: 'a-2' }])
  const { link, told } = await gateway(address)
  await eventually('the new worker', () => told.get('a')?.[0]?.id === 'a-2')
  server.removeProtocol('a')
  await eventually('it is written', async () => !(await readFile(join(folder, ENDPOINTS_FILE), 'utf8')).includes('a-2'))
  await link.stop()
  expect((await gateway('127.0.0.1:1')).told.size).toBe(0)
})
