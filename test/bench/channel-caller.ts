/** A gateway's way to a runner, alone. Arguments: the runner's address and, for mutual TLS, a TLS folder and the name of the runner's certificate. */
import { TlsFiles } from '@subnetes/common'
import { createGrpcChannel } from '@subnetes/dispatch'
import { serveRounds } from './caller.ts'
import { echoMethod } from './echo-service.ts'

const [address = '', folder, serverName = ''] = process.argv.slice(2)
const source = folder === undefined ? undefined : new TlsFiles({ folder })
await source?.start()
const tls = source === undefined ? undefined : { source, serverName }
const channel = createGrpcChannel(address, { tls })
await channel.connect()

async function only (messages: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let answer: Uint8Array | undefined
  for await (const message of messages) answer = message
  if (answer === undefined) throw new Error('the call ended without an answer')
  return answer
}

serveRounds({
  unary: async (request) => await only(channel.call({ path: echoMethod('rpc_echo').path, requests: request })),
  stream: (request) => channel.call({ path: echoMethod('rpc_flood').path, requests: request })
})
