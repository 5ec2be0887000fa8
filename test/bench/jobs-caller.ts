/** A peer that submits jobs through JobsProtocol and waits for their results: `jobs-caller.ts MULTIADDR PEER_ID`. */
import { multiaddr } from '@multiformats/multiaddr'
import { handleName } from '@subnetes/common'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { createNode, createStub } from '@subnetes/rpc'
import type { Message } from '@subnetes/proto'
import { serveRounds } from './caller.ts'
import { ECHO_SERVICE, echoMethod } from './echo-service.ts'

const RESULT_SECONDS = 30
const [, , address = '', peer = ''] = process.argv
const node = await createNode({ dht: 'off' })
await node.dial(multiaddr(address))
const jobs = createStub(node, peer, { service: loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' }) })
const handle = handleName(ECHO_SERVICE.name, echoMethod('rpc_echo').name)

async function call (method: string, request: Message): Promise<Message> {
  return await (jobs[method]?.(request) as Promise<Message>)
}

serveRounds({
  unary: async (request) => {
    const { id } = await call('rpc_submit', { handle, request })
    const [message] = (await call('rpc_result', { id, wait_seconds: RESULT_SECONDS }))['messages'] as Uint8Array[]
    if (message === undefined) throw new Error('the job has no response')
    return message
  },
  stream: () => { throw new Error('jobs are measured with one response each') }
})
