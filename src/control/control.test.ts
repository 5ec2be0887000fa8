import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { silentLogger } from '@subnetes/common'
import type { Logger, Startable } from '@subnetes/common'
import { ControlClient } from './client.ts'
import type { ControlClientInit } from './client.ts'
import type { ControlServerListener } from './gateway-link.ts'
import type { Assignment, ProtocolLoad } from './messages.ts'
import { ControlServer } from './server.ts'
import type { ControlServerInit } from './server.ts'
import type { ControlClientListener } from './snapshot.ts'

const cleanups: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function assignment (name: string, generation = 1, proto = 'syntax = "proto3";'): Assignment {
  return {
    queue: { attempts: 0, backoffSeconds: 0, lockDurationSeconds: 0, maxStalledCount: 0, keepResultsSeconds: 0 },
    name,
    generation,
    service: `test.${name}.v1.TestProtocol`,
    handlerPrefix: '',
    namespace: 'team',
    methods: [{
      name: 'rpc_echo',
      requestStream: false,
      responseStream: true,
      timeoutSeconds: 300,
      idempotent: true,
      maxRequestBytes: 0,
      mode: 'interactive',
      requestType: 'test.Request',
      responseType: 'test.Response',
      accessJson: ''
    }],
    descriptorSet: Buffer.from([1, 2, 3]),
    proto,
    concurrency: 4,
    hold: { maxPending: 10, maxPendingPerPeer: 5, timeoutSeconds: 30 },
    accessJson: '{"allow":["a"]}'
  }
}

function load (protocol: string, callsArrived: number): ProtocolLoad {
  return { protocol, interactive: 1, held: 0, callsArrived, callsFinished: 0, callsFinishedSeconds: 0.5, callsAgeSeconds: 1.5, callsFailed: 0, callsShed: 0, jobsWaiting: 2 }
}

async function listen (init: ControlServerInit = {}, address = '127.0.0.1:0'): Promise<{ server: ControlServer, address: string }> {
  const server = new ControlServer(init)
  cleanups.push(() => server.stop())
  return { server, address: await server.listen(address) }
}

/** A gateway that writes down what it is told. */
async function gateway (address: string, init: Partial<ControlClientInit> = {}): Promise<{ client: ControlClient, told: string[], protocols: Map<string, Assignment> }> {
  const told: string[] = []
  const protocols = new Map<string, Assignment>()
  const listener: ControlClientListener = {
    onProtocol: (protocol) => { told.push(`protocol ${protocol.name} ${protocol.generation}`); protocols.set(protocol.name, protocol) },
    onRemoved: (name) => { told.push(`removed ${name}`); protocols.delete(name) },
    onEndpoints: (name, endpoints) => told.push(`endpoints ${name} ${endpoints.map((endpoint) => `${endpoint.id}:${endpoint.state}`).join(' ')}`.trim()),
    onSynced: () => told.push('synced'),
    onHold: (name, epoch, isReleased) => told.push(`${isReleased ? 'release' : 'hold'} ${name} ${epoch}`),
    onConnection: (isConnected) => told.push(isConnected ? 'up' : 'down')
  }
  const hello = { peerId: '12D3KooWGateway', multiaddrs: ['/ip4/127.0.0.1/tcp/1'], ordinal: 0, version: '0.1.0' }
  const client = new ControlClient({ address, hello: () => hello, listener, backoff: { minMs: 10, maxMs: 50 }, ...init })
  cleanups.push(() => client.stop())
  await client.start()
  return { client, told, protocols }
}

/** A TCP relay whose bytes can be stopped without closing anything: a half-dead link, or a slow one. */
async function relay (target: string): Promise<{ address: string, freeze: () => void, thaw: () => void }> {
  const sockets = new Map<Socket, Socket>()
  const [host, port] = target.split(':') as [string, string]
  let isFrozen = false
  const server: Server = createServer((downstream) => {
    const upstream = connect(Number(port), host)
    for (const [from, to] of [[downstream, upstream], [upstream, downstream]] as const) {
      sockets.set(from, to)
      from.on('error', () => from.destroy())
      from.on('close', () => { sockets.delete(from); to.destroy() })
      if (!isFrozen) from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(async () => { for (const socket of sockets.keys()) socket.destroy(); server.close() })
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze: () => { isFrozen = true; for (const socket of sockets.keys()) { socket.unpipe(); socket.pause() } },
    thaw: () => { isFrozen = false; for (const [from, to] of sockets) from.pipe(to) }
  }
}

const until = async (condition: () => void, timeoutMs = 10_000): Promise<void> => { await vi.waitFor(condition, { timeout: timeoutMs, interval: 5 }) }

describe('the Control link', () => {
  it('tells a new gateway everything, then synced, then changes', async () => {
    const { server, address } = await listen()
    server.setProtocol(assignment('a'))
    server.setEndpoints('a', [{ id: 'a-0', address: '127.0.0.1:1', state: 'ready' }])
    server.setProtocol(assignment('b'))
    const { told, protocols } = await gateway(address)
    await until(() => expect(told).toEqual(['protocol a 1', 'up', 'endpoints a a-0:ready', 'protocol b 1', 'endpoints b', 'synced']))
    expect(protocols.get('a')).toEqual(assignment('a'))
    server.setEndpoints('a', [{ id: 'a-0', address: '127.0.0.1:1', state: 'draining' }, { id: 'a-1', address: 'unix:/tmp/x', state: 'starting' }])
    server.setProtocol(assignment('b', 2))
    server.hold('a', 7)
    server.release('a')
    server.removeProtocol('b')
    await until(() => expect(told.slice(6)).toEqual(['endpoints a a-0:draining a-1:starting', 'protocol b 2', 'hold a 7', 'release a 7', 'removed b']))
  })

  it('hands the gateway\'s reports to the listener with who sent them', async () => {
    const seen: unknown[] = []
    const listener: ControlServerListener = {
      onGateway: ({ peerId }, isConnected) => seen.push([peerId, isConnected]),
      onLoad: ({ ordinal }, loads) => seen.push(['load', ordinal, loads]),
      onActivate: (_, protocol, held) => seen.push(['activate', protocol, held]),
      onHoldAck: (_, ack) => seen.push(['ack', ack]),
      onState: (_, state) => seen.push(['state', state])
    }
    const { server, address } = await listen({ listener })
    server.setProtocol(assignment('a'))
    const { client } = await gateway(address)
    await until(() => expect(client.isSynced).toBe(true))
    const state = { protocol: 'a', generation: 1, registered: false, error: 'two protocols have the handler X' }
    client.report([load('a', 3)])
    client.activate('a', 2)
    client.holdAck({ protocol: 'a', epoch: 4, accepted: true })
    client.state(state)
    await until(() => expect(seen).toEqual([
      ['12D3KooWGateway', true], ['load', 0, [load('a', 3)]], ['activate', 'a', 2], ['ack', { protocol: 'a', epoch: 4, accepted: true }], ['state', state]
    ]))
    expect(server.gateways.map(({ peerId }) => peerId)).toEqual(['12D3KooWGateway'])
    await client.stop()
    await until(() => expect(seen.at(-1)).toEqual(['12D3KooWGateway', false]))
  })

  it('reconnects after a restart of the server, repeats nothing unchanged and drops what is gone', async () => {
    const first = await listen()
    first.server.setProtocol(assignment('kept'))
    first.server.setProtocol(assignment('gone'))
    first.server.hold('kept', 3)
    const { client, told } = await gateway(first.address)
    await until(() => expect(client.isSynced).toBe(true))
    client.state({ protocol: 'kept', generation: 1, registered: true, error: '' })
    told.length = 0
    await first.server.stop()
    await until(() => expect(told).toEqual(['down']))
    client.report([load('kept', 1)])
    client.report([load('kept', 2)])
    const states: string[] = []
    const loads: number[] = []
    const second = new ControlServer({ listener: { onState: (_, state) => states.push(state.protocol), onLoad: (_, [only]) => loads.push(only?.callsArrived ?? 0) } })
    cleanups.push(() => second.stop())
    second.setProtocol(assignment('kept'))
    second.setProtocol(assignment('new'))
    await second.listen(first.address)
    await until(() => expect(told).toEqual(['down', 'up', 'protocol new 1', 'endpoints new', 'release kept 3', 'removed gone', 'synced']))
    await until(() => expect([states, loads]).toEqual([['kept'], [2]]))
  })

  it('keeps trying while there is no server', async () => {
    const { server, address } = await listen()
    await server.stop()
    const { client } = await gateway(address)
    await setImmediate()
    expect(client.isConnected).toBe(false)
    await listen({}, address)
    await until(() => expect(client.isSynced).toBe(true))
  })

  it('sends a slow gateway the latest state of each protocol, not every step', { timeout: 60_000 }, async () => {
    const { server, address } = await listen({ keepalive: { timeMs: 60_000, timeoutMs: 60_000 } })
    const slow = await relay(address)
    const { client, protocols, told } = await gateway(slow.address, { keepalive: { timeMs: 60_000, timeoutMs: 60_000 } })
    await until(() => expect(client.isSynced).toBe(true))
    slow.freeze()
    const text = 'x'.repeat(64 * 1024)
    const before = process.memoryUsage()
    for (let generation = 1; generation <= 20_000; generation += 1) {
      server.setProtocol(assignment('busy', generation, text))
      server.setEndpoints('busy', [{ id: 'w', address: `127.0.0.1:${generation % 65535}`, state: 'ready' }])
      const name = `short-${generation}`
      server.setProtocol(assignment(name, 1))
      server.removeProtocol(name)
      if (generation % 1000 === 0) await setImmediate()
    }
    const grown = process.memoryUsage()
    expect(grown.arrayBuffers - before.arrayBuffers).toBeLessThan(50 * 1024 * 1024)
    told.length = 0
    slow.thaw()
    await until(() => expect(protocols.get('busy')?.generation).toBe(20_000))
    expect(told.length).toBeLessThan(100)
  })

  it('notices a half-dead link by its pings and connects anew', async () => {
    const { address } = await listen()
    const link = await relay(address)
    const { client, told } = await gateway(link.address, { keepalive: { timeMs: 100, timeoutMs: 100 } })
    await until(() => expect(client.isSynced).toBe(true))
    link.freeze()
    await until(() => expect(told).toContain('down'))
    link.thaw()
    await until(() => expect(client.isSynced).toBe(true))
  })

  it('follows a redirect to the leader and leaves a server whose term has passed', async () => {
    const leader = await listen({ term: 5 })
    leader.server.setProtocol(assignment('a'))
    const follower = await listen({ term: 4 })
    follower.server.follow(leader.address)
    const { client, told } = await gateway(follower.address)
    await until(() => expect(client.isSynced).toBe(true))
    follower.server.lead() // the old leader believes in itself again
    follower.server.setProtocol(assignment('stale'))
    await leader.server.stop()
    await until(() => expect(told).toContain('down'))
    const next = await listen({ term: 6 }, leader.address)
    next.server.setProtocol(assignment('fresh'))
    follower.server.follow(next.address)
    await until(() => expect(told).toContain('protocol fresh 1'))
    expect(told).not.toContain('protocol stale 1')
  })

  it('turns gateways away while nobody knows the leader, and tells them everything when it leads', async () => {
    const { server, address } = await listen()
    server.setProtocol(assignment('a'))
    server.follow(undefined)
    const warnings: string[] = []
    const logger: Logger = { ...silentLogger, warn: (_, fields) => { warnings.push(String(fields?.['error'])) }, child: () => logger }
    const { client, told } = await gateway(address, { logger })
    await until(() => expect(warnings.filter((text) => text.includes('nobody leads yet')).length).toBeGreaterThan(1))
    expect(told).toEqual([])
    server.lead(7)
    await until(() => expect(client.isSynced).toBe(true))
    server.follow(undefined)
    await until(() => expect(told).toContain('down'))
    expect(server.gateways).toEqual([])
  })

  it('lets a gateway that comes twice keep only its newer link', async () => {
    const events: string[] = []
    const { server, address } = await listen({ listener: { onGateway: (_, isConnected) => events.push(isConnected ? 'came' : 'left') } })
    const first = await gateway(address, { backoff: { minMs: 60_000, maxMs: 60_000 } })
    await until(() => expect(first.client.isSynced).toBe(true))
    const second = await gateway(address)
    await until(() => expect(second.client.isSynced).toBe(true))
    await until(() => expect(first.client.isConnected).toBe(false))
    expect(server.gateways).toHaveLength(1)
    expect(events).toEqual(['came', 'left', 'came'])
  })

  it('survives a listener that throws', async () => {
    const { server, address } = await listen({ listener: { onLoad: () => { throw new Error('listener') } } })
    const { client, told } = await gateway(address)
    await until(() => expect(client.isSynced).toBe(true))
    client.report([load('a', 1)])
    server.setProtocol(assignment('late'))
    await until(() => expect(told).toContain('protocol late 1'))
  })

  it('names the address that is taken', async () => {
    const { address } = await listen()
    await expect(listen({}, address)).rejects.toThrow(`cannot serve the Control link on ${address}`)
  })

  it('stops at once while it waits for a server that does not answer', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    cleanups.push(async () => { silent.close() })
    const { client } = await gateway(`127.0.0.1:${(silent.address() as AddressInfo).port}`)
    const stopping: Startable = client
    await stopping.stop()
    expect(client.isConnected).toBe(false)
  })
})
