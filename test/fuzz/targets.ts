/** Every decoder of ours that reads bytes or text of a peer, a worker or the chain, with something valid to begin from. */
import { cutSignature, insertAuth, openRequest, openResponse, parseExpiration, parseOpenSshKey, protobufFields, readAuth, refusalReason, verifySignature } from './auth-decoders.ts'
import { SubnetesError, parseHandle } from '@subnetes/common'
import { protocolOfJob } from '@subnetes/dispatch'
import { PROTO_TEXTS, loadService } from '@subnetes/proto'
import { parseError } from '@subnetes/rpc'
import { Uint8ArrayList } from 'uint8arraylist'
import { listLimit, listStates, watchPosition } from '../../src/gateway/jobs/job-messages.ts'
import { JobsProtocol } from '../../src/gateway/protocols/jobs.ts'
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse, takeDelimited } from '../../src/rpc/hivemind/envelope.ts'
import { END_FRAME, decodeErrorText, encodeErrorFrame, encodeMessageHeader, takeFrame } from '../../src/rpc/hivemind/frame.ts'
import { hello, readAnswer, readHello } from '../../src/mux/yamux/multistream.ts'
import { COMPUTE_TARGETS } from './compute-targets.ts'
import { plainly, TEXT } from './decoder-kinds.ts'
import type { FuzzTarget } from './decoder-kinds.ts'
import { IDENTIFY_TARGETS } from './identify-targets.ts'
import { MUX_TARGETS } from './mux-targets.ts'
import { LINK_TARGETS } from './link-targets.ts'
import { SAMPLES } from './samples.ts'
import { WORKER_TARGETS } from './worker-targets.ts'
import type { Message, MethodDefinition } from '@subnetes/proto'

/** Largest message that the fuzzed decoders let through; lengths in the input may claim anything. */
const MAX_BYTES = 1024 * 1024

const jobs = loadService({ proto: PROTO_TEXTS['subnetes/v1/jobs.proto'] ?? '', service: 'JobsProtocol' })
const reflection = loadService({ proto: PROTO_TEXTS['subnetes/v1/reflection.proto'] ?? '', service: 'ReflectionProtocol' })
const callId = Buffer.alloc(16, 7)
const whole = ({ head, payload }: { head: Uint8Array, payload: Uint8Array }): Buffer => Buffer.concat([head, payload])

/** In two pieces, as the network may deliver it. */
function list (bytes: Uint8Array): Uint8ArrayList {
  const middle = bytes.length >> 1
  return new Uint8ArrayList(bytes.subarray(0, middle), bytes.subarray(middle))
}

function drain (take: (queue: Uint8ArrayList) => unknown): (bytes: Uint8Array) => void {
  return (bytes) => {
    const queue = list(bytes)
    while (take(queue) !== undefined) { /* to the end */ }
  }
}

/** A message of a peer through the generated decoder, whose errors are plain ones that the servicer puts into words; what must not happen is a crash. */
function decoded (method: MethodDefinition | undefined, use: (message: Message) => unknown = () => {}): (bytes: Uint8Array) => void {
  return (bytes) => {
    const message = plainly(() => method?.decodeRequest(bytes))
    if (message !== undefined) use(message)
  }
}

/** A JobsProtocol with one protocol that has no jobs: page tokens, ids and limits are read and refused. */
const servicer = new JobsProtocol({
  target: () => undefined,
  queue: () => undefined,
  protocols: () => ['inference', 'embed']
})

/** Its methods read before they first wait, and refuse in their promise. */
function served (call: (message: Message) => Promise<unknown>): (message: Message) => void {
  return (message) => {
    call(message).catch((error: unknown) => {
      if (!(error instanceof SubnetesError)) setImmediate(() => { throw error })
    })
  }
}

const context = { handleName: '', localId: '', remoteId: 'peer', signal: new AbortController().signal, deadline: undefined, traceparent: undefined }
const method = (name: string): MethodDefinition | undefined => jobs.methods.get(name)
const encoded = (name: string, message: Message): Uint8Array => method(name)?.encodeRequest(message) ?? new Uint8Array()
const signed = [SAMPLES.request, SAMPLES.hivemindRequest]

/** All of them. */
export const TARGETS: readonly FuzzTarget[] = [
  { name: 'multistream opening', seeds: [hello('A.rpc_x')], read: (bytes) => [readHello(bytes), readAnswer(bytes, hello('A.rpc_x'))] },
  { name: 'hivemind unary envelope, length and all', seeds: [whole(encodeRequest(callId, new Uint8Array(), 'A.rpc_x', Buffer.from('hello')))], read: drain((queue) => takeDelimited(queue, MAX_BYTES)) },
  { name: 'hivemind request', seeds: [whole(encodeRequest(callId, Buffer.from('peer'), 'A.rpc_x', Buffer.from('hello'))).subarray(1)], read: decodeRequest },
  { name: 'hivemind response', seeds: [whole(encodeResponse(callId, Buffer.from('hello'))).subarray(1)], read: decodeResponse },
  { name: 'hivemind stream frames', seeds: [Buffer.concat([encodeMessageHeader(5), Buffer.from('hello'), END_FRAME]), encodeErrorFrame('ValueError(1)')], read: drain((queue) => takeFrame(queue, MAX_BYTES)) },
  { name: 'hivemind error frame', seeds: [encodeErrorFrame('Unavailable(\'x\')').subarray(9)], read: decodeErrorText },
  { name: 'error text of a peer', seeds: [Buffer.from('Unauthenticated(\'S.rpc_x: no (reason: unsigned; retry in 5 ms)\')')], read: (bytes) => refusalReason(parseError(TEXT(bytes))) },
  { name: 'handle', seeds: [Buffer.from('ns::Service.rpc_method')], read: (bytes) => parseHandle(TEXT(bytes)) },
  { name: 'protobuf fields', seeds: signed, read: (bytes) => [...protobufFields(bytes)].length },
  { name: 'auth field cut out', seeds: signed, read: (bytes) => [readAuth(bytes, 1), cutSignature(bytes, 1, 5)] },
  { name: 'auth field put in', seeds: signed, read: (bytes) => insertAuth(bytes, 4, Buffer.from('auth')) },
  { name: 'signed request', seeds: signed, read: (bytes) => openRequest(bytes, 1) },
  { name: 'signed response', seeds: [SAMPLES.response], read: (bytes) => openResponse(bytes, 1) },
  { name: 'OpenSSH key', seeds: SAMPLES.keys.map((key) => Buffer.from(key)), read: (bytes) => parseOpenSshKey(bytes).peerId },
  { name: 'signature', seeds: [SAMPLES.signature], read: (bytes) => verifySignature(SAMPLES.keyObject, Buffer.from('message'), bytes) },
  { name: 'expiration of a token', seeds: [Buffer.from('2026-01-01 00:01:00.250000+00:00')], read: (bytes) => parseExpiration(TEXT(bytes)) },
  { name: 'job id', seeds: [Buffer.from('inference-0123456789abcdef0123456789abcdef')], read: (bytes) => protocolOfJob(TEXT(bytes)) },
  { name: 'JobsProtocol submit', seeds: [encoded('rpc_submit', { handle: 'A.rpc_x', request: Buffer.from('x'), idempotency_key: 'k', priority: 3 })], read: decoded(method('rpc_submit'), served(async (message) => await servicer.rpc_submit(message, context))) },
  { name: 'JobsProtocol list, with its page token', seeds: [encoded('rpc_list', { limit: 10, page_token: 'inference/20' })], read: decoded(method('rpc_list'), served(async (message) => await servicer.rpc_list(message, context))) },
  { name: 'JobsProtocol watch, with its position', seeds: [encoded('rpc_watch', { id: 'inference-1' })], read: decoded(method('rpc_watch'), watchPosition) },
  { name: 'JobsProtocol states and limit', seeds: [encoded('rpc_list', { limit: 5, states: [1, 2] })], read: decoded(method('rpc_list'), (message) => [listStates(message), listLimit(message)]) },
  { name: 'ReflectionProtocol schema', seeds: [reflection.methods.get('rpc_schema')?.encodeRequest({ handle: 'A.rpc_x' }) ?? new Uint8Array()], read: decoded(reflection.methods.get('rpc_schema')) },
  ...IDENTIFY_TARGETS,
  ...MUX_TARGETS,
  ...LINK_TARGETS,
  ...WORKER_TARGETS,
  ...COMPUTE_TARGETS
]
