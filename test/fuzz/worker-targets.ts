/** Decoders of what workers, their runners and the chain's endpoints send: a compromised one may send anything. */
import { grpc } from '@subnetes/proto'
import { publicError } from '@subnetes/rpc'
import { parseRpcAnswer } from '../../src/auth/json-rpc-socket.ts'
import { decodeRunnerStatus, encodeRunnerStatus } from '../../src/control/runner-status.ts'
import { readNotice } from '../../src/dispatch/bullmq/ended-notice.ts'
import { parseFailure } from '../../src/dispatch/bullmq/job-record.ts'
import { FrameParser, encodeFrame } from '../../src/grpc/http2/framing.ts'
import { returnedHeaders } from '../../src/grpc/http2/headers.ts'
import { readStatus, resetError, responseError } from '../../src/grpc/http2/status.ts'
import { decodeErrorText, encodeErrorFrame } from '../../src/rpc/hivemind/frame.ts'
import { TEXT, plainly } from './decoder-kinds.ts'
import type { FuzzTarget } from './decoder-kinds.ts'

/** Largest message of a worker here. */
const MAX_BYTES = 1024 * 1024
const { HealthCheckResponse } = grpc.health.v1

/** In three pieces, as HTTP/2 may deliver it. */
function readFrames (bytes: Uint8Array): number {
  const parser = new FrameParser(MAX_BYTES)
  const third = Math.ceil(bytes.length / 3)
  let messages = 0
  for (const at of [0, third, third * 2]) parser.push(Buffer.from(bytes.subarray(at, at + third)), () => { messages += 1 })
  return messages
}

/** Headers or trailers, a line each, through everything that is done with them, up to what the peer is told. */
function readHeaders (bytes: Uint8Array): unknown {
  const headers = Object.fromEntries(TEXT(bytes).split('\n').map((line) => {
    const at = line.indexOf('=')
    return [line.slice(0, Math.max(0, at)), line.slice(at + 1)]
  }))
  const error = readStatus(headers)?.error ?? responseError(headers, '10.0.0.1:50051')
  const frame = error === undefined ? undefined : decodeErrorText(encodeErrorFrame(publicError(error, 'rpc_x').message).subarray(9))
  return [returnedHeaders(headers), resetError(Number(headers['grpc-status']), '10.0.0.1:50051'), frame]
}

const status = encodeRunnerStatus({
  workerId: 'load-0',
  protocol: 'load',
  ready: true,
  draining: false,
  drainEpoch: 3,
  slots: 4,
  activeCalls: 1,
  activeJobs: 0,
  callsAgeSeconds: 1.5,
  jobsAgeSeconds: 0,
  callsStarted: 10,
  callsFinished: 9,
  callsFinishedSeconds: 2.25,
  jobsStarted: 0,
  jobsFinished: 0,
  jobsFinishedSeconds: 0,
  computeStarts: 1,
  computeLastExit: 'exit code 1',
  computeStartSeconds: 3,
  computePid: 7
})

/** All of them. */
export const WORKER_TARGETS: readonly FuzzTarget[] = [
  { name: 'gRPC frames of a worker', seeds: [Buffer.concat([encodeFrame(Buffer.from('hello')), encodeFrame(new Uint8Array()), encodeFrame(Buffer.alloc(300, 1))])], read: readFrames },
  {
    name: 'headers and status of a worker',
    seeds: [':status=200\ncontent-type=application/grpc\ngrpc-status=14\ngrpc-message=no%20%E2%82%AC luck\nsubnetes-disposition=refused', ':status=503\ncontent-type=text/html', 'grpc-status=0\nx-own=1'].map((text) => Buffer.from(text)),
    read: readHeaders
  },
  { name: 'health of a worker', seeds: [HealthCheckResponse.encode({ status: 1 }).finish()], read: (bytes) => plainly(() => HealthCheckResponse.decode(bytes).status) },
  { name: 'status of a runner', seeds: [status], read: (bytes) => plainly(() => decodeRunnerStatus(bytes)) },
  { name: 'notice that a job has ended', seeds: ['11:inference-1,', '11:inference-1,9:completed,2:{},0:,13:1764000000000,'].map((text) => Buffer.from(text)), read: (bytes) => readNotice(Buffer.from(bytes))?.fields.length },
  { name: 'failure of a job', seeds: [Buffer.from('unavailable: job inference-1: the worker was lost')], read: (bytes) => parseFailure(TEXT(bytes)) },
  { name: 'answer of a chain endpoint', seeds: ['{"jsonrpc":"2.0","id":7,"result":true}', '{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"no such method"}}'].map((text) => Buffer.from(text)), read: (bytes) => parseRpcAnswer(Buffer.from(bytes)) }
]
