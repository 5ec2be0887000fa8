import { loadService } from '@subnetes/proto'
import { expect, it } from 'vitest'
import { protocolClient } from './protocol-client.ts'
import type { Call } from '@subnetes/rpc'

const service = loadService({
  proto: `syntax = "proto3"; package t; message M { string text = 1; }
    service Echo { rpc rpc_one (M) returns (M); rpc rpc_many (M) returns (stream M); }`
})

/** Answers nothing until its signal aborts. */
async function * silent ({ signal }: Call): AsyncGenerator<Uint8Array> {
  await new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  yield new Uint8Array()
}

it.each(['unary', 'stream'] as const)('ends a %s call at its deadline, whatever serves it', async (shape) => {
  const client = protocolClient({ what: 'echo', service: () => service, handle: () => 'Echo', localPeer: 'gateway', send: silent })
  const context = { remoteId: 'peer', signal: new AbortController().signal, deadline: Date.now() + 30 }
  const answer = shape === 'unary'
    ? client.unary('rpc_one', { text: 'x' }, context)
    : client.stream('rpc_many', { text: 'x' }, context)[Symbol.asyncIterator]().next()
  await expect(answer).rejects.toMatchObject({ code: 'deadline_exceeded' })
})
