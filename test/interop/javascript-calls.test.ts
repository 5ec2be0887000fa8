/** A node of @subnetes/rpc calls servicers of a hivemind peer in Python. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peerIdFromPrivateKey, peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { createNode, loadIdentity } from '@subnetes/rpc'
import type { Stub, SubnetNode } from '@subnetes/rpc'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Conformance } from './conformance.ts'
import { HivemindPeer } from './hivemind-peer.ts'

const MIB = 1024 * 1024

let folder: string
let node: SubnetNode
let python: HivemindPeer
let stub: Stub<Conformance>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-interop-'))
  // With a key file hivemind's identity is RSA, without one it is Ed25519 (as in the tests of the other direction).
  python = await HivemindPeer.start({ serve: true, identity: join(folder, 'identity.key') })
  node = await createNode({})
  await node.dial(multiaddr(python.addresses[0]))
  stub = Conformance.getStub(node, peerIdFromString(python.peerId))
})

afterAll(async () => {
  await node?.stop()
  await python?.stop()
  await rm(folder, { recursive: true })
})

async function * numbers (...values: number[]): AsyncGenerator<{ value: number }> {
  for (const value of values) yield { value }
}

async function collect <T> (messages: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const message of messages) collected.push(message)
  return collected
}

it('reads the RSA identity file that hivemind wrote', async () => {
  const key = await loadIdentity(join(folder, 'identity.key'))
  expect(key.type).toBe('RSA')
  expect(peerIdFromPrivateKey(key).toString()).toBe(python.peerId)
})

describe('unary methods', () => {
  it('returns the answer', async () => {
    expect(await stub.rpc_square({ value: -7 })).toEqual({ value: 49 })
  })

  it('returns an answer whose fields are all at their defaults', async () => {
    expect(await stub.rpc_nothing({})).toEqual({})
  })

  it('is known to the handler by its own peer id, on the handle with the namespace', async () => {
    const namespaced = Conformance.getStub(node, peerIdFromString(python.peerId), { namespace: 'interop' })
    expect(await namespaced.rpc_who({})).toEqual({ handle: 'interop::Conformance.rpc_who', local: python.peerId, remote: node.peerId.toString() })
  })

  it('throws the exception of the handler with the text Python gave it', async () => {
    await expect(stub.rpc_fail({ text: 'boom 42' })).rejects.toMatchObject({ code: 'unknown', message: "ValueError('boom 42')" })
  })

  it('ends at its deadline and cancels the handler', async () => {
    await expect(stub.rpc_wait({ text: 'deadline' }, { deadline: Date.now() + 300 })).rejects.toMatchObject({ code: 'deadline_exceeded' })
    await vi.waitFor(() => { expect(python.saw('rpc_wait', 'cancelled', 'deadline')).toBe(true) }, 5_000)
  })

  it('cancels the handler when its signal aborts', async () => {
    const controller = new AbortController()
    const answer = stub.rpc_wait({ text: 'abort' }, { signal: controller.signal })
    const failure = expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    await vi.waitFor(() => { expect(python.saw('rpc_wait', 'started', 'abort')).toBe(true) }, 5_000)
    controller.abort()
    await failure
    await vi.waitFor(() => { expect(python.saw('rpc_wait', 'cancelled', 'abort')).toBe(true) }, 5_000)
  })

  it('carries just under 4 MiB in both directions', async () => {
    const data = new Uint8Array(4 * MIB - 1024).fill(7)
    const answer = await stub.rpc_echo({ data })
    expect(Buffer.compare(answer.data, data)).toBe(0)
  })

  it('refuses to send a request over the limit', async () => {
    await expect(stub.rpc_echo({ data: new Uint8Array(5 * MIB) })).rejects.toMatchObject({ code: 'resource_exhausted' })
  })

  it('ends at its deadline where a Python server never sends a response over its limit', async () => {
    await expect(stub.rpc_big({ count: 5, size: MIB }, { deadline: Date.now() + 1_000 })).rejects.toMatchObject({ code: 'deadline_exceeded' })
    expect(await stub.rpc_square({ value: 2 })).toEqual({ value: 4 })
  })

  it('makes 64 calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, (_, value) => stub.rpc_square({ value })))
    expect(answers).toEqual(Array.from({ length: 64 }, (_, value) => ({ value: value ** 2 })))
  })

  it('says that a handle is not served', async () => {
    const nobody = Conformance.getStub(node, peerIdFromString(python.peerId), { namespace: 'nobody' })
    await expect(nobody.rpc_square({ value: 1 })).rejects.toMatchObject({ code: 'unimplemented' })
  })
})

describe('methods that answer with a stream', () => {
  it('yields 1000 messages in order', async () => {
    expect(await collect(stub.rpc_count({ value: 1000 }))).toEqual(Array.from({ length: 1000 }, (_, value) => ({ value })))
  })

  it('yields empty messages', async () => {
    expect(await collect(stub.rpc_nothings({ value: 3 }))).toEqual([{}, {}, {}])
  })

  it('ends well without a message', async () => {
    expect(await collect(stub.rpc_count({ value: 0 }))).toEqual([])
  })

  it('yields what came before an exception, then throws it', async () => {
    const seen: unknown[] = []
    const reading = async (): Promise<void> => { for await (const message of stub.rpc_fail_after({ value: 2 })) seen.push(message) }
    await expect(reading()).rejects.toMatchObject({ code: 'unknown', message: 'failed after 2' })
    expect(seen).toEqual([{ value: 0 }, { value: 1 }])
  })

  it('cancels the handler when the loop is left', async () => {
    const seen: unknown[] = []
    for await (const message of stub.rpc_stall({ text: 'break' })) {
      seen.push(message)
      if (seen.length === 1) break
    }
    expect(seen).toEqual([{ text: 'break' }])
    await vi.waitFor(() => { expect(python.saw('rpc_stall', 'cancelled', 'break')).toBe(true) }, 5_000)
  })

  it('carries 256 messages of 1 MiB', async () => {
    let bytes = 0
    for await (const { data } of stub.rpc_blobs({ count: 256, size: MIB })) bytes += data.length
    expect(bytes).toBe(256 * MIB)
  })

  it('reads 64 streams of 1000 messages at once', async () => {
    const streams = await Promise.all(Array.from({ length: 64 }, () => collect(stub.rpc_count({ value: 1000 }))))
    expect(streams.every((messages) => messages.length === 1000)).toBe(true)
  })
})

describe('methods that take a stream', () => {
  it('returns the answer to the whole input', async () => {
    expect(await stub.rpc_sum(numbers(1, 20, 300))).toEqual({ value: 321 })
  })

  it('sends an input without a message', async () => {
    expect(await stub.rpc_sum(numbers())).toEqual({ value: 0 })
  })

  it('sends 64 messages of 1 MiB', async () => {
    async function * blobs (): AsyncGenerator<{ data: Uint8Array }> {
      for (let index = 0; index < 64; index++) yield { data: new Uint8Array(MIB) }
    }
    expect(await stub.rpc_measure(blobs())).toEqual({ count: 64, size: 64 * MIB })
  })

  // The input waits: while it goes on, hivemind's daemon may drop the answer of a servicer that has stopped reading (docs/wire-protocol.md).
  it('returns an answer that comes before the input has ended, and ends the input', async () => {
    const answered = Promise.withResolvers<void>()
    let ended = false
    async function * open (): AsyncGenerator<{ value: number }> {
      try {
        yield { value: 5 }
        await answered.promise
        for (let value = 6; ; value++) yield { value }
      } finally {
        ended = true
      }
    }
    expect(await stub.rpc_first(open())).toEqual({ value: 5 })
    answered.resolve()
    await vi.waitFor(() => { expect(ended).toBe(true) }, 5_000)
  })
})

describe('methods with streams both ways', () => {
  it('gets each answer before it sends the next message', async () => {
    const answers: number[] = []
    async function * echoes (): AsyncGenerator<{ value: number }> {
      for (const value of [1, 20, 300]) {
        const before = answers.length
        yield { value }
        await vi.waitFor(() => { expect(answers).toHaveLength(before + 1) }, 5_000)
      }
    }
    for await (const { value } of stub.rpc_running_sum(echoes())) answers.push(value)
    expect(answers).toEqual([1, 21, 321])
  })

  it('throws an exception in the middle of the input', async () => {
    await expect(collect(stub.rpc_positive(numbers(5, -1, 7)))).rejects.toMatchObject({ code: 'unknown', message: '-1 is negative' })
  })
})
