import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, methodShape, peerPair, serve, stream, texts } from '../../test/support/libp2p.ts'
import type { PeerPair } from '../../test/support/libp2p.ts'
import type { CallHandler } from './call.ts'

let pair: PeerPair

beforeAll(async () => { pair = await peerPair() })
afterAll(async () => { await pair[Symbol.asyncDispose]() })

const echoAll: CallHandler = async function * (call) {
  for await (const request of call.requests) yield Buffer.concat([Buffer.from('got '), request])
}

const joinAll: CallHandler = async function * (call) {
  yield Buffer.from((await texts(call.requests)).join('+'))
}

describe('a call over the hivemind wire', () => {
  it('brings one request and one response', async () => {
    const method = methodShape('uu')
    await serve(pair.server, method, echoAll)
    expect(await texts(call(pair, method, stream('hello')))).toEqual(['got hello'])
  })

  it('brings one request and a stream of responses', async () => {
    const method = methodShape('us')
    await serve(pair.server, method, async function * () { yield * stream('a', '', 'c') })
    expect(await texts(call(pair, method, stream('go')))).toEqual(['a', '', 'c'])
  })

  it('brings a stream of requests and one response', async () => {
    const method = methodShape('su')
    await serve(pair.server, method, joinAll)
    expect(await texts(call(pair, method, stream('a', 'b', 'c')))).toEqual(['a+b+c'])
    expect(await texts(call(pair, method, stream()))).toEqual([''])
  })

  it('brings streams both ways', async () => {
    const method = methodShape('ss')
    await serve(pair.server, method, echoAll)
    expect(await texts(call(pair, method, stream('a', 'b')))).toEqual(['got a', 'got b'])
  })
})
