/** Signed messages between hivemind's own AuthRPCWrapper and this code, in both directions. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { multiaddr } from '@multiformats/multiaddr'
import { SignatureAuthorizer, authFieldsOf, openSshKey, refusalReason } from '@subnetes/auth'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signedService } from '../fixtures/auth/signed-service.ts'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startWorker } from '../support/processes.ts'
import { startRedis } from '../support/redis.ts'
import { HivemindPeer } from './hivemind-peer.ts'
import type { PrivateKey } from '@libp2p/interface'
import type { Message } from '@subnetes/proto'
import type { Authorizer, SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'
import type { RedisServer } from '../support/redis.ts'

const SCRIPT = fileURLToPath(new URL('python/auth_peer.py', import.meta.url))
const INCLUDE = fileURLToPath(new URL('../../proto', import.meta.url))
const fields = authFieldsOf(signedService)

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-auth-'))
  await writeFile(join(folder, 'signed.proto'), signedService.proto)
})

afterAll(async () => { await rm(folder, { recursive: true, force: true }) })

/** An RSA identity in a file, as hivemind has them. */
async function rsaIdentity (name: string): Promise<PrivateKey> {
  const key = await generateKeyPair('RSA')
  await writeFile(join(folder, name), privateKeyToProtobuf(key), { mode: 0o600 })
  return key
}

async function startPeer (identity: string, init: { connect?: readonly string[], serve?: boolean }): Promise<HivemindPeer> {
  const args = ['--proto', join(folder, 'signed.proto'), '--include', INCLUDE]
  return await HivemindPeer.start({ ...init, identity: join(folder, identity), program: { script: SCRIPT, args } })
}

describe('a hivemind client at a gateway that requires signatures', () => {
  let redis: RedisServer
  let control: TestControl
  let gateway: ListeningProcess<GatewayWhere>
  let worker: ListeningProcess<WorkerWhere>
  let peer: HivemindPeer
  let recipient: string

  beforeAll(async () => {
    const key = await rsaIdentity('gateway.key')
    await rsaIdentity('caller.key')
    recipient = openSshKey(key.publicKey)
    ;[redis, control] = await Promise.all([startRedis(), startControl()])
    ;[gateway, worker] = await Promise.all([
      startGateway({ SUBNETES_CONTROL: control.address, SUBNETES_IDENTITY: join(folder, 'gateway.key'), SUBNETES_REDIS: redis.url }),
      startWorker('test/fixtures/auth/signed-worker.ts', { SUBNETES_PROTOCOL: 'signed', SUBNETES_WORKER_ID: 'signed-0' })
    ])
    const { methods, ...rest } = assignmentOf('signed', signedService)
    const required = (methods ?? []).map((method) => ({ ...method, accessJson: JSON.stringify({ messageSignature: method.name === 'rpc_upload' ? 'Off' : 'Required' }) }))
    control.server.setProtocol({ ...rest, methods: required })
    control.server.setEndpoints('signed', [{ id: 'signed-0', address: worker.where.address, state: 'ready' }])
    await eventually('the protocol is served', () => control.told.states.some(({ registered }) => registered))
    peer = await startPeer('caller.key', { connect: gateway.where.multiaddrs })
    // Bound requests are refused for some seconds after the start (docs/security.md).
    await eventually('the gateway takes bound requests', async () => !(await outcome('well', recipient)).includes('before_start'), 20_000)
  })

  afterAll(async () => {
    await peer.stop()
    await Promise.all([gateway.stop(), worker.stop()])
    await control.server.stop()
    await redis.stop()
  })

  async function outcome (mode: string, to?: string): Promise<string> {
    const call = peer.call({ peer: gateway.where.peerId, method: 'rpc_ask', auth: { mode, ...(to === undefined ? {} : { recipient: to }) } })
    const end = await call.outcome
    return end.event === 'error' ? end.text : `answered ${JSON.stringify(call.messages.map(({ message }) => message['text']))}`
  }

  test('is answered, and takes the signed answer, whether its requests are bound or not', async () => {
    expect(await outcome('well', recipient)).toBe('answered ["how much?"]')
    expect(await outcome('well')).toBe('answered ["how much?"]')
  })

  test.each([
    ['unsigned', 'unsigned'], ['tampered', 'bad_signature'], ['replayed', 'replayed'], ['expired', 'expired'], ['wrong-recipient', 'wrong_recipient'], ['wrong-key', 'wrong_key']
  ])('is refused when its request is %s, with the reason %s', async (mode, reason) => {
    expect(await outcome(mode, recipient)).toMatch(new RegExp(`Unauthenticated\\('SignedProtocol\\.rpc_ask: .*\\(reason: ${reason}\\)'\\)`))
    if (mode !== 'wrong-recipient') expect(await outcome(mode)).toContain(`(reason: ${reason})`)
  })
})

describe('a stub of ours at a hivemind servicer behind AuthRPCWrapper', () => {
  let server: HivemindPeer
  let node: SubnetNode
  let key: PrivateKey
  let serverKey: string

  beforeAll(async () => {
    serverKey = openSshKey((await rsaIdentity('server.key')).publicKey)
    key = await rsaIdentity('client.key')
    server = await startPeer('server.key', { serve: true })
    node = await createNode({ privateKey: key, dht: 'off' })
    await node.dial(server.addresses.map((address) => multiaddr(address)))
  })

  afterAll(async () => {
    await node.stop()
    await server.stop()
  })

  const signer = (init: { key?: PrivateKey, recipient?: string, now?: () => number } = {}): SignatureAuthorizer =>
    new SignatureAuthorizer({ key: init.key ?? key, fields, recipientKey: () => init.recipient ?? serverKey, ...(init.now === undefined ? {} : { now: init.now }) })

  async function ask (text: string, authorizer?: Authorizer): Promise<unknown> {
    const stub = createStub(node, server.peerId, { service: signedService, ...(authorizer === undefined ? {} : { authorizer }) })
    return (await (stub['rpc_ask']?.({ text }) as Promise<Message>))['text']
  }

  /** hivemind tells nobody why: the refused call ends in this exception of its own. */
  const REFUSED = /AttributeError\("'NoneType' object has no attribute 'SerializeToString'"\)/

  test('is answered, and takes the signed answer', async () => {
    expect(await ask('how much?', signer())).toBe('how much?')
  })

  test('is refused when its request is unsigned, tampered, replayed, expired, or bound to another', async () => {
    await expect(ask('x')).rejects.toThrow(/Error/)
    const good = signer()
    const tampering: Authorizer = { signRequest: async (request, call) => Buffer.concat([await good.signRequest(request, call), Buffer.from([0x12, 0x01, 0x79])]) }
    await expect(ask('x', tampering)).rejects.toThrow(REFUSED)
    let once: Uint8Array | undefined
    const replaying: Authorizer = { signRequest: async (request, call) => (once ??= await good.signRequest(request, call)) }
    expect(await ask('x', replaying)).toBe('x')
    await expect(ask('x', replaying)).rejects.toThrow(REFUSED)
    await expect(ask('x', signer({ now: () => Date.now() - 120_000 }))).rejects.toThrow(REFUSED)
    await expect(ask('x', signer({ recipient: openSshKey((await generateKeyPair('RSA')).publicKey) }))).rejects.toThrow(REFUSED)
  })

  test.each([['tampered', 'bad_signature'], ['other-nonce', 'wrong_nonce'], ['unsigned', 'unsigned'], ['other-key', 'wrong_key']])('refuses an answer that is %s, with the reason %s', async (text, reason) => {
    expect(refusalReason(await ask(text, signer()).catch((error: unknown) => error))).toBe(reason)
  })
})
