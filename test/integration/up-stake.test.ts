/** The stake flags of `subnetes up`: from a file and from the chain, in rules of a manifest and for all who connect. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { multiaddr } from '@multiformats/multiaddr'
import { refusalReason } from '@subnetes/auth'
import { loadService } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Chain } from '../fixtures/auth/chain.ts'
import { identity } from '../fixtures/auth/signed-service.ts'
import { eventually } from '../support/eventually.ts'
import { UpSubnet, manifest, subnetes, upProto } from '../fixtures/up-subnet.ts'
import type { Message } from '@subnetes/proto'
import type { Identity } from '../fixtures/auth/signed-service.ts'

/** Four processes start, and others may keep the machine busy. */
const READY_MS = 60_000

let folder: string
let staked: Identity
let stranger: Identity

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-up-stake-'))
  ;[staked, stranger] = await Promise.all([identity(), identity()])
  await writeFile(join(folder, 'stakes.json'), JSON.stringify({ [staked.peer]: 'Validator' }))
})

afterAll(async () => { await rm(folder, { recursive: true, force: true }) })

/** A subnet with one protocol that is ready. */
async function up (spec: Readonly<Record<string, unknown>>, args: readonly string[]): Promise<UpSubnet> {
  const subnet = await UpSubnet.start({ 'one.yaml': manifest('one', { spec }) }, args)
  onTestFinished(async () => { await subnet[Symbol.asyncDispose]() })
  await eventually('the protocol is ready', () => subnet.last('protocol')?.phase === 'ready' || subnet.process.exitCode !== null, READY_MS)
  expect(subnet.last('protocol')?.phase, subnet.stderr).toBe('ready')
  return subnet
}

/** What comes of a call over a connection of its own: the text, the reason of a refusal, or that there is no connection. */
async function outcome (subnet: UpSubnet, { key }: Identity): Promise<string> {
  const node = await createNode({ privateKey: key, dht: 'off' })
  try {
    const { remotePeer } = await node.dial(multiaddr(subnet.address))
    const stub = createStub(node, remotePeer, { service: loadService({ proto: upProto() }), timeoutMs: 15_000 })
    return String((await (stub['rpc_echo']?.({ text: 'hello' }) as Promise<Message>))['text'])
  } catch (error) {
    return refusalReason(error) ?? 'no connection'
  } finally {
    await node.stop()
  }
}

test('--stake-file: a rule of the manifest lets in whom the file names', async () => {
  const subnet = await up({ access: { stake: { minClass: 'Idle' } } }, ['--stake-file', join(folder, 'stakes.json')])
  expect([await outcome(subnet, staked), await outcome(subnet, stranger)]).toEqual(['hello', 'not_staked'])
}, READY_MS * 2)

test('--require-stake: whoever has none is not even connected', async () => {
  const subnet = await up({}, ['--stake-file', join(folder, 'stakes.json'), '--require-stake', 'Idle'])
  expect([await outcome(subnet, staked), await outcome(subnet, stranger)]).toEqual(['hello', 'no connection'])
}, READY_MS * 2)

test('--stake-endpoint and --stake-subnet: the chain is asked, the second node when the first is not there', async () => {
  await using chain = await Chain.listen()
  chain.stakes.set(staked.peer, 2)
  const subnet = await up({ access: { stake: { minClass: 'Idle' } } }, ['--stake-endpoint', 'ws://127.0.0.1:1', '--stake-endpoint', chain.url, '--stake-subnet', '7'])
  expect([await outcome(subnet, staked), await outcome(subnet, stranger)]).toEqual(['hello', 'not_staked'])
  expect(new Set(chain.questions.map(({ params: [subnetId] }) => subnetId))).toEqual(new Set([7]))
}, READY_MS * 2)

test.each([
  ['stake that nobody can be asked for', ['--require-stake', 'Idle'], /nobody can be asked for stake/],
  ['a subnet that is no number', ['--stake-endpoint', 'ws://127.0.0.1:1', '--stake-subnet', 'seven'], /--stake-subnet.*seven/],
  ['two sources', ['--stake-file', 'stakes.json', '--stake-endpoint', 'ws://127.0.0.1:1', '--stake-subnet', '7'], /stake has one source/]
])('%s stops the command, in words', async (_, args, message) => {
  await writeFile(join(folder, 'one.yaml'), manifest('one'))
  const { code, stderr } = await subnetes(['up', '-f', join(folder, 'one.yaml'), '--state', join(folder, 'state'), ...args], { cwd: folder })
  expect([code === 0, stderr]).toEqual([false, expect.stringMatching(message)])
}, READY_MS)

test.each([
  [2, ['--require-stake', 'Bogus'], "option '--require-stake <class>' argument 'Bogus' is invalid. Allowed choices are Registered, Idle, Included, Validator"],
  [2, ['--stake-endpoint', 'junk', '--stake-subnet', '1'], '--stake-endpoint is "junk"; allowed is the URL of a chain node'],
  [2, ['--stake-endpoint', 'ws://127.0.0.1:1'], '--stake-endpoint needs --stake-subnet NUMBER'],
  [3, ['--stake-file', '/no/such.json'], 'stake file /no/such.json does not exist']
])('a wrong flag ends it with code %i before anything is started: %j', async (code, args, words) => {
  const file = join(folder, 'flags.yaml')
  await writeFile(file, manifest('one'))
  const ended = await subnetes(['up', '-f', file, '--state', join(folder, 'flags'), ...args])
  expect([ended.code, ended.stdout]).toEqual([code, ''])
  expect(ended.stderr).toContain(words)
}, READY_MS)
