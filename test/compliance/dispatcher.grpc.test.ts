import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createGrpcServer, grpcDispatcher, healthHandlers } from '@subnetes/dispatch'
import type { GrpcServer } from '@subnetes/dispatch'
import type { DispatcherSetup } from './dispatcher-fixture.ts'
import { describeDispatcher } from './dispatcher.suite.ts'

/** A loopback port on which nothing listens. */
async function closedPort (): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return port
}

describeDispatcher({
  name: 'grpc',
  setup: async (): Promise<DispatcherSetup> => {
    const servers: GrpcServer[] = []
    const port = await closedPort()
    return {
      create: grpcDispatcher(),
      place: async (worker) => {
        const server = createGrpcServer({ handlers: new Map([...worker.handlers, ...healthHandlers(() => true)]) })
        servers.push(server)
        const address = await server.listen('127.0.0.1:0')
        return {
          worker,
          endpoint: (state = 'ready') => ({ id: worker.id, address, state }),
          lose: async () => { await server.close() }
        }
      },
      nowhere: (id) => ({ id, address: `127.0.0.1:${port}`, state: 'ready' }),
      teardown: async () => { await Promise.all(servers.map(async (server) => await server.close())) }
    }
  }
})
