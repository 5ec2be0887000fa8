/** Recorded bytes of real hivemind peers against both ends of the wire; needs no Python. */
import { readFileSync } from 'node:fs'
import type { Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { SubnetesError } from '@subnetes/common'
import { callMethod, createNode } from '@subnetes/rpc'
import type { SubnetNode } from '@subnetes/rpc'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Conformance } from './conformance.ts'
import type { Conversation, RecordedFrames } from './record-frames.ts'

const { conversations, provenance } = JSON.parse(readFileSync(new URL('../fixtures/hivemind/frames.json', import.meta.url), 'utf8')) as RecordedFrames
const cases = conversations.map((conversation) => [conversation.name, conversation] as const)

/** What Python's servicer said of a failure, and what ours says of the same. */
const ERROR_TEXTS = [
  ["ValueError('boom 42')", "FailedPrecondition('boom 42')"],
  ['failed after 2', "FailedPrecondition('failed after 2')"],
  ['-1 is negative', "InvalidArgument('-1 is negative')"]
] as const

/** The answers of each conversation before its end or error. */
const EXPECTED: Readonly<Record<string, object[]>> = {
  unary: [{ value: 49 }],
  'unary with a namespace': [{ value: 81 }],
  'unary, both messages empty': [{}],
  'unary, failing': [],
  'unary, 1000 bytes': [{ data: Buffer.alloc(1000, 'subnetes') }],
  'server stream': [{ value: 0 }, { value: 1 }, { value: 2 }],
  'server stream without a message': [],
  'server stream of empty messages': [{}, {}, {}],
  'server stream, failing after two messages': [{ value: 0 }, { value: 1 }],
  'client stream': [{ value: 321 }],
  'client stream without a message': [{ value: 0 }],
  'both streams': [{ value: 1 }, { value: 21 }, { value: 321 }],
  'both streams, failing in the middle': [{ value: 5 }]
}

let caller: SubnetNode
let server: SubnetNode

beforeAll(async () => {
  server = await createNode({ listen: ['/ip4/127.0.0.1/tcp/0'], dht: 'off' })
  caller = await createNode({ dht: 'off' })
  await caller.dial(server.getMultiaddrs())
})

afterAll(async () => {
  await caller.stop()
  await server.stop()
})

function methodOf ({ handle }: Conversation): NonNullable<ReturnType<typeof Conformance.service.methods.get>> {
  const method = Conformance.service.methods.get(handle.slice(handle.lastIndexOf('.') + 1))
  if (method === undefined) throw new Error(`${handle} is not in the schema`)
  return method
}

function isUnary (conversation: Conversation): boolean {
  const { requestStream, responseStream } = methodOf(conversation)
  return !requestStream && !responseStream
}

/** What arrives on a stream until its other side closes, or until `length` bytes are there. */
async function read (stream: Stream, length = Infinity): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  const { promise, resolve } = Promise.withResolvers<Buffer>()
  stream.addEventListener('message', (event) => {
    bytes = Buffer.concat([bytes, event.data.subarray()])
    if (bytes.length >= length) resolve(bytes)
  })
  for (const end of ['remoteCloseWrite', 'close'] as const) stream.addEventListener(end, () => { resolve(bytes) })
  return promise
}

/** The recorded answer with our text of the error in place of Python's, which is all that may differ. Every length involved fits one byte. */
function withOurErrorText (response: Buffer, unary: boolean): Buffer {
  for (const [theirs, ours] of ERROR_TEXTS) {
    const at = response.indexOf(theirs)
    if (at < 0) continue
    const head = Buffer.from(response.subarray(0, at))
    // Before the text: its length, its tag, and the length of the Result (unary) or of the frame.
    for (const offset of unary ? [0, at - 3, at - 1] : [at - 3, at - 1]) head[offset]! += ours.length - theirs.length
    return Buffer.concat([head, Buffer.from(ours)])
  }
  return response
}

describe('the server, sent what a Python caller sent', () => {
  it.each(cases)('answers as a Python server did: %s', async (_name, conversation) => {
    const servicer = new Conformance()
    const options = conversation.handle.startsWith('interop::') ? { namespace: 'interop' } : {}
    await servicer.addP2pHandlers(server, options)
    try {
      const stream = await caller.getConnections(server.peerId)[0]!.newStream(conversation.handle)
      const answer = read(stream)
      stream.send(Buffer.from(conversation.request, 'hex'))
      const expected = withOurErrorText(Buffer.from(conversation.response, 'hex'), isUnary(conversation))
      expect((await answer).toString('hex')).toBe(expected.toString('hex'))
      await stream.close()
    } finally {
      await servicer.removeP2pHandlers(server)
    }
  })
})

describe('the client, answered with what a Python server answered', () => {
  it.each(cases)('sends what a Python caller sent and reads the answer: %s', async (_name, conversation) => {
    const method = methodOf(conversation)
    const recorded = Buffer.from(conversation.request, 'hex')
    const response = Buffer.from(conversation.response, 'hex')
    const received = Promise.withResolvers<Buffer>()
    await server.handle(conversation.handle, async (stream) => {
      received.resolve(await read(stream, recorded.length))
      if (response.length > 0) stream.send(response)
      await stream.close()
    })
    try {
      async function * requests (): AsyncGenerator<Uint8Array> {
        for (const request of conversation.requests) yield method.encodeRequest(fromJson(request))
      }
      const answers: unknown[] = []
      let failure: string | undefined
      try {
        for await (const bytes of callMethod(caller, server.peerId, { handle: conversation.handle, method, requests: requests() })) answers.push(method.decodeResponse(bytes))
      } catch (error) {
        failure = SubnetesError.from(error).message
      }
      const sent = await received.promise
      expect(sent.toString('hex')).toBe((isUnary(conversation) ? asSentNow(recorded, sent) : recorded).toString('hex'))
      expect(failure).toBe(ERROR_TEXTS.find(([theirs]) => response.includes(theirs))?.[0])
      expect(answers).toMatchObject(EXPECTED[conversation.name]!)
    } finally {
      await server.unhandle(conversation.handle)
    }
  })
})

/** A recorded envelope with the call id and the destination of this run, the only fields that differ between two runs. */
function asSentNow (recorded: Buffer, sent: Buffer): Buffer {
  const expected = Buffer.from(recorded)
  const callId = recorded.indexOf(Buffer.from([0x0a, 0x10])) + 2
  expected.set(sent.subarray(callId, callId + 16), callId)
  const destination = peerIdFromString(provenance['destination']!).toMultihash().bytes
  expected.set(server.peerId.toMultihash().bytes, recorded.indexOf(destination))
  return expected
}

/** A request of the fixture as the codecs take it. */
function fromJson (request: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(request).map(([key, value]: [string, unknown]) => [key, key === 'data' ? Buffer.from(String(value), 'base64') : value]))
}
