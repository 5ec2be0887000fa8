/**
 * Many peers without stake that do what they can to a gateway, as fast as one core lets them: calls without pause, large requests, streams that say
 * nothing, bytes that are no protocol, connections opened again and again. Arguments: number of peers, peer id, multiaddrs. All are there when it says `listening`;
 * told `{ begin }` they begin, and every message is answered with what they did so far.
 */
import { multiaddr } from '@multiformats/multiaddr'
import { createNode, createStub } from '@subnetes/rpc'
import { refusalReason } from '@subnetes/auth'
import { SubnetesError } from '@subnetes/common'
import type { Connection } from '@libp2p/interface'
import type { Message } from '@subnetes/proto'
import type { SubnetNode } from '@subnetes/rpc'
import { loadService } from './load-service.ts'

/** Calls that one peer keeps open. */
const IN_FLIGHT = 16
const HANDLE = 'LoadProtocol.rpc_echo'

/** What they did and what came of it. */
export interface HostileCounts { attempts: number, answered: number, connected: number, refused: Record<string, number> }

const counts: HostileCounts = { attempts: 0, answered: 0, connected: 0, refused: {} }
const [peers = '200', peerId = '', ...addresses] = process.argv.slice(2)
const service = loadService()

function refused (error: unknown): void {
  const { code } = SubnetesError.from(error)
  const reason = refusalReason(error) ?? code
  counts.refused[reason] = (counts.refused[reason] ?? 0) + 1
}

/** One caller's loop: the next call as soon as the last has ended. */
async function flood (node: SubnetNode, request: Message): Promise<never> {
  const stub = createStub(node, peerId, { service })
  for (;;) {
    counts.attempts += 1
    try {
      await (stub['rpc_echo']?.(request, { deadline: Date.now() + 10_000 }) as Promise<Message>)
      counts.answered += 1
    } catch (error) {
      refused(error)
      await yieldTurn()
    }
  }
}

/** Streams that are opened and left, or filled with bytes that mean nothing. */
async function pester (connection: () => Promise<Connection>, bytes: Uint8Array): Promise<never> {
  for (;;) {
    counts.attempts += 1
    try {
      const stream = await (await connection()).newStream(HANDLE, { signal: AbortSignal.timeout(10_000), maxOutboundStreams: 100_000 })
      if (bytes.length > 0) stream.send(bytes)
      if (Math.random() < 0.5) stream.abort(new Error('changed my mind'))
      // What is opened must get out, and the other peers have their turn.
      await new Promise((resolve) => { setImmediate(resolve) })
    } catch (error) {
      refused(error)
      await yieldTurn()
    }
  }
}

/** Comes and goes. */
async function churn (node: SubnetNode): Promise<never> {
  for (;;) {
    counts.attempts += 1
    try {
      const connection = await dial(node)
      counts.connected += 1
      connection.abort(new Error('and again'))
    } catch (error) {
      refused(error)
      await yieldTurn()
    }
  }
}

async function dial (node: SubnetNode): Promise<Connection> {
  return await node.dial(addresses.map((address) => multiaddr(address)), { signal: AbortSignal.timeout(10_000) })
}

async function yieldTurn (): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, 1) })
}

function attack (node: SubnetNode, index: number): void {
  const kind = index % 10
  if (kind === 9) { void churn(node); return }
  if (kind === 8) { void pester(async () => await dial(node), Buffer.alloc(0)); return }
  if (kind === 7) { void pester(async () => await dial(node), Buffer.alloc(4096, 0xff)); return }
  const request = kind === 6 ? { data: Buffer.alloc(1024 * 1024, 1) } : { data: Buffer.alloc(64, 1) }
  for (let i = 0; i < IN_FLIGHT; i++) void dial(node).catch(refused).then(async () => await flood(node, request))
}

const nodes: SubnetNode[] = []
for (let index = 0; index < Number(peers); index++) nodes.push(await createNode({ dht: 'off' }))
process.on('disconnect', () => process.exit(0))
process.on('message', ({ begin }: { begin?: boolean }) => {
  if (begin === true) for (const [index, node] of nodes.entries()) attack(node, index)
  process.send?.({ type: 'done', counts })
})
process.send?.({ type: 'listening' })
