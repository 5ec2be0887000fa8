/** `access` at a real gateway process: one meaning for calls, streams, jobs and reflection, changed while calls run. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { SignatureAuthorizer, authFieldsOf, openResponse, refusalReason, refusalRetryAfterMs } from '@subnetes/auth'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { identity, signedService } from '../fixtures/auth/signed-service.ts'
import type { Identity } from '../fixtures/auth/signed-service.ts'
import { assignmentOf, startControl } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway, startWorker } from '../support/processes.ts'
import type { ProtocolAccess } from '@subnetes/api'
import type { AssignmentInit, ProtocolState } from '@subnetes/control'
import type { Message } from '@subnetes/proto'
import type { Authorizer, DynamicStub, SubnetNode } from '@subnetes/rpc'
import type { TestControl } from '../support/control.ts'
import type { GatewayWhere, ListeningProcess, WorkerWhere } from '../support/processes.ts'

const jobs = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })
const reflection = loadService({ proto: PROTO_TEXTS['subnetes/v1/reflection.proto'] ?? '', service: 'ReflectionProtocol' })
const fields = authFieldsOf(signedService)

let folder: string
let control: TestControl
let gateway: ListeningProcess<GatewayWhere>
let worker: ListeningProcess<WorkerWhere>
let known: Identity
let stranger: Identity
let peers: Map<Identity, SubnetNode>
let generation = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-access-'))
  ;[known, stranger] = await Promise.all([identity(), identity()])
  await stakes({ [known.peer]: 'Validator' })
  control = await startControl()
  ;[gateway, worker] = await Promise.all([
    startGateway({ SUBNETES_CONTROL: control.address, SUBNETES_STAKE_FILE: join(folder, 'stakes.json') }),
    startWorker('test/fixtures/auth/signed-worker.ts', { SUBNETES_PROTOCOL: 'signed', SUBNETES_WORKER_ID: 'signed-0', SUBNETES_CONCURRENCY: '8' })
  ])
  peers = new Map()
  for (const own of [known, stranger]) {
    const node = await createNode({ privateKey: own.key, dht: 'off' })
    await node.dial(gateway.where.multiaddrs.map((address) => multiaddr(address)))
    peers.set(own, node)
  }
})

beforeEach(async () => { await apply() })

afterAll(async () => {
  await Promise.all([...peers.values()].map(async (peer) => await peer.stop()))
  await Promise.all([gateway.stop(), worker.stop()])
  await control.server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function stakes (of: Record<string, string>): Promise<void> {
  await writeFile(join(folder, 'stakes.json'), JSON.stringify(of))
}

/** Applies rules and waits for what the gateway says of them. */
async function apply (access?: ProtocolAccess, ofMethods: Record<string, ProtocolAccess> = {}): Promise<ProtocolState> {
  generation += 1
  const plain = assignmentOf('signed', signedService, { generation, concurrency: 8, accessJson: access === undefined ? '' : JSON.stringify(access) })
  const methods = (plain.methods ?? []).map((method) => ({ ...method, accessJson: ofMethods[method.name ?? ''] === undefined ? '' : JSON.stringify(ofMethods[method.name ?? '']) }))
  control.server.setProtocol({ ...plain, methods } satisfies AssignmentInit)
  control.server.setEndpoints('signed', [{ id: 'signed-0', address: worker.where.address, state: 'ready' }])
  const told = (): ProtocolState | undefined => control.told.states.find((state) => state.protocol === 'signed' && state.generation === generation)
  await eventually(`generation ${generation} told`, () => told() !== undefined)
  return told() as ProtocolState
}

function stub (of: Identity, service = signedService, authorizer?: Authorizer): DynamicStub {
  return createStub(peers.get(of) as SubnetNode, gateway.where.peerId, { service, ...(authorizer === undefined ? {} : { authorizer }) })
}

function signer (of: Identity): SignatureAuthorizer {
  return new SignatureAuthorizer({ key: of.key, fields })
}

async function ask (of: Identity, authorizer?: Authorizer): Promise<unknown> {
  return ((await (stub(of, signedService, authorizer)['rpc_ask']?.({ text: 'how much?' }) as Promise<Message>))['text'])
}

async function reasonOf (call: Promise<unknown>): Promise<string> {
  return await call.then((value) => `answered ${JSON.stringify(value)}`, (error: unknown) => refusalReason(error) ?? String(error))
}

async function upload (of: Identity): Promise<unknown> {
  async function * texts (): AsyncGenerator<Message> { yield { text: 'a' }; yield { text: 'b' } }
  return (await (stub(of)['rpc_upload']?.(texts()) as Promise<Message>))['text']
}

test('lists and stake hold for every shape, and rules of a method replace those of the protocol', async () => {
  await apply({ deny: [stranger.peer] }, { rpc_upload: { stake: { minClass: 'Included' } } })
  expect(await ask(known)).toBe('how much?')
  expect(await reasonOf(ask(stranger))).toBe('denied')
  expect(await reasonOf((stub(stranger)['rpc_stream']?.({}) as AsyncGenerator<Message>).next())).toBe('denied')
  expect(await upload(known)).toBe('ab')
  expect(await reasonOf(upload(stranger))).toBe('not_staked')
  await apply({ allow: [known.peer] })
  expect([await reasonOf(ask(known)), await reasonOf(upload(stranger))]).toEqual(['answered "how much?"', 'not_allowed'])
})

test('a job obeys the access of its method when it is submitted', async () => {
  await apply({ deny: [stranger.peer] })
  const submit = async (of: Identity): Promise<unknown> => await (stub(of, jobs)['rpc_submit']?.({ handle: 'SignedProtocol.rpc_ask', request: signedService.methods.get('rpc_ask')?.encodeRequest({ text: 'job' }) }) as Promise<Message>)
  expect(await submit(known)).toMatchObject({ handle: 'SignedProtocol.rpc_ask' })
  expect(await reasonOf(submit(stranger))).toBe('denied')
})

test('reflection shows a peer only what it may call', async () => {
  await apply({ deny: [stranger.peer] })
  const list = async (of: Identity): Promise<string[]> => ((await (stub(of, reflection)['rpc_list']?.({}) as Promise<Message>))['protocols'] as Array<{ name: string }>).map(({ name }) => name)
  expect(await list(known)).toContain('signed')
  expect(await list(stranger)).not.toContain('signed')
  await expect(stub(stranger, reflection)['rpc_schema']?.({ handle: 'SignedProtocol.rpc_ask' })).rejects.toMatchObject({ code: 'not_found' })
})

test('streams of a peer that new rules revoke end, those of others go on', async () => {
  await apply({ messageSignature: 'Off' })
  const [revoked, kept] = [stranger, known].map((of) => stub(of)['rpc_stream']?.({ text: 'on' }) as AsyncGenerator<Message>) as [AsyncGenerator<Message>, AsyncGenerator<Message>]
  await Promise.all([revoked.next(), kept.next()])
  const end = reasonOf((async () => { for await (const _ of revoked) { /* until it ends */ } })())
  await apply({ deny: [stranger.peer] })
  expect(await end).toBe('denied')
  expect((await kept.next()).value).toMatchObject({ text: 'on' })
  await kept.return(undefined)
})

test('stake that changes in the file counts without a restart', async () => {
  await apply({ stake: { minClass: 'Idle' } })
  expect([await reasonOf(ask(known)), await reasonOf(ask(stranger))]).toEqual(['answered "how much?"', 'not_staked'])
  await stakes({ [known.peer]: 'Registered', [stranger.peer]: 'Idle' })
  await eventually('the file was read', async () => await reasonOf(ask(stranger)) === 'answered "how much?"')
  expect(await reasonOf(ask(known))).toBe('not_staked')
  await stakes({ [known.peer]: 'Validator' })
})

test('a rate is kept with a hint when to come back', async () => {
  await apply({ rateLimit: { requestsPerSecond: 1, burst: 2 } })
  await ask(known)
  await ask(known)
  const refused = await ask(known).catch((error: unknown) => error)
  expect(refusalReason(refused)).toBe('rate')
  expect(refusalRetryAfterMs(refused)).toBeGreaterThan(100)
  expect(await ask(stranger)).toBe('how much?')
})

test('required signatures: signed calls are answered with signed answers, others are refused, and streams of requests cannot be asked for one', async () => {
  const state = await apply({ messageSignature: 'Required' })
  expect(state).toMatchObject({ registered: false, error: expect.stringContaining('rpc_upload: a stream of requests cannot carry message signatures') as string })
  await expect(ask(known)).rejects.toMatchObject({ code: 'unimplemented' })
  expect(await apply({ messageSignature: 'Required' }, { rpc_upload: { messageSignature: 'Off' } })).toMatchObject({ registered: true })
  const answers: Uint8Array[] = []
  const signing = signer(known)
  const watching: Authorizer = {
    signRequest: signing.signRequest,
    validateResponse: async (response, request, call) => { answers.push(response); await signing.validateResponse(response, request, call) }
  }
  // Requests are refused for some seconds after the gateway's start; see docs/security.md.
  await eventually('the gateway has run for a while', async () => await reasonOf(ask(known, watching)) === 'answered "how much?"', 15_000)
  expect(openResponse(answers.at(-1) as Uint8Array, 4)?.signature.length).toBeGreaterThan(0)
  expect(await reasonOf(ask(known))).toBe('unsigned')
  expect(await reasonOf(ask(stranger, signer(known)))).toBe('wrong_key')
  const stream = stub(known, signedService, signer(known))['rpc_stream']?.({ text: 'signed' }) as AsyncGenerator<Message>
  expect([(await stream.next()).value as Message, (await stream.next()).value as Message]).toMatchObject([{ text: 'signed' }, { text: 'signed' }])
  await stream.return(undefined)
})

test('rules that this gateway cannot hold close the protocol, in words', async () => {
  expect(await apply({ magic: true } as ProtocolAccess)).toMatchObject({ registered: false, error: expect.stringContaining('access.magic') as string })
  await expect(ask(known)).rejects.toMatchObject({ code: 'unimplemented' })
})
