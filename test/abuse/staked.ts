/** Ten peers with stake that call at a steady pace, whatever came of the call before, and measure. Told by its parent: `{ connect }`, then `{ seconds }` for each measurement. */
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys'
import { multiaddr } from '@multiformats/multiaddr'
import { SubnetesError } from '@subnetes/common'
import { createNode, createStub } from '@subnetes/rpc'
import type { Message } from '@subnetes/proto'
import type { DynamicStub } from '@subnetes/rpc'
import { loadService } from './load-service.ts'

/** Calls a second of each peer. */
const RATE = 50
/** A call that takes longer is lost. */
const DEADLINE_MS = 5_000

/** What a measurement found. */
export interface Measured { readonly calls: number, readonly lost: number, readonly reasons: Record<string, number>, readonly latenciesMs: number[] }

const stubs: DynamicStub[] = []

async function connect ({ keys, multiaddrs, peerId }: { keys: string[], multiaddrs: string[], peerId: string }): Promise<void> {
  for (const key of keys) {
    const node = await createNode({ privateKey: privateKeyFromProtobuf(Buffer.from(key, 'base64')), dht: 'off' })
    await node.dial(multiaddrs.map((address) => multiaddr(address)))
    stubs.push(createStub(node, peerId, { service: loadService() }))
  }
}

async function measure (seconds: number): Promise<Measured> {
  const found: Measured = { calls: 0, lost: 0, reasons: {}, latenciesMs: [] }
  const result = { calls: 0, lost: 0 }
  const open = new Set<Promise<void>>()
  const startMs = performance.now()
  const total = seconds * RATE
  for (let round = 0; round < total; round++) {
    // Open loop: a slow answer does not slow the next call down.
    const dueMs = startMs + round * 1000 / RATE - performance.now()
    if (dueMs > 0) await new Promise((resolve) => { setTimeout(resolve, dueMs) })
    for (const stub of stubs) {
      result.calls += 1
      const call = one(stub, found.latenciesMs).catch((error: unknown) => {
        result.lost += 1
        const { code, message } = SubnetesError.from(error)
        const reason = `${code}: ${message.slice(0, 120)}`
        found.reasons[reason] = (found.reasons[reason] ?? 0) + 1
      }).finally(() => open.delete(call))
      open.add(call)
    }
  }
  await Promise.all(open)
  return { ...found, ...result }
}

async function one (stub: DynamicStub, latenciesMs: number[]): Promise<void> {
  const at = performance.now()
  await (stub['rpc_echo']?.({ data: Buffer.alloc(64, 1), number: 7 }, { deadline: Date.now() + DEADLINE_MS }) as Promise<Message>)
  latenciesMs.push(performance.now() - at)
}

process.on('message', (message: { connect?: Parameters<typeof connect>[0], seconds?: number }) => {
  const work = message.connect === undefined ? measure(message.seconds ?? 1) : connect(message.connect)
  work.then((measured) => process.send?.({ type: 'done', measured }), (error: unknown) => process.send?.({ type: 'failed', error: String(error) }))
})
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'listening' })
