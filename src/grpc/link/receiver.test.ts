/** What a receiver makes of pieces. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { joinMessage } from '@subnetes/common'
import type { MessageBytes } from '@subnetes/common'
import type { Carrier } from './carrier.ts'
import { Link } from './link.ts'
import { Receiver } from './receiver.ts'
import { RecordType } from './records.ts'

afterEach(() => { vi.restoreAllMocks() })

function receiving (): { receiver: Receiver, messages: MessageBytes[] } {
  const noop = (): void => {}
  const carrier: Carrier = { isFull: false, unsentBytes: 0, open: noop, write: noop, end: noop, destroy: noop }
  const link = new Link(carrier, { lastId: 0, onRecord: noop, onClosed: noop }, { keepaliveMs: 0, keepaliveTimeoutMs: 0 })
  const messages: MessageBytes[] = []
  const deliver = (message: MessageBytes): boolean => { messages.push(message); return true }
  const owner = { id: 1, deliver, onTooLarge: (error: Error) => { throw error } }
  return { receiver: new Receiver(link, owner, 1_000_000), messages }
}

describe('a receiver', () => {
  it('copies each byte of a message in tiny pieces once, and gives it whole', () => {
    const { receiver, messages } = receiving()
    const sent = Buffer.from(Uint8Array.from({ length: 20_000 }, (_, index) => index % 251))
    let copied = 0
    const concat = Buffer.concat.bind(Buffer)
    vi.spyOn(Buffer, 'concat').mockImplementation((parts, length) => {
      const joined = concat(parts, length)
      copied += joined.length
      return joined
    })
    for (let message = 0; message < 2; message += 1) {
      receiver.take(RecordType.Message, sent.length, sent.subarray(0, 1))
      for (let at = 1; at < sent.length; at += 1) receiver.take(RecordType.Piece, 0, sent.subarray(at, at + 1))
    }
    expect(copied).toBeLessThanOrEqual(2 * sent.length)
    expect(messages.map((message) => sent.equals(joinMessage(message)))).toEqual([true, true])
    expect(messages[0]?.length).toBeLessThan(500)
  })
})
