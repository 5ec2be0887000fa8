/** The lean HTTP/2 client against the gRPC servers that computes are written with: grpcio (C core) and grpc-go. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { joinMessage } from '@subnetes/common'
import type { SubnetesError } from '@subnetes/common'
import { createCallChannel, pullCall } from '@subnetes/grpc'
import type { CallChannel, OutgoingCall } from '@subnetes/grpc'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hivemindPython } from './hivemind-python.ts'

const PYTHON_COMPUTE = fileURLToPath(new URL('python/compute.py', import.meta.url))
const GO_COMPUTE = fileURLToPath(new URL('go-compute', import.meta.url))

interface Started { readonly port: number, readonly stop: () => Promise<void> }

/** A program that prints its port and runs until it is ended. */
async function start (command: string, args: readonly string[]): Promise<Started> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(60_000) }) as [string]
  const exit = once(child, 'exit')
  return {
    port: Number(line),
    stop: async () => {
      child.kill('SIGKILL')
      await exit
    }
  }
}

async function startGo (): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-go-'))
  const program = join(folder, 'compute')
  execFileSync('go', ['build', '-o', program, '.'], { cwd: GO_COMPUTE, stdio: 'inherit', timeout: 300_000 })
  const started = await start(program, [])
  return {
    port: started.port,
    stop: async () => {
      await started.stop()
      await rm(folder, { recursive: true })
    }
  }
}

function hasGo (): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false // the test says that it is skipped
  }
}

const servers: Array<[name: string, isMissing: boolean, start: () => Promise<Started>]> = [
  ['grpcio', false, async () => await start(hivemindPython(), [PYTHON_COMPUTE])],
  [hasGo() ? 'grpc-go' : 'grpc-go (go is not on the path)', !hasGo(), startGo]
]

describe.each(servers)('calls to %s', (_, isMissing, startServer) => {
  let server: Started
  let channel: CallChannel

  if (!isMissing) {
    beforeAll(async () => {
      server = await startServer()
      channel = createCallChannel(`127.0.0.1:${server.port}`, { maxMessageBytes: 8_388_608 })
    }, 300_000)

    afterAll(async () => {
      await channel?.close()
      await server?.stop()
    })
  }

  const test = it.skipIf(isMissing)

  function call (method: string, requests: OutgoingCall['requests'], extra: { metadata?: Record<string, string>, deadline?: number } = {}): AsyncIterableIterator<Uint8Array> {
    return pullCall(channel, { path: `/t.T/${method}`, requests, ...extra })
  }

  async function only (answers: AsyncIterable<Uint8Array>): Promise<string> {
    const texts: string[] = []
    for await (const answer of answers) texts.push(Buffer.from(answer).toString())
    expect(texts).toHaveLength(1)
    return texts[0] ?? ''
  }

  async function failure (answers: AsyncIterable<Uint8Array>): Promise<SubnetesError> {
    return await only(answers).then((text) => { throw new Error(`answered ${text}`) }, (error: SubnetesError) => error)
  }

  test('echoes from nothing to 3 MiB', async () => {
    for (const size of [0, 1, 4_096, 16_379, 65_536, 3_145_728]) expect((await only(call('echo', Buffer.alloc(size, 'a')))).length).toBe(size)
  })

  test('carries 2,000 calls, 300 at once', async () => {
    let next = 0
    const caller = async (): Promise<void> => {
      while (next < 2_000) {
        const text = String(next++).repeat(20)
        expect(await only(call('echo', Buffer.from(text)))).toBe(text)
      }
    }
    await Promise.all(Array.from({ length: 300 }, caller))
  })

  test('sends metadata that is prepared and metadata of one call', async () => {
    const context = { path: '/t.T/metadata', metadata: { 'subnetes-protocol': 'p', 'subnetes-peer-id': 'peer' } }
    for (const traceparent of ['one', 'two', 'three']) {
      const text = await new Promise<string>((resolve, reject) => {
        let answer = ''
        channel.start({ context, metadata: { traceparent }, requests: Buffer.alloc(1) }, {
          message: (message) => { answer = Buffer.from(joinMessage(message)).toString(); return true },
          end: (error) => error === undefined ? resolve(answer) : reject(error)
        })
      })
      for (const line of ['subnetes-protocol=p', 'subnetes-peer-id=peer', `traceparent=${traceparent}`]) expect(text).toContain(line)
    }
  })

  test('streams up, down and both ways', async () => {
    expect(await only(call('up', (async function * () { for (let count = 0; count < 200; count += 1) yield Buffer.alloc(65_536) })()))).toBe(String(200 * 65_536))
    let [messages, bytes] = [0, 0]
    for await (const message of call('down', Buffer.from('300 65536'))) {
      messages += 1
      bytes += message.length
    }
    expect([messages, bytes]).toEqual([300, 300 * 65_536])
    const echoed: string[] = []
    for await (const message of call('both', (async function * () { for (let count = 0; count < 50; count += 1) yield Buffer.from(String(count)) })())) echoed.push(Buffer.from(message).toString())
    expect(echoed).toEqual(Array.from({ length: 50 }, (_, index) => String(index)))
  })

  test('gives status codes and their words', async () => {
    expect(await failure(call('fail', Buffer.from('verloren: 100 % ü')))).toMatchObject({ code: 'data_loss', message: 'verloren: 100 % ü' })
    expect((await failure(call('nothing', Buffer.alloc(1)))).code).toBe('unimplemented')
    expect(await channel.check({ timeoutMs: 5_000 })).toBe(true)
  })

  test('stops work by deadline and by cancel', async () => {
    expect((await failure(call('hang', Buffer.alloc(1), { deadline: Date.now() + 100 }))).code).toBe('deadline_exceeded')
    const running = call('hang', Buffer.alloc(1))
    const ended = running.next().catch(() => {}) // the cancel is ours
    await only(call('echo', Buffer.from('x')))
    await running.return?.()
    await ended
    await vi.waitFor(async () => expect(await only(call('cancelled', Buffer.alloc(1)))).toBe('2'), { timeout: 5_000 })
  })
})
