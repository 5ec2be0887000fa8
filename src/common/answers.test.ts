import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallRelay, PULL_AHEAD_BYTES, joinMessage, messageLength, pullAnswers, pumpAnswers } from './answers.ts'
import { SubnetesError } from './errors.ts'
import type { AnswerSink, MessageBytes, RunningCall } from './answers.ts'

/** A call that the test drives. */
class ManualCall implements RunningCall {
  sink: AnswerSink | undefined
  resumed = 0
  reason: SubnetesError | undefined
  readonly start = (sink: AnswerSink): RunningCall => {
    this.sink = sink
    return this
  }

  cancel (reason: SubnetesError): void {
    this.reason = reason
    this.sink?.end(reason)
  }

  resume (): void { this.resumed += 1 }
}

/** A sink that keeps what it gets and takes `room` messages. */
class KeepingSink implements AnswerSink {
  readonly messages: string[] = []
  readonly ended = Promise.withResolvers<SubnetesError | undefined>()
  ends = 0
  room = Infinity

  message (message: MessageBytes): boolean {
    this.messages.push(Buffer.from(joinMessage(message)).toString())
    return this.messages.length < this.room
  }

  end (error?: SubnetesError): void {
    this.ends += 1
    this.ended.resolve(error)
  }
}

describe('a message', () => {
  it('is joined only when it is in several pieces', () => {
    const one = Buffer.from('abc')
    expect(joinMessage(one)).toBe(one)
    expect(joinMessage([one])).toBe(one)
    expect(Buffer.from(joinMessage([one, Buffer.from('de')])).toString()).toBe('abcde')
    expect(messageLength([one, Buffer.from('de')])).toBe(5)
    expect(messageLength(one)).toBe(3)
  })
})

describe('pulled answers', () => {
  it('start the call at the first pull and end after the messages that came', async () => {
    const call = new ManualCall()
    const answers = pullAnswers(call.start)
    expect(call.sink).toBeUndefined()
    const first = answers.next()
    call.sink?.message(Buffer.from('a'))
    call.sink?.message([Buffer.from('b'), Buffer.from('c')])
    call.sink?.end(new SubnetesError('internal', 'broken'))
    expect(Buffer.from((await first).value as Uint8Array).toString()).toBe('a')
    expect(Buffer.from((await answers.next()).value as Uint8Array).toString()).toBe('bc')
    await expect(answers.next()).rejects.toThrow('broken')
    expect(await answers.next()).toEqual({ done: true, value: undefined })
  })

  it('make the source wait when too many bytes were not pulled, and go on after half of them', async () => {
    const call = new ManualCall()
    const answers = pullAnswers(call.start)
    const first = answers.next()
    call.sink?.message(Buffer.from('a'))
    await first
    const half = Buffer.alloc(PULL_AHEAD_BYTES / 2 + 1)
    expect(call.sink?.message(half)).toBe(true)
    expect(call.sink?.message(half)).toBe(false)
    await answers.next()
    expect(call.resumed).toBe(0)
    await answers.next()
    expect(call.resumed).toBe(1)
  })

  it('make the source of empty messages wait too, and go on', async () => {
    const call = new ManualCall()
    const answers = pullAnswers(call.start)
    const first = answers.next()
    call.sink?.message(Buffer.from('a'))
    await first
    let queued = 1
    while (queued < 10_000 && call.sink?.message(Buffer.alloc(0)) === true) queued += 1
    expect(queued).toBeLessThan(2_000)
    for (; queued > 0; queued -= 1) await answers.next()
    expect(call.resumed).toBe(1)
  })

  it('let a source go on that was told to wait, whatever comes and is pulled meanwhile', async () => {
    // A message of so many bytes, or a pull.
    const step = fc.option(fc.integer({ min: 0, max: PULL_AHEAD_BYTES / 2 + 5_000 }), { freq: 2 })
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const call = new ManualCall()
      const answers = pullAnswers(call.start)
      const first = answers.next()
      call.sink?.message(Buffer.from('first'))
      await first
      let queued = 0
      let resumedBefore: number | undefined // set while the source waits
      const pull = async (): Promise<void> => {
        await answers.next()
        queued -= 1
        if (resumedBefore !== undefined && call.resumed > resumedBefore) resumedBefore = undefined
      }
      for (const bytes of steps) {
        if (bytes !== null) {
          const goesOn = call.sink?.message(Buffer.alloc(bytes))
          queued += 1
          if (resumedBefore !== undefined) expect(goesOn).toBe(false)
          else if (goesOn === false) resumedBefore = call.resumed
        } else if (queued > 0) {
          await pull()
        }
      }
      while (queued > 0) await pull()
      expect(resumedBefore).toBeUndefined()
    }), { numRuns: 500 })
  })

  it('cancel the call when the iteration ends early', async () => {
    const call = new ManualCall()
    const answers = pullAnswers(call.start)
    const pending = answers.next()
    await answers.return?.()
    expect(call.reason?.code).toBe('cancelled')
    await pending.catch(() => {})
    expect(await answers.next()).toEqual({ done: true, value: undefined })
  })

  it('never start a call whose iteration ended before the first pull', async () => {
    const call = new ManualCall()
    const answers = pullAnswers(call.start)
    await answers.return?.()
    expect(await answers.next()).toEqual({ done: true, value: undefined })
    expect(call.sink).toBeUndefined()
  })
})

describe('a relay', () => {
  it('passes messages and the end on, and says how the call ended', () => {
    const sink = new KeepingSink()
    const ends: Array<[string | undefined, number]> = []
    const call = new ManualCall()
    const relay = new CallRelay(sink, (error, messages) => ends.push([error?.code, messages]))
    relay.start(call.start)
    relay.message(Buffer.from('a'))
    relay.resume()
    relay.end()
    relay.cancel(new SubnetesError('cancelled', 'late'))
    expect([sink.messages, sink.ends, ends, call.resumed, call.reason]).toEqual([['a'], 1, [[undefined, 1]], 1, undefined])
  })

  it('ends once when it is cancelled, and cancels the call', () => {
    const sink = new KeepingSink()
    const ends: Array<string | undefined> = []
    const call = new ManualCall()
    const relay = new CallRelay(sink, (error) => ends.push(error?.code))
    relay.start(call.start)
    relay.cancel(new SubnetesError('deadline_exceeded', 'over'))
    expect([call.reason?.code, sink.ends, ends]).toEqual(['deadline_exceeded', 1, ['deadline_exceeded']])
  })

  it('ends with what the start of the call threw', () => {
    const sink = new KeepingSink()
    const ends: Array<string | undefined> = []
    const relay = new CallRelay(sink, (error) => ends.push(error?.code))
    relay.start(() => { throw new SubnetesError('unavailable', 'not served') })
    expect([sink.ends, ends, relay.isOver]).toEqual([1, ['unavailable'], true])
  })

  it('cancels a call that was cancelled by its own first message while it started, and starts none after its end', () => {
    const call = new ManualCall()
    const relay = new CallRelay({ message: () => { relay.cancel(new SubnetesError('internal', 'enough')); return true }, end: () => {} }, () => {})
    relay.start((sink) => {
      sink.message(Buffer.from('a'))
      return call.start(sink)
    })
    expect(call.reason?.code).toBe('internal')
    const never = new ManualCall()
    relay.start(never.start)
    expect(never.sink).toBeUndefined()
  })
})

describe('pumped answers', () => {
  it('reach the sink at its pace and end once', async () => {
    let made = 0
    async function * source (): AsyncGenerator<Uint8Array> {
      for (const text of ['a', 'b', 'c']) {
        made += 1
        yield Buffer.from(text)
      }
    }
    const sink = new KeepingSink()
    sink.room = 1
    const call = pumpAnswers(source(), sink)
    await expect.poll(() => sink.messages).toEqual(['a'])
    expect(made).toBe(1)
    sink.room = Infinity
    call.resume()
    expect(await sink.ended.promise).toBeUndefined()
    expect(sink.messages).toEqual(['a', 'b', 'c'])
    call.cancel(new SubnetesError('cancelled', 'late'))
    expect(sink.ends).toBe(1)
  })

  it('end at once when they are cancelled, even while the source is stuck', async () => {
    const late: unknown[] = []
    const stuck = Promise.withResolvers<void>()
    async function * source (): AsyncGenerator<Uint8Array> {
      await stuck.promise
      throw new Error('too late')
    }
    const sink = new KeepingSink()
    const call = pumpAnswers(source(), sink, { onLate: (error) => late.push(error) })
    call.cancel(new SubnetesError('deadline_exceeded', 'over'))
    expect((await sink.ended.promise)?.code).toBe('deadline_exceeded')
    stuck.resolve()
    await expect.poll(() => late.length).toBe(1)
    expect(sink.ends).toBe(1)
  })

  it('give way to other work when the source never waits', async () => {
    let made = 0
    async function * endless (): AsyncGenerator<Uint8Array> {
      for (;;) {
        made += 1
        yield Buffer.from('x')
      }
    }
    const sink = new KeepingSink()
    const call = pumpAnswers(endless(), sink)
    await new Promise((resolve) => { setImmediate(resolve) })
    call.cancel(new SubnetesError('cancelled', 'enough'))
    expect(made).toBeLessThan(1000)
  })

  it('pass on the error of the source', async () => {
    const sink = new KeepingSink()
    pumpAnswers((async function * () { throw new SubnetesError('not_found', 'no such thing') })(), sink)
    expect((await sink.ended.promise)?.code).toBe('not_found')
  })
})
