/** The yardstick's caller: grpc-js, straight to the worker. Argument: the worker's address. */
import { Client, credentials } from '@grpc/grpc-js'
import { serveRounds } from './caller.ts'
import { echoMethod } from './echo-service.ts'

/** As wide as the streams of our own channels, so that windows do not decide the comparison. */
const OPTIONS = { 'grpc.max_receive_message_length': -1, 'grpc-node.flow_control_window': 4 * 1024 * 1024 }
const client = new Client(process.argv[2] ?? '', credentials.createInsecure(), OPTIONS)
const asBytes = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const asIs = (bytes: Buffer): Uint8Array => bytes
const echo = echoMethod('rpc_echo').path
const flood = echoMethod('rpc_flood').path

serveRounds({
  unary: async (request) => await new Promise((resolve, reject) => {
    client.makeUnaryRequest(echo, asBytes, asIs, request, (error, answer) => {
      if (error !== null) reject(error)
      else resolve(answer ?? new Uint8Array())
    })
  }),
  stream: (request) => client.makeServerStreamRequest(flood, asBytes, asIs, request) as AsyncIterable<Uint8Array>
})
