/**
 * What the hop from gateway to runner costs by each kind of link, without libp2p and compute: `node --conditions=@subnetes/source test/bench/link.ts`.
 * CPU time per call of the two processes, from the kernel; the kinds take turns round by round. The runner echoes; its slots are not counted.
 *
 *   --rounds N     rounds of each kind (default 5)
 *   --seconds S    length of a round (default 1)
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { SubnetesError, silentLogger } from '@subnetes/common'
import type { GrpcHandler } from '@subnetes/common'
import { createGrpcServer, healthHandlers } from '@subnetes/grpc'
import type { WorkerCall, WorkerLink } from '@subnetes/dispatch'
import { runnerLink } from '../../src/dispatch/grpc/runner-link.ts'

const PATH = '/bench.v1.Bench/rpc_echo'
const KINDS = ['streams', 'grpc', 'lean'] as const
const IN_FLIGHT = [1, 32]

const method = { name: 'rpc_echo', path: PATH, requestStream: false, responseStream: false, timeoutMs: 60_000, idempotent: false }
const call = { method, handle: 'Bench.rpc_echo', peer: 'peer', gatewayPeer: 'gateway', requests: (async function * () {})(), signal: new AbortController().signal }

async function runEchoServer (): Promise<void> {
  const echo: GrpcHandler = (received) => received.requests
  const server = createGrpcServer({
    handlers: new Map([[PATH, echo], ...healthHandlers(() => true)]),
    calls: ({ requests }, sink) => {
      sink.message(requests as Uint8Array)
      sink.end()
      return { cancel: () => {}, resume: () => {} }
    }
  })
  const address = await server.listen('127.0.0.1:0')
  process.on('message', () => process.send?.({ cpuUs: cpuUs() }))
  process.on('disconnect', () => process.exit(0))
  process.send?.({ address })
}

function cpuUs (): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

async function cpuUsOf (child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [message] = await once(child, 'message') as [{ cpuUs: number }]
  return message.cpuUs
}

/** Calls in a loop until the time is over. @returns the number of calls */
async function load (link: WorkerLink, inFlight: number, ms: number): Promise<number> {
  const until = performance.now() + ms
  const request = Buffer.alloc(64, 'x')
  let calls = 0
  const loop = async (): Promise<void> => {
    while (performance.now() < until) {
      await new Promise<void>((resolve, reject) => {
        const one: WorkerCall = { call, protocol: 'bench', attempt: 1, requests: request, deadline: Date.now() + 60_000 }
        link.start(one, { message: () => true, end: (error) => { if (error === undefined) resolve(); else reject(new SubnetesError(error.code, error.message)) } })
      })
      calls += 1
    }
  }
  await Promise.all(Array.from({ length: inFlight }, loop))
  return calls
}

function median (values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}

/** CPU time per call in microseconds. */
interface Figures { gateway: number, runner: number, perSecond: number }

async function measure (link: WorkerLink, child: ChildProcess, inFlight: number, ms: number): Promise<Figures> {
  const [gateway, runner, start] = [cpuUs(), await cpuUsOf(child), performance.now()]
  const calls = await load(link, inFlight, ms)
  return { perSecond: calls / ((performance.now() - start) / 1_000), gateway: (cpuUs() - gateway) / calls, runner: (await cpuUsOf(child) - runner) / calls }
}

async function measureAll (links: readonly WorkerLink[], child: ChildProcess, inFlight: number, ms: number): Promise<Figures[]> {
  const all: Figures[] = []
  for (const link of links) all.push(await measure(link, child, inFlight, ms))
  return all
}

function describe (figures: readonly Figures[]): string {
  const of = (name: keyof Figures): number => median(figures.map((one) => one[name]))
  return `gateway ${of('gateway').toFixed(1)} us, runner ${of('runner').toFixed(1)} us, ${of('perSecond').toFixed(0)} calls a second`
}

async function main (): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '1' } } })
  const child = fork(new URL(import.meta.url), ['serve'], { execArgv: ['--conditions=@subnetes/source'] })
  const [{ address }] = await once(child, 'message') as [{ address: string }]
  const links = KINDS.map((kind) => runnerLink({ workerId: 'w', address, kind, logger: silentLogger, onDown: () => {} }))
  try {
    for (const link of links) {
      await link.prepare?.({ signal: new AbortController().signal })
      await load(link, 32, 1_000)
    }
    for (const inFlight of IN_FLIGHT) {
      const figures: Figures[][] = []
      for (let round = 0; round < Number(values.rounds); round += 1) figures.push(await measureAll(links, child, inFlight, Number(values.seconds) * 1_000))
      for (const [index, kind] of KINDS.entries()) console.log(`${String(inFlight).padStart(3)} in flight  ${kind.padEnd(8)} ${describe(figures.map((round) => round[index] as Figures))}`)
    }
  } finally {
    for (const link of links) await link.close()
    child.disconnect()
  }
}

if (process.argv[2] === 'serve') await runEchoServer()
else await main()
