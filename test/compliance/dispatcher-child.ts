/** A worker process of the dispatcher tests: serves the test service, tells its address by IPC, ends with its parent. */
import { createGrpcServer, healthHandlers } from '@subnetes/grpc'
import { TestWorker } from './dispatcher-worker.ts'

const worker = new TestWorker(process.argv[2] ?? 'child')
const server = createGrpcServer({ handlers: new Map([...worker.handlers, ...healthHandlers(() => true)]) })
const address = await server.listen('127.0.0.1:0')
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'listening', address })
