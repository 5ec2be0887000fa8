/** A sample written protocol: state and decisions in the gateway, calculations on its own workers, text from a neighbour, notices for the whole subnet. */
import { readFileSync } from 'node:fs'
import { SubnetesError } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import { ServicerBase } from '@subnetes/rpc'
import { InferenceClient } from './inference-client.ts'
import { Scoreboard } from './scoreboard.ts'
import type { Libp2p, PeerId } from '@libp2p/interface'
import type { Startable } from '@subnetes/common'
import type { GatewayContext } from '@subnetes/gateway'
import type { Message } from '@subnetes/proto'
import type { P2PContext } from '@subnetes/rpc'

/** Handlers looked for in the DHT. */
const NOTIFY = 'MinerProtocol.rpc_notify'
const INFERENCE_STREAM = 'InferenceProtocol.rpc_inference_stream'
/** Names of manifests in this gateway. */
const OWN_WORKERS = 'miner'
const NEIGHBOUR = 'inference'
/** A notice is passed on at most so often. */
const MAX_HOPS = 3
/** Time a peer gets to take a notice, or to answer a round. */
const NOTIFY_TIMEOUT_MS = 5_000
const ROUND_TIMEOUT_MS = 30_000
/** Peers of one fan-out and of one round. */
const MAX_PEERS = 32
/** Calls at once. */
const CONCURRENCY = 8
/** Text asked for in a round. */
const ROUND_PROMPT = 'ROMEO:'
const ROUND_TOKENS = 16

/** What a {@link MinerProtocol} may be told. */
export interface MinerInit {
  /** Time between rounds. @default one minute */
  roundIntervalMs?: number
}

/** `MinerProtocol` (miner.proto). One per gateway. */
export class MinerProtocol extends ServicerBase implements Startable {
  static override readonly service = loadService({ proto: readFileSync(new URL('./miner.proto', import.meta.url), 'utf8') })

  /** Streams text from another peer's InferenceProtocol. Ending the iteration early cancels the generation there. */
  static async * callInferenceStream (node: Libp2p, peerId: PeerId, prompt: string, options: { signal?: AbortSignal, maxTokens?: number } = {}): AsyncGenerator<string> {
    const stub = InferenceClient.getStub(node, peerId)
    const request = { prompt, ...(options.maxTokens === undefined ? {} : { max_tokens: options.maxTokens }) }
    for await (const { text } of stub.rpc_inference_stream(request, { signal: options.signal })) yield text
  }

  readonly #gateway: GatewayContext
  readonly #roundIntervalMs: number
  readonly #board = new Scoreboard()

  constructor (gateway: GatewayContext, init: MinerInit = {}) {
    super()
    this.#gateway = gateway
    this.#roundIntervalMs = init.roundIntervalMs ?? 60_000
  }

  /** Begins the rounds; they end with the gateway. */
  async start (): Promise<void> {
    this.#gateway.every({ name: 'miner-round', intervalMs: this.#roundIntervalMs, jitter: 0.2, run: async (signal) => { await this.#round(signal) } })
  }

  async stop (): Promise<void> {
    // The rounds follow the gateway's own signal.
  }

  /** From state in the gateway. */
  async rpc_score (request: Message): Promise<Message> {
    const { score, rounds, answered, firstTextMs } = this.#board.score(String(request['peer_id']))
    return { score, rounds, answered, first_text_ms: firstTextMs }
  }

  /** From state in the gateway. */
  async rpc_request_data (request: Message): Promise<Message> {
    const limit = Number(request['limit'])
    if (limit > 100) throw new SubnetesError('invalid_argument', `limit is ${limit}; allowed are 1 to 100, and 0 for 10`)
    const results = this.#board.results(limit === 0 ? 10 : limit)
    return { results: results.map(({ peerId, at, text, error }) => ({ peer_id: peerId, at, text, error: error ?? '' })) }
  }

  /** Takes a notice and passes it on: to peers found through the DHT, a few at a time, each with a deadline of its own. */
  async rpc_notify (request: Message, context: P2PContext): Promise<Message> {
    const id = String(request['id'])
    const hops = Math.min(Number(request['hops']), MAX_HOPS)
    if (id === '' || id.length > 128) throw new SubnetesError('invalid_argument', `the notice's id has ${id.length} characters; allowed are 1 to 128`)
    if (!this.#board.notice(id)) return { is_new: false }
    if (hops === 0) return { is_new: true }
    const results = await this.#gateway.peers.fanOut({
      handle: NOTIFY,
      signal: context.signal,
      concurrency: CONCURRENCY,
      maxPeers: MAX_PEERS,
      timeoutMs: NOTIFY_TIMEOUT_MS,
      visit: async (peer, { signal }) => await MinerProtocol.getStub(this.#gateway.node, peer).rpc_notify({ ...request, hops: hops - 1 }, { signal })
    })
    const failed = results.filter((result) => 'error' in result)
    return { is_new: true, delivered: results.length - failed.length, failed: failed.length }
  }

  /** Text from the neighbour, as if the calling peer had asked it: its access and limits count, and its cancel reaches the neighbour's worker. */
  async * rpc_mine (request: Message, context: P2PContext): AsyncGenerator<Message> {
    const { prompt, max_tokens } = request
    const neighbour = this.#gateway.subnet.protocol(NEIGHBOUR)
    for await (const { text } of neighbour.stream('rpc_inference_stream', { prompt, ...(max_tokens === 0 ? {} : { max_tokens }) }, context)) yield { text }
  }

  /** Calculated by this protocol's own workers (worker.ts, brought by miner.yaml). */
  async rpc_analyse (request: Message, context: P2PContext): Promise<Message> {
    return await this.#gateway.workers(OWN_WORKERS).unary('rpc_analyse', request, context)
  }

  /** Asks every peer that announced InferenceProtocol for a little text, and remembers who answered, and how fast. */
  async #round (signal: AbortSignal): Promise<void> {
    const results = await this.#gateway.peers.fanOut({
      handle: INFERENCE_STREAM,
      signal,
      concurrency: CONCURRENCY,
      maxPeers: MAX_PEERS,
      timeoutMs: ROUND_TIMEOUT_MS,
      visit: async (peer, options) => await this.#ask(peer, options.signal)
    })
    for (const result of results) {
      const peerId = result.peer.toString()
      if ('error' in result) this.#board.record({ peerId, at: Date.now(), text: '', error: result.error.message })
      else this.#board.record({ peerId, at: Date.now(), ...result.value })
    }
    this.#gateway.logger.debug('round ended', { peers: results.length })
  }

  async #ask (peer: PeerId, signal: AbortSignal): Promise<{ text: string, firstTextMs: number }> {
    const startedAt = performance.now()
    let firstTextMs: number | undefined
    let text = ''
    for await (const piece of MinerProtocol.callInferenceStream(this.#gateway.node, peer, ROUND_PROMPT, { signal, maxTokens: ROUND_TOKENS })) {
      firstTextMs ??= performance.now() - startedAt
      text += piece
    }
    if (firstTextMs === undefined) throw new SubnetesError('data_loss', 'the peer ended its answer without a text')
    return { text, firstTextMs }
  }
}
