/** `subnetes call`, `protocols` and `keys` as commands: what they print, and the exit codes that scripts rely on. */
import { chmod, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SubnetesError } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import { createNode, serveMethod } from '@subnetes/rpc'
import type { CallHandler } from '@subnetes/rpc'
import { UpSubnet, manifest, subnetes, temporaryFolder, upProto } from '../fixtures/up-subnet.ts'

/** A peer id that nobody here has. */
const stranger = '12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB'
let subnet: UpSubnet
let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeAll(async () => {
  folder = await temporaryFolder()
  subnet = await UpSubnet.start({ 'm.yaml': manifest('one') })
  await subnet.untilProtocol('one', 'ready')
})

afterAll(async () => {
  await subnet[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

/** A peer of this process whose methods answer what workers should not. Calls one of them. */
async function callEcho (name: 'stream' | 'garbage' | 'fails', args: readonly string[], input: string): Promise<Awaited<ReturnType<typeof subnetes>>> {
  const proto = `syntax = "proto3"; package test.echo.v1; message Text { string text = 1; } message Answer { string text = 1; uint32 pid = 2; string worker = 3; uint32 number = 4; }
service EchoProtocol { rpc rpc_stream (stream Text) returns (stream Answer); rpc rpc_garbage (Text) returns (Answer); rpc rpc_fails (Text) returns (stream Answer); }`
  const file = join(folder.path, 'echo.proto')
  await writeFile(file, proto)
  const method = loadService({ proto }).methods.get(`rpc_${name}`)
  if (method === undefined) throw new Error(`no method ${name}`)
  const handlers: Record<typeof name, CallHandler> = {
    stream: (call) => call.requests,
    garbage: async function * () { yield Buffer.from([0x0a, 9, 1]) },
    fails: async function * () { yield method.encodeResponse({ text: 'half' }); throw new SubnetesError('aborted', 'broken off') }
  }
  const peer = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off' })
  try {
    await serveMethod(peer, { handle: `EchoProtocol.rpc_${name}`, method, handler: handlers[name] })
    return await subnetes(['call', String(peer.getMultiaddrs()[0]), `EchoProtocol.rpc_${name}`, '--proto', file, ...args], { input })
  } finally {
    await peer.stop()
  }
}

describe('subnetes call', () => {
  it('prints the answer of a unary method, with the schema the peer tells', async () => {
    const { code, stdout, stderr } = await subnetes(['call', subnet.address, 'UpProtocol.rpc_echo', '{"text":"hi"}'])
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ text: 'hi', worker: 'one-1' })
  })

  it('prints streamed answers as JSON lines, or one field of them as running text', async () => {
    const [lines, text] = await Promise.all([
      subnetes(['call', subnet.address, 'UpProtocol.rpc_count', '{"text":"3"}', '--json']),
      subnetes(['call', subnet.address, 'UpProtocol.rpc_count', '{"text":"12"}', '--text', 'text'])
    ])
    expect(lines.stdout.trim().split('\n').map((line) => (JSON.parse(line) as { number: number }).number)).toEqual([1, 2, 3])
    expect(text.stdout).toBe('123456789101112\n')
  })

  it('prints a message when it arrives, while the stream goes on, and ends at Ctrl-C with 130', async () => {
    const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
    const child = spawn(process.execPath, ['--conditions=@subnetes/source', main, 'call', subnet.address, 'UpProtocol.rpc_wait', '{"text":"first"}'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const [line] = await new Promise<string[]>((resolve) => createInterface({ input: child.stdout }).once('line', (text) => resolve([text])))
    expect(JSON.parse(line ?? '')).toMatchObject({ text: 'first' })
    child.kill('SIGINT')
    expect(await exited).toBe(130)
  })

  it('sends JSON lines from standard input with --stream-in', async () => {
    const { code, stdout } = await subnetes(['call', subnet.address, 'UpProtocol.rpc_join', '--stream-in', '--json'], { input: '{"text":"a"}\n\n{"text":"b"}\n{"text":"c"}' })
    expect([code, (JSON.parse(stdout) as { text: string }).text]).toEqual([0, 'a-b-c'])
  })

  it('prints the answers to the lines before a wrong one', async () => {
    const { code, stdout, stderr } = await callEcho('stream', ['--stream-in'], '{"text":"a"}\nnonsense\n{"text":"b"}')
    expect([code, stdout]).toEqual([2, '{"text":"a","pid":0,"worker":"","number":0}\n'])
    expect(stderr).toMatch(/^subnetes: line 2 of standard input is not JSON: /)
  })

  it('gives a call with a single answer up at a wrong line', async () => {
    const { code, stdout, stderr } = await subnetes(['call', subnet.address, 'UpProtocol.rpc_join', '--stream-in'], { input: '{"text":"a"}\n{"text":1}' })
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^subnetes: line 2 of standard input does not fit test\.up\.v1\.Text: text is 1/)])
  })

  it('says that an answer is no message of the schema', async () => {
    const { code, stderr } = await callEcho('garbage', [], '')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/the answer of EchoProtocol\.rpc_garbage \(3 bytes\) is no valid test\.echo\.v1\.Answer: /)])
  })

  it('ends the line of running text before it says what failed', async () => {
    const { code, stdout, stderr } = await callEcho('fails', ['--text', 'text'], '')
    expect([code, stdout, stderr]).toEqual([1, 'half\n', expect.stringMatching(/^subnetes: .*broken off/)])
  })

  it('takes the request from standard input for "-", and the schema from a file with --proto', async () => {
    const proto = join(folder.path, 'up.proto')
    await writeFile(proto, upProto())
    const { code, stdout } = await subnetes(['call', subnet.address, 'UpProtocol.rpc_echo', '-', '--proto', proto, '--text', 'text'], { input: '{"text":"from stdin"}' })
    expect([code, stdout]).toEqual([0, 'from stdin\n'])
  })

  it('finds a serving peer through the DHT with no address given', async () => {
    const { code, stdout, stderr } = await subnetes(['call', '--via', subnet.address, 'UpProtocol.rpc_echo', '{"text":"found"}', '--text', 'text', '--deadline', '25000'])
    expect([code, stdout, stderr]).toEqual([0, 'found\n', ''])
  })

  it('does not believe the DHT when another peer is expected', async () => {
    const { code, stderr } = await subnetes(['call', '--via', subnet.address, '--expect-peer', stranger, 'UpProtocol.rpc_echo', '{}', '--deadline', '25000', '--json'])
    expect(code).toBe(3)
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not_found', message: expect.stringContaining('is not the expected peer') as string } })
  })

  it.each<[string, string[], number, RegExp]>([
    ['a handler that is none', ['H', 'rpc_echo'], 2, /handler "rpc_echo" is not one; expected \[namespace::\]Service\.rpc_method/],
    ['a handler that nobody serves', ['H', 'UpProtocol.rpc_nope'], 3, /handler "UpProtocol\.rpc_nope" is not served here; rpc_list names those that are/],
    ['a request that is not JSON', ['H', 'UpProtocol.rpc_echo', '{text:1}'], 2, /the request is not JSON/],
    ['a field the message does not have', ['H', 'UpProtocol.rpc_echo', '{"txt":"x"}'], 2, /does not fit test\.up\.v1\.Text: .*has no field "txt"; it has text/],
    ['a --text field the answer does not have', ['H', 'UpProtocol.rpc_echo', '{}', '--text', 'words'], 2, /Answer has no field "words"; it has text, pid, worker, number/],
    ['--stream-in for a method that takes one request', ['H', 'UpProtocol.rpc_echo', '--stream-in'], 2, /is a unary method and takes one request; leave --stream-in out/],
    ['a schema file that does not exist', ['H', 'UpProtocol.rpc_echo', '--proto', '/no/such.proto'], 3, /schema \/no\/such\.proto cannot be read/],
    ['an address that is none', ['here', 'UpProtocol.rpc_echo'], 2, /"here" is not a multiaddr; expected one such as/],
    ['a key file that does not exist', ['H', 'UpProtocol.rpc_echo', '--identity', '/no/such.key'], 3, /identity file \/no\/such\.key does not exist/],
    ['a peer that is not the expected one', ['H', 'UpProtocol.rpc_echo', '--expect-peer', stranger], 3, /is 12D3Koo\w+, not the expected 12D3KooWA4X/],
    ['a peer id that is none', ['H', 'UpProtocol.rpc_echo', '--expect-peer', 'nonsense'], 2, /"nonsense" is not a peer id/],
    ['a transport that is not spoken', ['/ip4/127.0.0.1/udp/1/quic-v1', 'UpProtocol.rpc_echo'], 2, /quic-v1 cannot be reached: TCP and WebSocket are spoken here/],
    ['a value of another type', ['H', 'UpProtocol.rpc_echo', '{"text":1}'], 2, /the request does not fit test\.up\.v1\.Text: text is 1; allowed is text/],
    ['an empty request', ['H', 'UpProtocol.rpc_echo', ''], 2, /the request is empty; expected a JSON object with fields of test\.up\.v1\.Text/],
    ['an empty standard input', ['H', 'UpProtocol.rpc_echo', '-'], 2, /the request is empty/],
    ['no words', [], 2, /peer and handler are missing; expected MULTIADDR HANDLER .*as in: subnetes call \/ip4/],
    ['no handler', ['H'], 2, /the handler is missing; expected MULTIADDR HANDLER/],
    ['no peer', ['UpProtocol.rpc_echo'], 2, /the peer is missing \(--via MULTIADDR finds one\)/],
    ['a request in several words', ['H', 'UpProtocol.rpc_echo', '{"text":', '"x"}'], 2, /"\\"x\\"}" is a word too many; .*one quoted JSON text/],
    ['a deadline that is none', ['H', 'UpProtocol.rpc_echo', '--deadline', 'soon'], 2, /Allowed is a whole number above 0/],
    ['a peer that is not there', ['/ip4/127.0.0.1/tcp/1', 'UpProtocol.rpc_echo'], 3, /peer \/ip4\/127\.0\.0\.1\/tcp\/1 cannot be reached: .*ECONNREFUSED/],
    ['a deadline that passes', ['H', 'UpProtocol.rpc_wait', '--deadline', '3000'], 4, /did not end before its deadline: 1 answer/],
    ['a deadline that passes before anybody was found', ['--via', 'H', 'UpProtocol.rpc_nope', '--deadline', '3000'], 4, /before its deadline: no peer is known to have announced it so far/],
    ['a deadline that passes while only others were found', ['--via', 'H', '--expect-peer', stranger, 'UpProtocol.rpc_echo', '--deadline', '4000'], 4, /before its deadline: 12D3Koo\w+ is not the expected peer/]
  ])('refuses %s and says what to do', async (_what, args, exitCode, message) => {
    const { code, stderr } = await subnetes(['call', ...args.map((word) => word === 'H' ? subnet.address : word)])
    expect([stderr, code]).toEqual([expect.stringMatching(message), exitCode])
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('exits with 1 when the method itself fails, with the peer\'s words', async () => {
    const method = { name: 'rpc_echo', path: '/test.up.v1.UpProtocol/rpc_echo', requestStream: false, responseStream: false }
    const peer = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off' })
    const proto = join(folder.path, 'fails.proto')
    await writeFile(proto, upProto())
    try {
      await serveMethod(peer, { handle: 'UpProtocol.rpc_echo', method, handler: async function * () { throw new Error('boom') } })
      const address = String(peer.getMultiaddrs()[0])
      const failed = await subnetes(['call', address, 'UpProtocol.rpc_echo', '--proto', proto, '--json'])
      expect([failed.code, JSON.parse(failed.stderr)]).toMatchObject([1, { error: { code: 'internal', retryable: false } }])
      const blind = await subnetes(['call', address, 'UpProtocol.rpc_echo'])
      expect([blind.code, blind.stderr]).toEqual([1, expect.stringContaining('does not serve ReflectionProtocol, so it cannot tell its schemas; give the schema with --proto FILE')])
    } finally {
      await peer.stop()
    }
  })
})

describe('subnetes protocols', () => {
  it('lists protocols, handlers, shapes and ready workers', async () => {
    const { code, stdout } = await subnetes(['protocols', subnet.address])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^one {2}test\.up\.v1\.UpProtocol {2}1 worker ready$/m)
    expect(stdout).toMatch(/^ {2}UpProtocol\.rpc_count +server stream: test\.up\.v1\.Text -> test\.up\.v1\.Answer$/m)
  })

  it('does so as JSON, and prints the schema of a handler', async () => {
    const [list, schema] = await Promise.all([subnetes(['protocols', subnet.address, '--json']), subnetes(['protocols', subnet.address, '--schema', 'UpProtocol.rpc_echo'])])
    expect((JSON.parse(list.stdout) as { protocols: Array<{ name: string }> }).protocols.map(({ name }) => name)).toContain('one')
    expect(schema.stdout.trim()).toBe(upProto())
  })
})

describe('subnetes keys', () => {
  /** Seed 00..1f and its peer id: hypertensor's test vector. */
  const seed = Buffer.concat([Buffer.from('08011220', 'hex'), Buffer.from(Array.from({ length: 32 }, (_, i) => i))])
  const seedPeer = '12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB'

  it('makes an Ed25519 identity that only its owner can read, and shows it', async () => {
    const file = join(folder.path, 'sub', 'new.key')
    const made = await subnetes(['keys', 'new', file, '--json'])
    const { peerId, type } = JSON.parse(made.stdout) as { peerId: string, type: string }
    expect([made.code, type, peerId.slice(0, 8)]).toEqual([0, 'Ed25519', '12D3KooW'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await subnetes(['keys', 'show', file])).stdout).toContain(`peer id     ${peerId}`)
  })

  it('rotates a key: a new identity in its place, the old one beside it, both for the owner only', async () => {
    const file = join(folder.path, 'rotated.key')
    const before = JSON.parse((await subnetes(['keys', 'new', file, '--json'])).stdout) as { peerId: string }
    const link = join(folder.path, 'link.key')
    await symlink(file, link)
    const after = JSON.parse((await subnetes(['keys', 'rotate', link, '--json'])).stdout) as { peerId: string, retired: string }
    expect([await readlink(link), after.retired]).toEqual([file, `${file}.${before.peerId}`])
    expect(after.peerId).not.toBe(before.peerId)
    const shown = await Promise.all([file, `${file}.${before.peerId}`].map(async (path) => JSON.parse((await subnetes(['keys', 'show', path, '--json'])).stdout) as { peerId: string }))
    expect(shown.map(({ peerId }) => peerId)).toEqual([after.peerId, before.peerId])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await chmod(file, 0o644)
    expect(await subnetes(['keys', 'rotate', file])).toMatchObject({ code: 1, stderr: expect.stringContaining(`chmod 600 ${file}`) as string })
  }, 90_000) // five processes, one after the other

  it('leaves an existing file alone', async () => {
    const file = join(folder.path, 'kept.key')
    await writeFile(file, 'precious')
    const { code, stderr } = await subnetes(['keys', 'new', file])
    expect([code, stderr, await readFile(file, 'utf8')]).toEqual([2, expect.stringContaining(`${file} exists`), 'precious'])
  })

  it('reads a 36-byte file with a seed, as py-libp2p writes it', async () => {
    const file = join(folder.path, 'seed.key')
    await writeFile(file, seed, { mode: 0o600 })
    expect(JSON.parse((await subnetes(['keys', 'show', file, '--json'])).stdout)).toMatchObject({ peerId: seedPeer, type: 'Ed25519' })
  })

  it('refuses a file that others can read, one that is no key, and one that is not there', async () => {
    const open = join(folder.path, 'open.key')
    await writeFile(open, seed)
    await chmod(open, 0o644)
    const noKey = join(folder.path, 'text.key')
    await writeFile(noKey, 'hello', { mode: 0o600 })
    const results = await Promise.all([open, noKey, '/no/such.key'].map(async (file) => await subnetes(['keys', 'show', file])))
    expect(results.map(({ code }) => code)).toEqual([1, 2, 3])
    expect(results.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining(`chmod 600 ${open}`), expect.stringContaining('holds no libp2p private key'), expect.stringContaining('make one with: subnetes keys new')])
  })
})

describe('subnetes', () => {
  it('runs through its bin file and tells its subcommands and exit codes', async () => {
    const bin = fileURLToPath(new URL('../../src/cli/bin/subnetes.js', import.meta.url))
    const child = spawn(process.execPath, [bin, '--help'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
    for (const word of ['up', 'call', 'protocols', 'keys', 'Exit codes:', '130']) expect(stdout).toContain(word)
  })

  it('tells its version', async () => {
    expect(await subnetes(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string })
  })

  it('names the nearest command for a wrong one', async () => {
    expect(await subnetes(['cal'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean call?') as string })
  })
})
