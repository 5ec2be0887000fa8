/** The calling end of hivemind's wire: one stream per call. */
import { randomFillSync } from 'node:crypto'
import type { Libp2p, PeerId } from '@libp2p/interface'
import { ENDED_CALL, SubnetesError } from '@subnetes/common'
import type { AnswerSink, RunningCall } from '@subnetes/common'
import { UNARY_MAX_BYTES } from '../limits.ts'
import type { OutgoingCall, WireSendOptions } from '../wire.ts'
import { EnvelopeCaller } from './envelope-caller.ts'
import { CALL_ID_BYTES, encodeRequest } from './envelope.ts'
import { FrameCaller } from './frame-caller.ts'

/** Sends calls to `peer`. */
export function hivemindSender (node: Libp2p, peer: PeerId, options: WireSendOptions): (call: OutgoingCall, sink: AnswerSink) => RunningCall {
  const peerBytes = peer.toMultihash().bytes
  return (call, sink) => {
    if (call.method.requestStream || call.method.responseStream) return new FrameCaller(call, sink, options).start(node, peer)
    const request = encodeRequest(randomCallId(), peerBytes, call.handle, call.requests as Uint8Array)
    if (request.bytes <= UNARY_MAX_BYTES) return new EnvelopeCaller(call, sink, options).start(node, peer, request)
    sink.end(new SubnetesError('resource_exhausted', `the request of ${call.handle} has ${request.payload.length} bytes, over the unary limit of ${UNARY_MAX_BYTES}; use a streaming method`))
    return ENDED_CALL
  }
}

/** Call ids made in one go: the system call costs more than the bytes. */
const CALL_IDS = Buffer.alloc(CALL_ID_BYTES * 256)
let idsUsed = CALL_IDS.length

function randomCallId (): Uint8Array {
  if (idsUsed === CALL_IDS.length) {
    randomFillSync(CALL_IDS)
    idsUsed = 0
  }
  idsUsed += CALL_ID_BYTES
  return CALL_IDS.subarray(idsUsed - CALL_ID_BYTES, idsUsed)
}
