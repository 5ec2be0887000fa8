/** What a sender asks of the source of its messages, on a link that takes nothing until the test takes a record. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Carrier } from './carrier.ts'
import { Link } from './link.ts'
import { Sender } from './sender.ts'

interface Bench { link: Link, sender: Sender, rooms: () => number, takeOne: () => void }

/** A sender with so much credit beside the first; its records leave one by one, when the test says so. */
function stalled (credit = 1_000_000_000): Bench {
  const noop = (): void => {}
  const carrier: Carrier = { isFull: true, unsentBytes: 0, open: noop, write: noop, end: noop, destroy: noop }
  const link = new Link(carrier, { lastId: 0, onRecord: noop, onClosed: noop }, { keepaliveMs: 0, keepaliveTimeoutMs: 0 })
  let rooms = 0
  const sender = new Sender(link, { sendId: () => 1, onRoom: () => { rooms += 1 }, onSent: () => {} })
  sender.grant(credit)
  return { link, sender, rooms: () => rooms, takeOne: () => { if (!sender.isEmpty) sender.emit() } }
}

describe('a sender', () => {
  it('lets a source go on that was told to wait, whatever comes and leaves meanwhile', () => {
    // A message of so many bytes, or a record that leaves.
    const step = fc.option(fc.integer({ min: 0, max: 40_000 }), { freq: 2 })
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

  it('makes the source of empty messages wait too', () => {
    const { sender, rooms, takeOne } = stalled()
    let queued = 1
    while (queued < 10_000 && sender.message(Buffer.alloc(0))) queued += 1
    expect(queued).toBeLessThan(2_000)
    while (!sender.isEmpty) takeOne()
    expect(rooms()).toBe(1)
  })

  it('counts nothing any more when all has left or was dropped, however it was cut', () => {
    const step = fc.oneof(fc.constant('take' as const), fc.integer({ min: 0, max: 150_000 }), fc.constant('grant' as const))
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, isDropped) => {
      const { link, sender, takeOne } = stalled(0)
      for (const one of steps) {
        if (one === 'grant') sender.grant(10_000)
        else if (one === 'take') takeOne()
        else sender.message(Buffer.alloc(one))
      }
      if (!sender.isEmpty) expect(link.queuedBytes).toBeGreaterThan(0)
      if (isDropped) sender.drop()
      while (!sender.isEmpty) takeOne()
      expect(link.queuedBytes).toBe(0)
    }))
  })
})
