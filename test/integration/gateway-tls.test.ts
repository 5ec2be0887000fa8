/** A gateway process by mutual TLS: with its operator, and restarted while the operator is away. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, it } from 'vitest'
import { Env } from '@subnetes/common'
import { ControlServer } from '@subnetes/control'
import { loadService } from '@subnetes/proto'
import { startWorker } from '@subnetes/worker'
import { createCa, secretFolder, tlsStore } from '../support/certificates.ts'
import { assignmentOf } from '../support/control.ts'
import { eventually } from '../support/eventually.ts'
import { startGateway } from '../support/processes.ts'
import type { GatewayWhere, ListeningProcess } from '../support/processes.ts'

const cleanups: Array<() => unknown> = []
afterEach(async () => { for (const cleanup of cleanups.splice(0).reverse()) await cleanup() })

const proto = 'syntax = "proto3"; package t.v1; message M { string text = 1; } service EchoProtocol { rpc rpc_echo (M) returns (M); }'

async function gateway (env: Record<string, string>): Promise<ListeningProcess<GatewayWhere>> {
  const more = { [Env.HttpListen]: '127.0.0.1:0', [Env.DrainSeconds]: '0', [Env.Namespace]: 'subnetes' }
  const started = await startGateway({ ...more, ...env })
  cleanups.push(async () => await started.stop())
  return started
}

/** Workers that have taken a connection by TLS and said that they serve. */
async function readyWorkers ({ where }: ListeningProcess<GatewayWhere>): Promise<number> {
  const answer = await fetch(`http://${where.http}/readyz`)
  const { protocols } = await answer.json() as { protocols?: Array<{ readyWorkers: number }> }
  return protocols?.[0]?.readyWorkers ?? 0
}

it('reaches operator and workers by their names, and its workers alone after a restart without the operator', async () => {
  const ca = await createCa()
  const state = await mkdtemp(join(tmpdir(), 'subnetes-gateway-tls-'))
  cleanups.push(async () => await rm(state, { recursive: true, force: true }))
  const [workerFolder, gatewayFolder] = [await secretFolder(await ca.issue({ names: ['echo.default'] })), await secretFolder(await ca.issue({ names: ['gateway.subnetes'] }))]
  cleanups.push(workerFolder.remove, gatewayFolder.remove)
  const config = { tls: { folder: workerFolder.path, clients: ['gateway.subnetes'] } }
  const worker = await startWorker({ proto, handlers: { rpc_echo: async (request: { text: string }) => ({ text: request.text }) } }, { config })
  cleanups.push(async () => await worker.stop())
  const control = new ControlServer({ tls: { source: tlsStore(await ca.issue({ names: ['operator.subnetes'] })), clients: ['gateway.subnetes'] } })
  cleanups.push(async () => await control.stop())
  control.setProtocol(assignmentOf('echo', loadService({ proto })))
  control.setEndpoints('echo', [{ id: 'echo-1', address: worker.address, state: 'ready', serverName: 'echo.default' }])
  const address = await control.listen('127.0.0.1:0')
  const env = { [Env.Control]: address, [Env.TlsDir]: gatewayFolder.path, [Env.StateDir]: state, [Env.Identity]: join(state, 'key') }

  const first = await gateway(env)
  await eventually('a worker by TLS', async () => await readyWorkers(first) === 1, 20_000)
  await first.stop()
  await control.stop()
  const second = await gateway(env)
  await eventually('the worker again, without the operator', async () => await readyWorkers(second) === 1, 20_000)
}, 90_000)
