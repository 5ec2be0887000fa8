import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { grpcDispatcher } from '@subnetes/dispatch'
import { createGrpcServer, healthHandlers, serveHandlers } from '@subnetes/grpc'
import type { LinkKind } from '@subnetes/dispatch'
import type { GrpcServer } from '@subnetes/grpc'
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

async function setup (link: LinkKind): Promise<DispatcherSetup> {
  const servers: GrpcServer[] = []
  const port = await closedPort()
  return {
    create: grpcDispatcher({ link }),
    place: async (worker) => {
      const calls = link === 'streams' ? undefined : serveHandlers(worker.handlers)
      const server = createGrpcServer({ handlers: new Map([...worker.handlers, ...healthHandlers(() => true)]), calls })
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

for (const link of ['lean', 'grpc', 'streams', 'auto'] as const) {
  describeDispatcher({ name: `grpc (${link})`, setup: async () => await setup(link) })
}
