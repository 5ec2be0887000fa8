/** The Control and Runner links by mutual TLS: who is let in, in what words others are not, and that a rotation ends nothing. */
import { connect as tlsConnect } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { TlsStore, silentLogger } from '@subnetes/common'
import type { Logger, TlsClientInit, TlsMaterial } from '@subnetes/common'
import { createCa, tlsStore } from '../../test/support/certificates.ts'
import type { LeafInit, TestCa } from '../../test/support/certificates.ts'
import { ControlClient } from './client.ts'
import type { GatewayInfo } from './gateway-link.ts'
import { RunnerClient } from './runner-client.ts'
import { ControlServer } from './server.ts'

const cleanups: Array<() => Promise<void> | void> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const OPERATOR = 'operator.subnetes'
const GATEWAY = 'gateway.subnetes'
let ca: TestCa
beforeAll(async () => { ca = await createCa() })

const until = async (condition: () => void): Promise<void> => { await vi.waitFor(condition, { timeout: 10_000, interval: 5 }) }

interface TestServer { readonly server: ControlServer, readonly address: string, readonly source: TlsStore, readonly seen: GatewayInfo[], readonly warnings: string[] }

let gateways = 0

async function serve (leaf: LeafInit = { names: [OPERATOR] }, authority = ca): Promise<TestServer> {
  const source = tlsStore({ ...await authority.issue(leaf), ca: ca.pem })
  const seen: GatewayInfo[] = []
  const warnings: string[] = []
  const logger: Logger = { ...silentLogger, warn: (_, fields) => warnings.push(String(fields?.['error'])), child: () => logger }
  const onGateway = (info: GatewayInfo, isConnected: boolean): void => { if (isConnected) seen.push(info) }
  const server = new ControlServer({ tls: { source, clients: [GATEWAY] }, listener: { onGateway }, logger })
  cleanups.push(async () => await server.stop())
  return { server, source, seen, warnings, address: await server.listen('127.0.0.1:0') }
}

async function gateway (address: string, tls: TlsClientInit | undefined): Promise<{ client: ControlClient, connections: Array<string | true> }> {
  const connections: Array<string | true> = []
  const warn = (message: string, fields: Readonly<Record<string, unknown>> = {}): void => { if (message === 'control link down') connections.push(String(fields['error'])) }
  const logger: Logger = { ...silentLogger, warn, child: () => logger }
  gateways += 1
  const hello = { peerId: `peer-${gateways}`, multiaddrs: [], ordinal: 3, version: '1' }
  const onConnection = (isConnected: boolean): void => { if (isConnected) connections.push(true) }
  const client = new ControlClient({ address, hello: () => hello, tls, logger, listener: { onConnection }, backoff: { minMs: 10, maxMs: 50 } })
  cleanups.push(async () => await client.stop())
  await client.start()
  return { client, connections }
}

const dial = (material: TlsMaterial): TlsClientInit => ({ source: tlsStore(material), serverName: OPERATOR })

describe('the Control link by TLS', () => {
  it('lets a gateway in by its name, though an IP address is dialled, and says from where it came', async () => {
    const { address, seen, server } = await serve()
    const { client } = await gateway(address, dial(await ca.issue({ names: [GATEWAY] })))
    await until(() => expect(client.isSynced).toBe(true))
    expect(seen).toMatchObject([{ ordinal: 3, remoteAddress: '127.0.0.1' }])
    expect(server.gateways).toHaveLength(1)
  })

  it.each<[string, LeafInit, 'same' | 'other', RegExp]>([
    ['another name', { names: ['inference.subnetes'] }, 'same', /the client certificate is for inference.subnetes; allowed here is gateway.subnetes/],
    ['a longer name', { names: ['gateway.subnetes.evil'] }, 'same', /is for gateway.subnetes.evil; allowed here is gateway.subnetes/],
    ['a wildcard', { names: ['*.subnetes'] }, 'same', /is for \*.subnetes; allowed/],
    ['another authority', { names: [GATEWAY] }, 'other', /certificate of gateway.subnetes \(issued by CN=ca-.*\) is signed by an authority that is not in our ca.crt/],
    ['a certificate that has expired', { names: [GATEWAY], notAfter: new Date(Date.now() - 1000) }, 'same', /certificate of gateway.subnetes \(issued by .*\) has expired/],
    ['a certificate that is not valid yet', { names: [GATEWAY], notBefore: new Date(Date.now() + 60_000) }, 'same', /is not valid yet/],
    ['the certificate of a server', { names: [GATEWAY], usages: ['serverAuth'] }, 'same', /is not made for this side of a connection/]
  ])('refuses a gateway with %s, in words on both sides', async (_, leaf, authority, words) => {
    const { address, seen, warnings } = await serve()
    const material = await (authority === 'same' ? ca : await createCa()).issue(leaf)
    const { connections } = await gateway(address, dial({ ...material, ca: ca.pem }))
    await until(() => expect(connections[0]).toMatch(words))
    expect(warnings[0]).toMatch(words)
    expect([seen, connections.includes(true)]).toEqual([[], false])
  })

  it('refuses a client without a certificate', async () => {
    const { address, warnings } = await serve()
    const [host, port] = address.split(':') as [string, string]
    const socket = tlsConnect({ host, port: Number(port), ca: ca.pem, servername: OPERATOR, checkServerIdentity: () => undefined, ALPNProtocols: ['h2'] })
    cleanups.push(() => { socket.destroy() })
    await until(() => expect(warnings).toEqual(['a client certificate of gateway.subnetes is needed here, and none came; give the client a TLS folder']))
  })

  it('refuses plaintext', async () => {
    const { address, seen } = await serve()
    const { connections } = await gateway(address, undefined)
    await until(() => expect(connections.length).toBeGreaterThan(0))
    expect([seen, connections.includes(true)]).toEqual([[], false])
  })

  it.each<[string, LeafInit, 'same' | 'other', RegExp]>([
    ['another name', { names: [GATEWAY] }, 'same', /the server's certificate is for gateway.subnetes; expected was operator.subnetes/],
    ['another authority', { names: [OPERATOR] }, 'other', /unable to verify the first certificate|unable to get local issuer/],
    ['a certificate that has expired', { names: [OPERATOR], notAfter: new Date(Date.now() - 1000) }, 'same', /certificate has expired/],
    ['the certificate of a client', { names: [OPERATOR], usages: ['clientAuth'] }, 'same', /certificate purpose/]
  ])('does not believe a server with %s', async (_, leaf, authority, words) => {
    const { address, seen } = await serve(leaf, authority === 'same' ? ca : await createCa())
    const { connections } = await gateway(address, dial(await ca.issue({ names: [GATEWAY] })))
    await until(() => expect(connections[0]).toMatch(words))
    expect(seen).toEqual([])
  })

  it('lives through a rotation of leaves and of the authority, and new links meet the new one', async () => {
    const { address, source, seen } = await serve()
    const init = dial(await ca.issue({ names: [GATEWAY] }))
    const first = await gateway(address, init)
    await until(() => expect(first.client.isSynced).toBe(true))
    const next = await createCa()
    source.set(await next.issue({ names: [OPERATOR] }))
    const late = await gateway(address, dial(await next.issue({ names: [GATEWAY] })))
    await until(() => expect(late.client.isSynced).toBe(true))
    const old = await gateway(address, init)
    await until(() => expect(old.connections.length).toBeGreaterThan(0))
    expect([first.client.isSynced, first.connections, old.connections.includes(true)]).toEqual([true, [true], false])
    ;(init.source as TlsStore).set(await next.issue({ names: [GATEWAY] }))
    await until(() => expect(old.client.isSynced).toBe(true))
    expect(seen).toHaveLength(3)
  })

  it('waits for the first certificate on either side', async () => {
    const [serverSource, clientSource] = [new TlsStore('server'), new TlsStore('client')]
    const server = new ControlServer({ tls: { source: serverSource, clients: [GATEWAY] } })
    cleanups.push(async () => await server.stop())
    const address = await server.listen('127.0.0.1:0')
    const { client } = await gateway(address, { source: clientSource, serverName: OPERATOR })
    serverSource.set(await ca.issue({ names: [OPERATOR] }))
    clientSource.set(await ca.issue({ names: [GATEWAY] }))
    await until(() => expect(client.isSynced).toBe(true))
  })
})

describe('the Runner link by TLS', () => {
  it('tells its caller that another pod has the address now', async () => {
    const { address } = await serve({ names: ['other.subnetes'] })
    const client = new RunnerClient({ address, tls: { source: tlsStore(await ca.issue({ names: [OPERATOR] })), serverName: 'inference.subnetes' } })
    cleanups.push(() => client.close())
    await expect(client.drain(1)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining("the server's certificate is for other.subnetes; expected was inference.subnetes") as string })
  })

  it('believes the authority that it is told to, and no other', async () => {
    const issuer = await createCa()
    const { address, warnings } = await serve({ names: ['inference.subnetes'] }, issuer)
    const tls = { source: tlsStore(await ca.issue({ names: [OPERATOR] })), serverName: 'inference.subnetes' }
    const [plain, trusting] = [new RunnerClient({ address, tls }), new RunnerClient({ address, tls: { ...tls, trustedCa: issuer.pem } })]
    cleanups.push(() => { plain.close(); trusting.close() })
    await expect(plain.drain(1)).rejects.toThrow("the server's certificate is signed by an authority that is not in our ca.crt")
    await expect(trusting.drain(1)).rejects.toThrow('allowed here is gateway.subnetes')
    expect(warnings.at(-1)).toContain('operator.subnetes')
  })
})
