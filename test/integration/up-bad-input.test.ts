/** What `subnetes up` says to bad input: the thing, what is wrong with it, the way out; and that nothing else is disturbed. */
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PATIENCE, UpSubnet, manifest, subnetes, temporaryFolder, upProto } from '../fixtures/up-subnet.ts'

/** `subnetes up` on one manifest, to its end. */
async function upOnce (text: string, args: readonly string[] = []): Promise<Awaited<ReturnType<typeof subnetes>>> {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'm.yaml')
  await writeFile(file, text)
  return await subnetes(['up', '-f', file, '--state', join(folder.path, 'state'), ...args])
}

describe('subnetes up refuses at the start, with exit code 2,', () => {
  it('a manifest with a typo, naming the field and what was meant', async () => {
    const { code, stderr, stdout } = await upOnce(manifest('one').replace('"worker"', '"woker"'))
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^subnetes: protocol "one" \(.*m\.yaml, document 1\): spec\.woker: unknown field; did you mean "worker"\?$/m)
  })

  it('a schema that does not parse, naming protocol and line', async () => {
    const { code, stderr } = await upOnce(manifest('one', { proto: 'syntax = "proto3";\nmessage {' }))
    expect(code).toBe(2)
    expect(stderr).toMatch(/m\.yaml: schema of protocol "one": .*line 2/)
  })

  it('every problem of every manifest at once, as JSON when asked', async () => {
    const { code, stderr } = await upOnce(`${manifest('a').replace('"replicas": 1', '"replicas": -1')}\n---\n${manifest('b').replace('"worker"', '"woker"')}`, ['--json'])
    expect(code).toBe(2)
    const { error } = JSON.parse(stderr) as { error: { code: string, message: string } }
    expect(error.code).toBe('invalid_argument')
    expect(error.message).toMatch(/protocol "a".*spec\.replicas.*\n.*protocol "b".*spec\.woker/s)
  })

  it.each([
    ['an address that is none', ['-f', '.', '--listen', 'localhost:4001'], /"localhost:4001" is not a multiaddr; expected one such as/],
    ['a bootstrap peer without an id', ['-f', '.', '--bootstrap', '/ip4/127.0.0.1/tcp/1'], /a bootstrap address ends in \/p2p\/PEER_ID/],
    ['an option that does not exist', ['-f', '.', '--lisen', 'x'], /unknown option '--lisen'.*Did you mean --listen/s],
    ['a missing manifest option', [], /required option '-f, --filename <path>' not specified/]
  ])('%s', async (_what, args, message) => {
    await using folder = await temporaryFolder()
    const { code, stderr } = await subnetes(['up', '--state', join(folder.path, 'state'), ...args], { cwd: folder.path })
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
  })

  it('a folder without manifests', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'm'))
    const { code, stderr } = await subnetes(['up', '-f', join(folder.path, 'm'), '--state', join(folder.path, 'state')])
    expect([code, stderr]).toEqual([2, expect.stringContaining('no Protocol found')])
  })
})

describe('subnetes up refuses at the start, with exit code 3,', () => {
  it.each([
    ['a manifest', ['-f', '/no/such/manifest.yaml'], /manifest \/no\/such\/manifest\.yaml does not exist; give a file or a directory/],
    ['a module', ['-f', '.', '--module', './nope.ts'], /gateway module \.\/nope\.ts does not exist; give a path from this folder/]
  ])('%s that does not exist', async (_what, args, message) => {
    await using folder = await temporaryFolder()
    const { code, stderr } = await subnetes(['up', '--state', join(folder.path, 'state'), ...args], { cwd: folder.path })
    expect([code, stderr]).toEqual([3, expect.stringMatching(message)])
  })
})

describe('subnetes up', () => {
  it('says that a port is in use, with exit code 1 and no process left', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { port } = server.address() as AddressInfo
      await using subnet = await UpSubnet.start({ 'm.yaml': manifest('one') }, ['--listen', `/ip4/127.0.0.1/tcp/${port}`])
      expect(await subnet.exited).toBe(1)
      expect(subnet.stderr).toMatch(new RegExp(`the gateway could not start: .*/ip4/127.0.0.1/tcp/${port}: the port is in use; .*choose another port`))
      expect(subnet.descendants()).toEqual([])
    } finally {
      server.close()
    }
  })

  it('says that its own HTTP port is in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const http = `127.0.0.1:${(server.address() as AddressInfo).port}`
      expect(await upOnce(manifest('one'), ['--http', http])).toMatchObject({ code: 1, stderr: expect.stringContaining(`cannot serve HTTP on ${http}`) as string })
    } finally {
      server.close()
    }
  })

  it('does not share a state folder with another one that runs', async () => {
    await using subnet = await UpSubnet.start({ 'm.yaml': manifest('one') })
    await subnet.until('gateway')
    const { code, stderr } = await subnetes(['up', '-f', subnet.folder, '--state', join(subnet.folder, '.state')])
    expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`in use by process ${subnet.pid} .*--state DIR`))])
  })

  it('keeps its identity from one run to the next', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'm.yaml'), manifest('one', { replicas: 0 }))
    const ids: string[] = []
    for (let run = 0; run < 2; run++) {
      await using subnet = await UpSubnet.start({ 'm.yaml': manifest('one', { replicas: 0 }) }, ['--state', join(folder.path, 'state')])
      ids.push((await subnet.until('gateway', ({ phase }) => phase === 'ready')).peerId)
      subnet.process.kill('SIGINT')
      await subnet.exited
    }
    expect(ids[0]).toMatch(/^12D3KooW/)
    expect(ids[1]).toBe(ids[0])
  })

  it('does not refuse a protocol because one of an earlier run had its handler', async () => {
    await using folder = await temporaryFolder()
    for (const name of ['earlier', 'later']) {
      await using subnet = await UpSubnet.start({ 'm.yaml': manifest(name) }, ['--state', join(folder.path, 'state')])
      await subnet.untilProtocol(name, 'ready')
      expect(subnet.last('protocol', ({ phase }) => phase === 'refused')).toBeUndefined()
      subnet.process.kill('SIGINT')
      await subnet.exited
    }
  })

  it('says which of two protocols with one handler is served, and serves it', async () => {
    await using subnet = await UpSubnet.start({ 'a.yaml': manifest('first', { mark: '1:' }), 'b.yaml': manifest('second', { mark: '2:' }) })
    await subnet.untilProtocol('first', 'ready')
    expect(await subnet.until('manifest')).toMatchObject({ kind: 'refused', protocol: 'second' })
    expect((await subnet.echo('x'))['text']).toBe('1:x')
  })
})

describe('a compute that', () => {
  const cases: Array<[string, Parameters<typeof manifest>[1], RegExp]> = [
    ['does not exist', { runner: 'Sidecar', command: ['no-such-compute'] }, /program "no-such-compute" was not found/],
    ['exits at once', { runner: 'Sidecar', command: ['sh', '-c', 'echo "model file /m.gguf is missing" >&2; exit 7'] }, /exit code 7.*model file \/m\.gguf is missing/s],
    ['exits at once, with the SDK inside,', { command: ['sh', '-c', 'echo "ValueError: bad weights" >&2; exit 7'] }, /exit code 7: ValueError: bad weights; starts again in/],
    ['prints garbage and ends', { runner: 'Sidecar', command: ['sh', '-c', 'head -c 300000 /dev/urandom; exit 3'] }, /exit code 3/],
    ['never becomes ready', { runner: 'Sidecar', command: ['sleep', '1000'] }, /compute \(pid \d+\) is not ready after 10 s: it must listen where SUBNETES_COMPUTE_LISTEN says/]
  ]

  it.each(cases)('%s is explained in the status; its neighbour serves on', async (_what, init, message) => {
    const bad = manifest('bad', { service: 'BadProtocol', ...init })
    await using subnet = await UpSubnet.start({ 'bad.yaml': bad, 'good.yaml': manifest('good', { proto: upProto() }) })
    await subnet.untilProtocol('good', 'ready')
    expect((await subnet.echo('x'))['text']).toBe('x')
    await expect.poll(() => subnet.last('protocol', ({ protocol, phase }) => protocol === 'bad' && phase === 'degraded')?.message, PATIENCE).toMatch(message)
    const words = subnet.events.map((event) => JSON.stringify(event)).join('\n')
    // eslint-disable-next-line no-control-regex -- what a terminal would obey must not come through
    expect(words).not.toMatch(/\\u001b|[\u0000-\u0008\u000b-\u001f]/)
    expect((await subnet.echo('y'))['text']).toBe('y')
  })
})
