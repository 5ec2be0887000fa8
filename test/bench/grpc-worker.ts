/** The echo service on a grpc-js server: the yardstick's worker, and the compute behind a separate runner. It keeps the worker contract. */
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerUnaryCall, ServerWritableStream, ServiceDefinition, sendUnaryData } from '@grpc/grpc-js'
import { once } from 'node:events'
import { Env, formatAddress, parseAddress } from '@subnetes/common'
import type { Message, MethodDefinition } from '@subnetes/proto'
import { ECHO_SERVICE, echo, flood } from './echo-service.ts'

const server = new Server({ 'grpc-node.flow_control_window': 4 * 1024 * 1024 })
server.addService(Object.fromEntries([...ECHO_SERVICE.methods].map(([name, method]) => [name, describe(method)])), {
  rpc_echo: (call: ServerUnaryCall<Message, Message>, answer: sendUnaryData<Message>) => {
    echo(call.request).then((message) => answer(null, message), (error: Error) => answer(error))
  },
  rpc_flood: (call: ServerWritableStream<Message, Message>) => {
    send(call).catch((error: Error) => call.destroy(error))
  }
})

function describe (method: MethodDefinition): ServiceDefinition[string] {
  return {
    path: method.path,
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    requestSerialize: (message: Message) => Buffer.from(method.encodeRequest(message)),
    requestDeserialize: (bytes) => method.decodeRequest(bytes),
    responseSerialize: (message: Message) => {
      const bytes = method.encodeResponse(message)
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    },
    responseDeserialize: (bytes) => method.decodeResponse(bytes)
  }
}

async function send (call: ServerWritableStream<Message, Message>): Promise<void> {
  const gone = new AbortController()
  call.once('cancelled', () => gone.abort())
  for await (const message of flood(call.request)) {
    if (gone.signal.aborted) return
    if (!call.write(message)) await once(call, 'drain', { signal: gone.signal })
  }
  call.end()
}

const wanted = parseAddress(process.env[Env.ComputeListen] ?? '127.0.0.1:0', Env.ComputeListen)
server.bindAsync(formatAddress(wanted), ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error
  process.send?.({ type: 'listening', address: formatAddress('path' in wanted ? wanted : { host: wanted.host, port }) })
})
process.on('disconnect', () => process.exit(0))
