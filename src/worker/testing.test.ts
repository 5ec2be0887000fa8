import { describe, expect, it } from 'vitest'
import { testWorker } from './testing.ts'
import type { WorkerContext } from './context.ts'

const proto = `
  syntax = "proto3";
  package test.v1;
  service TestProtocol {
    rpc rpc_who (Text) returns (Text);
    rpc rpc_join (stream Text) returns (Text);
    rpc rpc_wait (Text) returns (stream Text);
  }
  message Text { string text = 1; }
`

interface Text { text: string }

const worker = testWorker({
  proto,
  handlers: {
    rpc_who: async (_: Text, { peerId, handler, jobId }: WorkerContext): Promise<Text> => ({ text: `${peerId} ${handler} ${jobId}` }),
    rpc_join: async (requests: AsyncIterable<Text>): Promise<Text> => {
      let text = ''
      for await (const request of requests) text += request.text
      return { text }
    },
    rpc_wait: async function * ({ text }: Text, { signal }: WorkerContext): AsyncGenerator<Text> {
      yield { text }
      if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      throw new Error('stopped half way')
    }
  }
})

describe('testWorker', () => {
  it('gives a handler the facts a test states, and defaults for the rest', async () => {
    expect(await worker.call('rpc_who', { text: '' }, { peerId: '12D3KooWMe' })).toEqual({ text: '12D3KooWMe TestProtocol.rpc_who undefined' })
    expect(await worker.call('rpc_who', {}, { jobId: 'job-1', handler: 'ns::TestProtocol.rpc_who' })).toEqual({ text: 'test-peer ns::TestProtocol.rpc_who job-1' })
  })

  it('takes a list as a request stream', async () => {
    expect(await worker.call('rpc_join', [{ text: 'a' }, { text: 'b' }])).toEqual({ text: 'ab' })
  })

  it('lets a test abort the call, and sees what the caller would', async () => {
    const leave = new AbortController()
    const seen: unknown[] = []
    const run = async (): Promise<void> => {
      for await (const answer of worker.stream('rpc_wait', { text: 'x' }, { signal: leave.signal })) {
        seen.push(answer)
        leave.abort()
      }
    }
    await expect(run()).rejects.toMatchObject({ code: 'unknown', message: 'stopped half way' })
    expect(seen).toEqual([{ text: 'x' }])
  })

  it('names the methods there are when asked for another', async () => {
    await expect(worker.call('rpc_nope', {})).rejects.toThrow('test.v1.TestProtocol has no method rpc_nope; it has rpc_who, rpc_join, rpc_wait')
  })
})
