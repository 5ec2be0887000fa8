import { expect, test } from 'vitest'
import { ACK, PING, SYN } from './frame.ts'
import { KeepAlive } from './keep-alive.ts'
import { DEFAULT_MUX_LIMITS } from './limits.ts'
import { TurnWriter } from './turn-writer.ts'

/** Pings and pongs sent by a {@link KeepAlive} that begins at 0. */
function start (): { alive: KeepAlive, sent: () => number[] } {
  const bytes: Buffer[] = []
  const writer = new TurnWriter((parts) => { bytes.push(Buffer.concat(parts)) })
  const sent = (): number[] => {
    writer.flush()
    return bytes.splice(0).flatMap((frames) => Array.from({ length: frames.length / 12 }, (_, at) => frames.readUInt32BE(at * 12)))
  }
  return { alive: new KeepAlive(DEFAULT_MUX_LIMITS, writer, 0), sent }
}

test('a silent peer is asked after 30 s and lost after 30 s more', () => {
  const { alive, sent } = start()
  expect([alive.check(29_000, false), sent()]).toEqual([true, []])
  expect([alive.check(30_000, false), sent()]).toEqual([true, [PING | SYN]])
  expect([alive.check(59_000, false), sent()]).toEqual([true, []])
  expect(alive.check(60_000, false)).toBe(false)
})

test('any byte is a sign of life, however late the ping is answered', () => {
  const { alive, sent } = start()
  alive.check(30_000, false)
  expect(sent()).toEqual([PING | SYN])
  for (let now = 31_000; now < 300_000; now += 10_000) {
    alive.onLife(now)
    expect(alive.check(now + 9_000, false)).toBe(true)
  }
  expect(sent()).toEqual([])
})

test('a pause of this process does not count against the peer', () => {
  const { alive, sent } = start()
  alive.check(30_000, false)
  expect(alive.check(600_000, true)).toBe(true)
  sent()
  expect([alive.check(630_000, false), sent()]).toEqual([true, [PING | SYN]])
})

test('answers pings, and measures the round trip of its own', () => {
  const { alive, sent } = start()
  alive.onPing(PING | SYN, 7, 5)
  expect(sent()).toEqual([PING | ACK])
  expect(alive.roundTripMs).toBe(-1)
  alive.ping(100)
  alive.onPing(PING | ACK, 99, 105)
  expect(alive.roundTripMs).toBe(-1)
  alive.onPing(PING | ACK, 1, 120)
  expect(alive.roundTripMs).toBe(20)
})
