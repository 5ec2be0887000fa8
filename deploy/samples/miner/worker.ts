/** The workers of MinerProtocol: only what the gateway hands on. Everything else is answered in the gateway and never comes here. */
import { readFileSync } from 'node:fs'
import { SubnetesError, serveWorker } from '@subnetes/worker'
import type { Message } from '@subnetes/proto'

async function rpc_analyse (request: Message): Promise<Message> {
  const words = String(request['text']).toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
  const characters = words.reduce((sum, word) => sum + word.length, 0)
  return { words: words.length, distinct_words: new Set(words).size, mean_word_length: words.length === 0 ? 0 : characters / words.length, worker_pid: process.pid }
}

async function inGateway (): Promise<Message> {
  throw new SubnetesError('unimplemented', 'this method is answered by the gateway module, and this gateway runs without it; start it with --module deploy/samples/miner/module.ts')
}

async function * streamInGateway (): AsyncGenerator<Message> {
  yield await inGateway()
}

await serveWorker({
  proto: readFileSync(new URL('./miner.proto', import.meta.url), 'utf8'),
  handlers: { rpc_analyse, rpc_score: inGateway, rpc_request_data: inGateway, rpc_notify: inGateway, rpc_mine: streamInGateway }
})
