/** hivemind's wire by hand: what a peer that does not behave would write, and what it would read. */
import type { SubnetesError } from '@subnetes/common'
import type { Call, CallHandler } from '@subnetes/rpc'
import { Uint8ArrayList } from 'uint8arraylist'
import { decodeResponse, encodeRequest, takeDelimited } from '../../src/rpc/hivemind/envelope.ts'
import { decodeErrorText, encodeMessageHeader, takeFrame } from '../../src/rpc/hivemind/frame.ts'
import type { RawStream } from './libp2p.ts'

/** A handler that waits until its call is aborted, and what it saw. */
export function waiting (): { handler: CallHandler, calls: Call[], aborted: SubnetesError[] } {
  const calls: Call[] = []
  const aborted: SubnetesError[] = []
  async function * handler (call: Call): AsyncGenerator<Uint8Array> {
    calls.push(call)
    if (call.method.responseStream) yield Buffer.from('first')
    await new Promise<void>((resolve) => { call.signal.addEventListener('abort', () => resolve(), { once: true }) })
    aborted.push(call.signal.reason as SubnetesError)
    throw call.signal.reason as SubnetesError
  }
  return { handler, calls, aborted }
}

/** A request envelope, length prefix included. */
export function request (data: Uint8Array | string, init: { callId?: Uint8Array, proto: string }): Buffer {
  const { head, payload } = encodeRequest(init.callId ?? Buffer.alloc(16, 7), new Uint8Array(), init.proto, Buffer.from(data))
  return Buffer.concat([head, payload])
}

/** A message frame. */
export function frame (data: string): Buffer {
  return Buffer.concat([encodeMessageHeader(data.length), Buffer.from(data)])
}

/** The error of a unary answer. */
export function unaryError (raw: RawStream): string {
  const envelope = takeDelimited(new Uint8ArrayList(raw.received), 1e7)
  const answer = decodeResponse(envelope ?? new Uint8Array())
  return 'error' in answer ? answer.error : `no error but a response of ${answer.response.length} bytes`
}

/** All frames received; the error frame as `!text`. */
export function frames (raw: RawStream): string[] {
  const queue = new Uint8ArrayList(raw.received)
  const found: string[] = []
  for (let next = takeFrame(queue, 1e8); next !== undefined; next = takeFrame(queue, 1e8)) {
    found.push(next.control ? `!${decodeErrorText(next.payload)}` : Buffer.from(next.payload).toString())
  }
  return found
}
