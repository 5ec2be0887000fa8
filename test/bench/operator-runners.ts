/** Runners of pods that do not run: answers the operator for every address of this network namespace, idle and ready, as real ones do each second. */
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerWritableStream } from '@grpc/grpc-js'
import { RUNNER_PORT } from '@subnetes/common'
import { RUNNER_PATHS, runnerHandlers } from '@subnetes/control'
import type { RunnerStatus } from '@subnetes/control'

const IDLE: RunnerStatus = {
  workerId: '',
  protocol: '',
  ready: true,
  draining: false,
  drainEpoch: 0,
  slots: 1,
  activeCalls: 0,
  activeJobs: 0,
  callsAgeSeconds: 0,
  jobsAgeSeconds: 0,
  callsStarted: 0,
  callsFinished: 0,
  callsFinishedSeconds: 0,
  jobsStarted: 0,
  jobsFinished: 0,
  jobsFinishedSeconds: 0,
  computeStarts: 1,
  computeLastExit: '',
  computeStartSeconds: 0.5,
  computePid: 42
}

/** @returns ends it */
export async function serveRunners (): Promise<() => void> {
  const server = new Server({ 'grpc.max_concurrent_streams': 10_000 })
  const watch = runnerHandlers({ status: () => IDLE, onChange: () => () => {}, setDraining: () => {} }).get(RUNNER_PATHS.watch)
  const bytes = (value: Buffer): Buffer => value
  const answer = async (stream: ServerWritableStream<Buffer, Buffer>): Promise<void> => {
    const left = new AbortController()
    stream.on('cancelled', () => left.abort())
    const requests = (async function * () { yield stream.request })()
    for await (const status of watch?.({ signal: left.signal, metadata: {}, deadline: undefined, requests }) ?? []) stream.write(Buffer.from(status))
    stream.end()
  }
  server.register(RUNNER_PATHS.watch, (stream: ServerWritableStream<Buffer, Buffer>) => { answer(stream).catch(() => stream.end()) }, bytes, bytes, 'serverStream')
  await listen(server, `0.0.0.0:${RUNNER_PORT}`)
  return () => server.forceShutdown()
}

async function listen (server: Server, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => { server.bindAsync(address, ServerCredentials.createInsecure(), (error) => error === null ? resolve() : reject(error)) })
}
