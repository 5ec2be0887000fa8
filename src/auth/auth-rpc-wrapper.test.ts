import { ServicerBase, createNode, createStub } from '@subnetes/rpc'
import type { P2PContext } from '@subnetes/rpc'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identity, signedService } from '../../test/fixtures/auth/signed-service.ts'
import type { Identity } from '../../test/fixtures/auth/signed-service.ts'
import { authFieldsOf } from './auth-field.ts'
import { AuthRpcWrapper } from './auth-rpc-wrapper.ts'
import { SignatureAuthorizer } from './signature-authorizer.ts'

interface Ask { text: string }

class SignedProtocol extends ServicerBase {
  static override readonly service = signedService
  async rpc_ask ({ text }: Ask, context: P2PContext): Promise<Ask> { return { text: `${text} ${context.remoteId.slice(-4)}` } }
  async * rpc_stream ({ text }: Ask): AsyncGenerator<Ask> { for (const letter of text) yield { text: letter } }
  async rpc_upload (asks: AsyncIterable<Ask>): Promise<Ask> {
    const texts: string[] = []
    for await (const { text } of asks) texts.push(text)
    return { text: texts.join('') }
  }
}

describe('AuthRpcWrapper', () => {
  let client: Identity
  let server: Identity
  let nodes: Array<Awaited<ReturnType<typeof createNode>>>
  const fields = authFieldsOf(signedService)

  beforeAll(async () => {
    [client, server] = await Promise.all([identity(), identity()])
    nodes = await Promise.all([createNode({ privateKey: client.key, dht: 'off' }), createNode({ privateKey: server.key, listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off' })])
    const [caller, host] = nodes
    if (caller === undefined || host === undefined) throw new Error('no nodes')
    await AuthRpcWrapper.servicer(new SignedProtocol(), new SignatureAuthorizer({ key: server.key, fields, startedAtMs: 0 })).addP2pHandlers(host)
    await caller.dial(host.getMultiaddrs())
  })
  afterAll(async () => { await Promise.all(nodes.map(async (node) => { await node.stop() })) })

  const caller = (): (typeof nodes)[number] => nodes[0] as (typeof nodes)[number]

  it('signs and checks around a stub that knows nothing of it, over real connections', async () => {
    const plain = SignedProtocol.getStub(caller(), server.peer)
    const stub = AuthRpcWrapper.stub(plain, { authorizer: new SignatureAuthorizer({ key: client.key, fields }), service: signedService, peer: server.peer, localPeer: client.peer })
    expect((await stub.rpc_ask({ text: 'hello' })).text).toBe(`hello ${client.peer.slice(-4)}`)
    const letters: string[] = []
    for await (const { text } of stub.rpc_stream({ text: 'abc' })) letters.push(text)
    expect(letters).toEqual(['a', 'b', 'c'])
    expect((await stub.rpc_upload([{ text: 'x' }, { text: 'y' }])).text).toBe('xy')
  })

  it('is understood by the stubs that sign on bytes', async () => {
    const stub = SignedProtocol.getServerStub(caller(), server.peer, new SignatureAuthorizer({ key: client.key, fields }))
    expect((await stub.rpc_ask({ text: 'hello' })).text).toBe(`hello ${client.peer.slice(-4)}`)
  })

  it('refuses whoever does not sign, and answers of whoever is someone else', async () => {
    await expect(SignedProtocol.getStub(caller(), server.peer).rpc_ask({ text: 'hello' })).rejects.toMatchObject({ code: 'unauthenticated' })
    const impostor = new SignatureAuthorizer({ key: (await identity()).key, fields })
    await expect(createStub(caller(), server.peer, { service: signedService, authorizer: impostor }).rpc_ask?.({ text: 'hello' })).rejects.toThrow('(reason: wrong_key)')
  })

  it('names a stub that does not fit', () => {
    expect(() => AuthRpcWrapper.stub({}, { authorizer: {}, service: signedService, peer: 'a', localPeer: 'b' })).toThrow('the stub has no method rpc_ask')
  })
})
