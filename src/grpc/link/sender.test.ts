/** What a sender asks of the source of its messages. The link is a stand-in that is full until the test takes records from it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Carrier } from './carrier.ts'
import { Link } from './link.ts'
import { Sender } from './sender.ts'

interface Bench { readonly link: Link, readonly sender: Sender, readonly rooms: () => number, readonly takeOne: () => void }

/** A sender with credit, on a link whose carrier takes nothing: records leave one by one, when the test says so. */
function stalled (): Bench {
  const carrier: Carrier = { isFull: true, unsentBytes: 0, open: () => {}, write: () => {}, end: () => {}, destroy: () => {} }
  const link = new Link(carrier, { lastId: 0, onRecord: () => {}, onClosed: () => {} }, { keepaliveMs: 0, keepaliveTimeoutMs: 0 })
  let rooms = 0
  const sender = new Sender(link, { sendId: () => 1, onRoom: () => { rooms += 1 }, onSent: () => {} })
  sender.grant(1_000_000_000)
  return { link, sender, rooms: () => rooms, takeOne: () => { if (!sender.isEmpty) sender.emit() } }
}

describe('a sender', () => {
  it('lets a source go on that was told to wait, whatever comes and leaves meanwhile', () => {
    const step = fc.option(fc.integer({ min: 0, max: 40_000 }), { freq: 2 }) // a message of so many bytes, or a record that leaves
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { sender, rooms, takeOne } = stalled()
      let roomsBefore: number | undefined // set while the source waits
      const take = (): void => {
        takeOne()
        if (roomsBefore !== undefined && rooms() > roomsBefore) roomsBefore = undefined
      }
      for (const bytes of steps) {
        if (bytes === null) {
          take()
          continue
        }
        const goesOn = sender.message(Buffer.alloc(bytes))
        if (roomsBefore !== undefined) expect(goesOn).toBe(false)
        else if (!goesOn) roomsBefore = rooms()
      }
      while (!sender.isEmpty) take()
      expect(roomsBefore).toBeUndefined()
    }), { numRuns: 500 })
  })
})
