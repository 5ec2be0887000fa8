/**
 * The caller of `npm run demo`: a libp2p peer in a process of its own. Arguments: the gateway's multiaddr and the number of tokens.
 * Writes the text to standard output as it arrives and tells its parent, over IPC, what it measured.
 */
import { readFile } from 'node:fs/promises'
import { multiaddr } from '@multiformats/multiaddr'
import { loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'

/** What the demo is told when the stream has ended. Times are milliseconds from the call. */
export interface DemoReport {
  readonly peerId: string
  readonly messages: number
  readonly tokens: number
  readonly firstMs: number
  readonly lastMs: number
  readonly finishReason: string
  /** Process ids and worker ids that the messages named, and the one that rpc_info named. */
  readonly pids: readonly number[]
  readonly workers: readonly string[]
  readonly contextTokens: number
  readonly model: string
}

/** Longest time of the calls together. */
const DEADLINE_MS = 45_000

const [address = '', tokens = ''] = process.argv.slice(2)
process.on('disconnect', () => process.exit(1)) // nobody is left to tell

const node = await createNode({ dht: 'off' })
const connection = await node.dial(multiaddr(address))
const proto = await readFile(new URL('../workers/llm/inference.proto', import.meta.url), 'utf8')
const stub = createStub(node, connection.remotePeer, { service: loadService({ proto }) })
const report = await generate()
await node.stop()
process.send?.(report, () => process.exit(0))

async function generate (): Promise<DemoReport> {
  const deadline = Date.now() + DEADLINE_MS
  const info = await (stub['rpc_info']?.({}, { deadline }) as Promise<Message>)
  const request = { prompt: 'ROMEO:', max_tokens: Number(tokens), temperature: 0.8, seed: 7 }
  const startedAt = performance.now()
  const times: number[] = []
  const pids = new Set<number>()
  const workers = new Set<string>()
  let last: Message = {}
  for await (const message of stub['rpc_inference_stream']?.(request, { deadline }) as AsyncIterable<Message>) {
    times.push(performance.now() - startedAt)
    pids.add(Number(message['pid']))
    workers.add(String(message['worker_id']))
    process.stdout.write(String(message['text']))
    last = message
  }
  return {
    peerId: node.peerId.toString(),
    messages: times.length,
    tokens: Number(last['tokens'] ?? 0),
    firstMs: times[0] ?? Number.NaN,
    lastMs: times.at(-1) ?? Number.NaN,
    finishReason: typeof last['finish_reason'] === 'string' ? last['finish_reason'] : '',
    pids: [...pids],
    workers: [...workers],
    contextTokens: Number(info['context_tokens']),
    model: String(info['model'])
  }
}
