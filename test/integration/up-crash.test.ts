/** `subnetes up` when processes die: workers, gateway, runner, the twin itself. Nothing is lost that could be kept, and nothing is left behind. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Message } from '@subnetes/proto'
import { PATIENCE, UpSubnet, isRunning, manifest, temporaryFolder } from '../fixtures/up-subnet.ts'

const BIN = fileURLToPath(new URL('../../src/cli/bin/subnetes.js', import.meta.url))

/** The pid in the first event of a gateway that is ready. */
async function readyGateway (lines: AsyncIterable<string>): Promise<number> {
  for await (const line of lines) {
    const event = JSON.parse(line) as { type: string, phase?: string, pid?: number }
    if (event.type === 'gateway' && event.phase === 'ready') return event.pid ?? 0
  }
  throw new Error('up ended before its gateway was ready')
}

async function start (init: Parameters<typeof manifest>[1] = {}, args: readonly string[] = []): Promise<UpSubnet> {
  const subnet = await UpSubnet.start({ 'm.yaml': manifest('one', init) }, args)
  await subnet.untilProtocol('one', 'ready')
  return subnet
}

/** A stream of which the first message has come. */
async function openStream (subnet: UpSubnet): Promise<{ pid: number, rest: AsyncIterator<Message> }> {
  const stub = await subnet.stub()
  const stream = (stub['rpc_wait']?.({ text: 'held' }) as AsyncIterable<Message>)[Symbol.asyncIterator]()
  const first = await stream.next()
  return { pid: Number((first.value as Message)['pid']), rest: stream }
}

describe.each(['Embedded', 'Sidecar'] as const)('a %s worker killed in the middle of a stream', (runner) => {
  it('is a typed error at the peer; the worker is back within 5 s, its end is explained, and the next call succeeds', async () => {
    await using subnet = await start({ runner })
    const { pid, rest } = await openStream(subnet)
    const killedAt = performance.now()
    process.kill(pid, 'SIGKILL')
    await expect(rest.next()).rejects.toMatchObject({ name: 'SubnetesError', code: 'unavailable' })
    const answer = await subnet.echo('again')
    expect(performance.now() - killedAt).toBeLessThan(5_000)
    expect(answer['text']).toBe('again')
    expect(answer['pid']).not.toBe(pid)
    expect((await subnet.until('exit')).message).toContain('SIGKILL')
  })
})

describe('subnetes up', () => {
  it('starts a runner again that was killed, and its compute does not survive it', async () => {
    await using subnet = await start({ runner: 'Sidecar' })
    const { pid, computePid } = subnet.last('worker', ({ phase }) => phase === 'ready')!
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => isRunning(computePid), PATIENCE).toBe(false)
    await subnet.until('worker', (worker) => worker.phase === 'ready' && worker.pid !== pid)
    expect((await subnet.echo('x'))['text']).toBe('x')
  })

  it('ends with all it started when the program that started it for an older Node is killed', async () => {
    await using folder = await temporaryFolder()
    const [file, state] = [join(folder.path, 'm.yaml'), join(folder.path, 'state')]
    await writeFile(file, manifest('one', { replicas: 0 }))
    const bin = spawn(process.execPath, [BIN, 'up', '-f', file, '--state', state, '--no-redis', '--no-console', '--json'], { stdio: ['ignore', 'pipe', 'ignore'] })
    const gateway = await readyGateway(createInterface({ input: bin.stdout }))
    const up = Number((await readFile(join(state, 'up.pid'), 'utf8')).split(' ')[0])
    expect([isRunning(up), isRunning(gateway)]).toEqual([true, true])
    bin.kill('SIGKILL')
    await expect.poll(() => isRunning(up) || isRunning(gateway), PATIENCE).toBe(false)
  })

  it('starts a gateway again that was killed, at the same address and with the same identity', async () => {
    await using subnet = await start()
    const { pid, multiaddrs } = subnet.last('gateway', ({ phase }) => phase === 'ready')!
    process.kill(pid, 'SIGKILL')
    const again = await subnet.until('gateway', (gateway) => gateway.phase === 'ready' && gateway.pid !== pid)
    expect(again.multiaddrs).toEqual(multiaddrs)
    await expect.poll(async () => await subnet.echo('x').then(({ text }) => text, () => undefined), PATIENCE).toBe('x')
    expect(subnet.last('exit', (event) => event.process === 'gateway')?.message).toMatch(/^gateway ended: killed by SIGKILL.*starts again in/)
  })

  it('leaves no process behind when it is killed with SIGKILL, although calls run', async () => {
    await using subnet = await start({ runner: 'Sidecar', replicas: 2 })
    await openStream(subnet)
    expect(subnet.descendants().length).toBeGreaterThanOrEqual(5)
    subnet.process.kill('SIGKILL')
    await expect.poll(() => subnet.descendants(), PATIENCE).toEqual([])
  })

  it('sweeps what a killed one left among the temporary files', { timeout: 60_000 }, async () => {
    // Of its own: every other `up` that starts beside this test sweeps the common one.
    await using temporary = await temporaryFolder()
    const env = { TMPDIR: temporary.path }
    await using subnet = await UpSubnet.start({ 'm.yaml': manifest('one', { runner: 'Sidecar' }) }, [], env)
    await subnet.untilProtocol('one', 'ready')
    const { pid } = subnet.last('gateway', ({ phase }) => phase === 'ready')!
    const folder = dirname(/SUBNETES_CONTROL=unix:([^\0]*)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8'))?.[1] ?? '')
    subnet.process.kill('SIGKILL')
    await subnet.exited
    await expect.poll(() => subnet.descendants(), PATIENCE).toEqual([])
    expect(existsSync(folder)).toBe(true)
    await using again = UpSubnet.again(subnet, [], env)
    await again.untilProtocol('one', 'ready')
    expect(existsSync(folder)).toBe(false)
  })

  it('leaves no process behind that a wrapper script started', async () => {
    await using subnet = await start({ command: ['sh', '-c', 'node "$0" "$1"; true', '--conditions=@subnetes/source', new URL('../fixtures/up-worker.ts', import.meta.url).pathname] })
    subnet.process.kill('SIGKILL')
    await expect.poll(() => subnet.descendants(), PATIENCE).toEqual([])
  })

  it('stops cleanly at Ctrl-C: exit code 0, no process left', async () => {
    await using subnet = await start({ runner: 'Sidecar' })
    await subnet.echo('x')
    subnet.process.kill('SIGINT')
    expect(await subnet.exited).toBe(0)
    expect(subnet.descendants()).toEqual([])
    expect(subnet.stderr).toBe('')
  })

  it('lets a running call finish at Ctrl-C before the workers go', async () => {
    await using subnet = await start()
    const stub = await subnet.stub()
    const stream = (stub['rpc_count']?.({ text: '200' }) as AsyncIterable<Message>)[Symbol.asyncIterator]()
    await stream.next()
    subnet.process.kill('SIGINT')
    await subnet.until('gateway', ({ phase }) => phase === 'stopping')
    let last: unknown
    for (let next = await stream.next(); next.done !== true; next = await stream.next()) last = next.value['number']
    expect(last).toBe(200)
    expect(await subnet.exited).toBe(0)
  })

  it('ends at once at a second Ctrl-C, with exit code 130', async () => {
    await using subnet = await start({}, ['--drain', '60'])
    await openStream(subnet)
    subnet.process.kill('SIGINT')
    const stopping = await subnet.until('gateway', ({ phase }) => phase === 'stopping')
    expect(isRunning(stopping.pid)).toBe(true)
    await expect.poll(() => { subnet.process.kill('SIGINT'); return subnet.process.exitCode }, { ...PATIENCE, interval: 500 }).toBe(130)
    expect(subnet.descendants()).toEqual([])
  })
})
