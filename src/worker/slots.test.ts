import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Slots } from './slots.ts'
import type { Ticket } from './slots.ts'

describe('Slots', () => {
  it('never gives out more than it has, and its counts add up whatever comes', () => {
    fc.assert(fc.property(fc.array(fc.record({ isStart: fc.boolean(), passMs: fc.nat(1000) })), fc.integer({ min: 1, max: 5 }), (steps, size) => {
      let now = 0
      const slots = new Slots(size, () => now)
      const running: Array<{ ticket: Ticket, startMs: number }> = []
      let finishedMs = 0
      for (const { isStart, passMs } of steps) {
        now += passMs
        const ticket = isStart ? slots.take() : undefined
        if (ticket !== undefined) running.push({ ticket, startMs: now })
        const oldest = isStart ? undefined : running.shift()
        oldest?.ticket.finish()
        oldest?.ticket.finish() // twice does nothing
        finishedMs += oldest === undefined ? 0 : now - oldest.startMs
      }
      const counts = slots.counts()
      expect(counts.activeCalls).toBe(running.length)
      expect(running.length).toBeLessThanOrEqual(size)
      expect(counts.callsStarted - counts.callsFinished).toBe(running.length)
      expect(counts.callsFinishedSeconds).toBeCloseTo(finishedMs / 1000, 6)
      expect(counts.callsAgeSeconds).toBeCloseTo(running.reduce((sum, { startMs }) => sum + now - startMs, 0) / 1000, 6)
    }))
  })

  it('waits until nothing runs, or the patience is over', async () => {
    const slots = new Slots(2)
    const ticket = slots.take()
    const patience = new AbortController()
    const impatient = slots.idle(patience.signal)
    patience.abort()
    expect(await impatient).toBe(false)
    const idle = slots.idle(new AbortController().signal)
    ticket?.finish()
    expect(await idle).toBe(true)
  })
})
