/** Our caller: a libp2p node that calls over the hivemind wire. Arguments: the gateway's multiaddr and peer id. */
import { multiaddr } from '@multiformats/multiaddr'
import { handleName } from '@subnetes/common'
import { callMethod, createNode, once } from '@subnetes/rpc'
import type { MethodDefinition } from '@subnetes/proto'
import { serveRounds } from './caller.ts'
import { ECHO_SERVICE, echoMethod } from './echo-service.ts'

const [, , address = '', peer = ''] = process.argv
const node = await createNode({ dht: 'off' })
await node.dial(multiaddr(address))

function call (method: MethodDefinition, request: Uint8Array): AsyncIterable<Uint8Array> {
  return callMethod(node, peer, { handle: handleName(ECHO_SERVICE.name, method.name), method, requests: once(request) })
}

serveRounds({
  unary: async (request) => {
    const answers = call(echoMethod('rpc_echo'), request)[Symbol.asyncIterator]()
    const answer = await answers.next()
    if (answer.done === true || (await answers.next()).done !== true) throw new Error('not one answer came')
    return answer.value
  },
  stream: (request) => call(echoMethod('rpc_flood'), request)
})
