/** hivemind peers in Python call a servicer of @subnetes/rpc. */
import { createNode } from '@subnetes/rpc'
import type { SubnetNode } from '@subnetes/rpc'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Conformance } from './conformance.ts'
import { HivemindPeer } from './hivemind-peer.ts'
import type { HivemindCall, HivemindCallInit } from './hivemind-peer.ts'

const MIB = 1024 * 1024

let node: SubnetNode
let servicer: Conformance
let python: HivemindPeer

beforeAll(async () => {
  node = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'] })
  servicer = new Conformance()
  await servicer.addP2pHandlers(node)
  await servicer.addP2pHandlers(node, { namespace: 'interop' })
  python = await HivemindPeer.start({ connect: node.getMultiaddrs().map(String) })
})

afterAll(async () => {
  await python?.stop()
  await node?.stop()
})

/** A call of the node by the Python peer. */
function call (method: string, requests: object[], more: Partial<HivemindCallInit> = {}): HivemindCall {
  return python.call({ peer: node.peerId.toString(), method, requests, ...more })
}

describe('unary methods', () => {
  it('answers a call', async () => {
    expect(await call('rpc_square', [{ value: -7 }]).collect()).toEqual([{ value: 49 }])
  })

  it('answers with a message whose fields are all at their defaults', async () => {
    expect(await call('rpc_nothing', [{}]).collect()).toEqual([{}])
  })

  it('gives the handler the handle with its namespace and the authenticated caller', async () => {
    const expected = { handle: 'interop::Conformance.rpc_who', local: node.peerId.toString(), remote: python.peerId }
    expect(await call('rpc_who', [{}], { namespace: 'interop' }).collect()).toEqual([expected])
  })

  it('reports an error of the handler with its code and text', async () => {
    expect(await call('rpc_fail', [{ text: "it's \"quoted\"" }]).failure()).toMatch(/^P2PHandlerError: .*FailedPrecondition\('it\\'s "quoted"'\)$/)
  })

  it('aborts the handler when the timeout of the caller ends', async () => {
    expect(await call('rpc_wait', [{ text: 'timeout' }], { timeout: 0.3 }).failure()).toMatch(/^TimeoutError/)
    await vi.waitFor(() => { expect(servicer.saw('rpc_wait', 'cancelled', 'timeout')).toBe(true) }, 5_000)
  })

  it('aborts the handler when the caller cancels', async () => {
    const running = call('rpc_wait', [{ text: 'cancel' }])
    await vi.waitFor(() => { expect(servicer.saw('rpc_wait', 'started', 'cancel')).toBe(true) }, 5_000)
    running.cancel()
    await vi.waitFor(() => { expect(servicer.saw('rpc_wait', 'cancelled', 'cancel')).toBe(true) }, 5_000)
  })

  it('carries just under 4 MiB in both directions', async () => {
    const outcome = await call('rpc_echo', [], { blobs: { count: 1, size: 4 * MIB - 1024 }, summary: true }).outcome
    expect(outcome).toMatchObject({ event: 'done', messages: 1, bytes: 4 * MIB - 1024 + 5 })
  })

  it('answers with an error where the response is over the limit of the wire, which the caller could not read', async () => {
    expect(await call('rpc_big', [{ count: 5, size: MIB }]).failure()).toMatch(/^P2PHandlerError: .*ResourceExhausted\('.*4194304/)
    expect(await call('rpc_square', [{ value: 2 }]).collect()).toEqual([{ value: 4 }])
  })

  it('goes on after a request over the limit, which the daemon of the caller refuses', async () => {
    expect(await call('rpc_echo', [], { blobs: { count: 1, size: 5 * MIB } }).failure()).toMatch(/^P2PDaemonError: Message size exceeds set limit/)
    expect(await call('rpc_square', [{ value: 3 }]).collect()).toEqual([{ value: 9 }])
  })

  it('answers 64 parallel calls', async () => {
    const calls = Array.from({ length: 64 }, (_, value) => call('rpc_square', [{ value }]))
    const answers = await Promise.all(calls.map((running) => running.collect()))
    expect(answers).toEqual(Array.from({ length: 64 }, (_, value) => [{ value: value ** 2 }]))
  })

  it('refuses a handle that nobody serves', async () => {
    expect(await call('rpc_square', [{ value: 1 }], { namespace: 'nobody' }).failure()).toMatch(/^P2PDaemonError: .*protocols not supported/)
  })
})

describe('methods that answer with a stream', () => {
  it('delivers 1000 messages in order', async () => {
    expect(await call('rpc_count', [{ value: 1000 }]).collect()).toEqual(Array.from({ length: 1000 }, (_, value) => ({ value })))
  })

  it('delivers empty messages', async () => {
    expect(await call('rpc_nothings', [{ value: 3 }]).collect()).toEqual([{}, {}, {}])
  })

  it('ends well without a message', async () => {
    expect(await call('rpc_count', [{ value: 0 }]).collect()).toEqual([])
  })

  it('delivers what came before an error, then the error', async () => {
    const running = call('rpc_fail_after', [{ value: 2 }])
    expect(await running.failure()).toMatch(/^P2PHandlerError: .*FailedPrecondition\('failed after 2'\)$/)
    expect(running.messages.map(({ message }) => message)).toEqual([{ value: 0 }, { value: 1 }])
  })

  it('aborts the handler when the caller stops reading', async () => {
    const running = call('rpc_stall', [{ text: 'stop' }])
    await running.received(1)
    running.cancel()
    await vi.waitFor(() => { expect(servicer.saw('rpc_stall', 'cancelled', 'stop')).toBe(true) }, 5_000)
  })

  it('carries 256 messages of 1 MiB', async () => {
    const outcome = await call('rpc_blobs', [{ count: 256, size: MIB }], { summary: true }).outcome
    expect(outcome).toMatchObject({ event: 'done', messages: 256, bytes: 256 * (MIB + 4) })
  })

  it('carries a message of 12 MiB', async () => {
    const outcome = await call('rpc_blobs', [{ count: 1, size: 12 * MIB }], { summary: true }).outcome
    expect(outcome).toMatchObject({ event: 'done', messages: 1, bytes: 12 * MIB + 5 })
  })

  it('serves 64 streams of 1000 messages at once', async () => {
    const calls = Array.from({ length: 64 }, () => call('rpc_count', [{ value: 1000 }], { summary: true }))
    const outcomes = await Promise.all(calls.map((running) => running.outcome))
    expect(outcomes.every((outcome) => outcome.event === 'done' && outcome.messages === 1000)).toBe(true)
  })

  it('refuses a handle that nobody serves', async () => {
    expect(await call('rpc_count', [{ value: 1 }], { namespace: 'nobody' }).failure()).toMatch(/^ControlFailure: .*protocols not supported/)
  })
})

describe('methods that take a stream', () => {
  it('answers when the input has ended', async () => {
    expect(await call('rpc_sum', [{ value: 1 }, { value: 20 }, { value: 300 }]).collect()).toEqual([{ value: 321 }])
  })

  it('answers an input without a message', async () => {
    expect(await call('rpc_sum', []).collect()).toEqual([{ value: 0 }])
  })

  it('takes 64 messages of 1 MiB', async () => {
    expect(await call('rpc_measure', [], { blobs: { count: 64, size: MIB } }).collect()).toEqual([{ count: 64, size: 64 * MIB }])
  })

  it('answers before the input has ended', async () => {
    const running = call('rpc_first', [{ value: 5 }, { value: 6 }])
    expect(await running.collect()).toEqual([{ value: 5 }])
  })
})

describe('methods with streams both ways', () => {
  it('answers each message before the next is sent', async () => {
    const running = call('rpc_running_sum', [], { open: true })
    for (const [index, value] of [1, 20, 300].entries()) {
      running.send({ value })
      await running.received(index + 1)
    }
    running.end()
    expect(await running.collect()).toEqual([{ value: 1 }, { value: 21 }, { value: 321 }])
  })

  it('reports an error in the middle of an open input', async () => {
    const running = call('rpc_positive', [{ value: 5 }, { value: -1 }], { open: true })
    expect(await running.failure()).toMatch(/^P2PHandlerError: .*InvalidArgument\('-1 is negative'\)$/)
    expect(running.messages.map(({ message }) => message)).toEqual([{ value: 5 }])
  })
})
