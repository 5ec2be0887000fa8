import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '@subnetes/common'
import type { TlsClientInit } from '@subnetes/common'
import { createCa, tlsStore } from '../../test/support/certificates.ts'
import type { TestCa } from '../../test/support/certificates.ts'
import { ControlClient } from './client.ts'
import { ConsoleClient } from './console-client.ts'
import { ConsoleHub, MAX_WATCHERS } from './console-hub.ts'
import type { ConsoleSnapshot } from './console-messages.ts'
import { ControlServer } from './server.ts'
import type { ControlServerInit } from './server.ts'

const cleanups: Array<() => Promise<unknown>> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const until = async (condition: () => void): Promise<void> => { await vi.waitFor(condition, { timeout: 10_000, interval: 5 }) }

const SNAPSHOT: ConsoleSnapshot = {
  installation: 'subnetes in team',
  decider: 'operator-0',
  version: '1',
  protocols: [{
    name: 'one',
    namespace: 'team',
    phase: 'degraded',
    workers: [{ id: 'one-0', state: 'draining', slots: 4, activeCalls: 1, activeJobs: 2, node: 'n', message: '', restarts: 2 }],
    replicas: 2,
    scaling: { mode: 'Internal', desired: 1, reason: 'load', words: 'the load takes 1.0 slots' },
    load: { running: 1, waiting: 2, finished: 3, failed: 4, shed: 5 },
    jobs: { waiting: 6, running: 7 },
    problems: [{ reason: 'ImagePullFailed', message: 'no such image', sinceMs: 1_700_000_000_000, limiting: false }]
  }],
  gateways: [{ id: 'team/gateway-0', connected: true, peerId: 'P', multiaddrs: ['/ip4/127.0.0.1/tcp/1'], version: '1', sinceMs: 1_700_000_000_001, counted: true }],
  problems: []
}

interface Served { readonly server: ControlServer, readonly address: string, readonly drawn: () => number, readonly change: (snapshot: ConsoleSnapshot) => void }

async function serve (init: Partial<ControlServerInit> = {}): Promise<Served> {
  let [snapshot, drawn] = [SNAPSHOT, 0]
  const server = new ControlServer({ console: { snapshot: () => { drawn += 1; return snapshot }, clients: ['console.ns'] }, ...init })
  cleanups.push(async () => { await server.stop() })
  return { server, address: await server.listen('127.0.0.1:0'), drawn: () => drawn, change: (next) => { snapshot = next } }
}

async function watch (address: string, tls?: TlsClientInit): Promise<{ client: ConsoleClient, seen: ConsoleSnapshot[], downs: string[] }> {
  const seen: ConsoleSnapshot[] = []
  const downs: string[] = []
  const listener = { onSnapshot: (snapshot: ConsoleSnapshot) => { seen.push(snapshot) }, onDown: (error: Error) => { downs.push(error.message) } }
  const client = new ConsoleClient({ address, listener, tls, backoff: { minMs: 10, maxMs: 50 } })
  cleanups.push(async () => await client.stop())
  await client.start()
  return { client, seen, downs }
}

describe('the Console link', () => {
  it('shows everything at once, then what has changed, and draws nothing when nobody watches', async () => {
    const { address, change, drawn } = await serve()
    expect(drawn()).toBe(0)
    const { seen, client } = await watch(address)
    await until(() => expect(seen).toEqual([SNAPSHOT]))
    change({ ...SNAPSHOT, protocols: [] })
    await until(() => expect(seen[1]?.protocols).toEqual([]))
    expect(seen).toHaveLength(2)
    await client.stop()
  })

  it('leads a watcher from a follower to the leader, and away from one that no longer leads', async () => {
    const [leader, follower] = [await serve(), await serve()]
    follower.server.follow(leader.address)
    const { seen, downs } = await watch(follower.address)
    await until(() => expect(seen).toHaveLength(1))
    expect(downs).toEqual([`not the leader; it is ${leader.address}`])
    leader.server.follow(undefined)
    await until(() => expect(downs.some((words) => words.includes('nobody leads yet'))).toBe(true))
    leader.server.lead(2)
    await until(() => expect(seen).toHaveLength(2))
  })

  it('tells why nobody is reached, again and again', async () => {
    const { downs } = await watch('127.0.0.1:1')
    await until(() => expect(downs.length).toBeGreaterThan(1))
    expect(downs[0]).toContain('console link to 127.0.0.1:1')
  })

  it('is not there where a server shows nothing', async () => {
    const { address } = await serve({ console: undefined })
    const { downs } = await watch(address)
    await until(() => expect(downs[0]).toContain('Watch'))
  })
})

describe('ConsoleHub', () => {
  interface FakeStream { written: Buffer[], errors: Array<{ code: number }>, listeners: Map<string, () => void>, takes: boolean }

  function stream (): { fake: FakeStream, stream: Parameters<ConsoleHub['accept']>[0] } {
    const fake: FakeStream = { written: [], errors: [], listeners: new Map(), takes: true }
    const made = {
      sendMetadata: () => {},
      on: (event: string, listener: () => void) => { fake.listeners.set(event, listener) },
      emit: (_: string, error: { code: number }) => { fake.errors.push(error) },
      write: (bytes: Buffer) => { fake.written.push(bytes); return fake.takes }
    }
    return { fake, stream: made as unknown as Parameters<ConsoleHub['accept']>[0] }
  }

  it('skips what a slow watcher has no room for, repeats every ten seconds, and stops drawing when the last has left', async () => {
    vi.useFakeTimers()
    cleanups.push(async () => vi.useRealTimers())
    let drawn = 0
    const hub = new ConsoleHub({ snapshot: () => ({ ...SNAPSHOT, version: String(drawn++) }) }, { logger: silentLogger })
    const { fake, stream: slow } = stream()
    fake.takes = false
    hub.accept(slow)
    vi.advanceTimersByTime(5_000)
    expect([fake.written.length, drawn]).toEqual([1, 6])
    fake.listeners.get('drain')?.()
    vi.advanceTimersByTime(1_000)
    expect(fake.written).toHaveLength(2)
    fake.listeners.get('cancelled')?.()
    vi.advanceTimersByTime(5_000)
    expect([drawn, hub.watchers]).toEqual([7, 0])
  })

  it('repeats what has not changed every ten seconds', () => {
    vi.useFakeTimers()
    cleanups.push(async () => vi.useRealTimers())
    const hub = new ConsoleHub({ snapshot: () => SNAPSHOT }, { logger: silentLogger })
    const { fake, stream: one } = stream()
    hub.accept(one)
    vi.advanceTimersByTime(9_900)
    expect(fake.written).toHaveLength(1)
    vi.advanceTimersByTime(1_000)
    expect(fake.written).toHaveLength(2)
    hub.end(14, 'stop')
    expect(fake.errors).toEqual([{ code: 14, details: 'stop' }])
  })

  it('goes on when a picture cannot be made, and turns away one too many', () => {
    const hub = new ConsoleHub({ snapshot: () => { throw new Error('x') } }, { logger: silentLogger })
    const streams = Array.from({ length: MAX_WATCHERS + 1 }, stream)
    for (const { stream: one } of streams) hub.accept(one)
    expect(hub.watchers).toBe(MAX_WATCHERS)
    expect(streams.at(-1)?.fake.errors).toMatchObject([{ code: 8 }])
    hub.end(14, 'stop')
  })
})

describe('the Console link by TLS', () => {
  let ca: TestCa
  beforeAll(async () => { ca = await createCa() })

  const dial = async (name: string): Promise<TlsClientInit> => ({ source: tlsStore({ ...await ca.issue({ names: [name] }), ca: ca.pem }), serverName: 'operator.ns' })

  async function serveTls (): Promise<string> {
    const source = tlsStore({ ...await ca.issue({ names: ['operator.ns'] }), ca: ca.pem })
    return (await serve({ tls: { source, clients: ['gateway.ns'] } })).address
  }

  it('lets a console watch, and nobody else', async () => {
    const address = await serveTls()
    const console = await watch(address, await dial('console.ns'))
    await until(() => expect(console.seen).toEqual([SNAPSHOT]))
    const gateway = await watch(address, await dial('gateway.ns'))
    const stranger = await watch(address, await dial('inference.ns'))
    await until(() => expect(gateway.downs[0]).toContain('Watch'))
    await until(() => expect(stranger.downs[0]).toContain('allowed here is gateway.ns or console.ns'))
    expect([...gateway.seen, ...stranger.seen]).toEqual([])
  })

  it('does not let a console in as a gateway', async () => {
    const address = await serveTls()
    const errors: string[] = []
    const logger = { ...silentLogger, warn: (_: string, fields: Readonly<Record<string, unknown>> = {}) => { errors.push(String(fields['error'])) }, child: () => logger }
    const client = new ControlClient({ address, hello: () => ({ peerId: 'P', multiaddrs: [], ordinal: 0, version: '1' }), listener: {}, tls: await dial('console.ns'), logger, backoff: { minMs: 10, maxMs: 50 } })
    cleanups.push(async () => await client.stop())
    await client.start()
    await until(() => expect(errors[0]).toContain('Connect'))
    expect(client.isConnected).toBe(false)
  })
})
