import type { Writable } from 'node:stream'
import { loadService } from '@subnetes/proto'
import type { Message } from '@subnetes/proto'
import { describe, expect, it } from 'vitest'
import { jobLine, outputView, progressLine, watchView } from './job-view.ts'

const method = loadService({ proto: 'syntax = "proto3"; package t; message A { string text = 1; } service S { rpc rpc_x (A) returns (stream A); }' }).methods.get('rpc_x')!
const job: Message = {
  id: 'one-1', handle: 'S.rpc_x', state: 'JOB_STATE_ACTIVE', progress: 0.5, attempt: 1, max_attempts: 3, created_at_ms: '1000', output_messages: '2', error_code: '', error_message: ''
}
const output = (text: string): Message => ({ attempt: 1, sequence: '1', output: method.encodeRequest({ text }) })
const restarted: Message = { attempt: 2, sequence: '0', restarted: true }

function screen (isTTY: boolean): { stdout: Writable & { isTTY: boolean, columns: number }, stderr: Writable, text: () => string, errors: () => string } {
  const written = { out: '', error: '' }
  const stream = (name: 'out' | 'error'): Writable => ({ write: (text: string, done: () => void) => { written[name] += text; done(); return true } }) as unknown as Writable
  return { stdout: Object.assign(stream('out'), { isTTY, columns: 60 }), stderr: stream('error'), text: () => written.out, errors: () => written.error }
}

async function show (view: ReturnType<typeof watchView>, events: readonly Message[]): Promise<void> {
  for (const event of events) await view.event(event)
  await view.end()
}

describe('a job in words', () => {
  it('is a line, with its error when it has one', () => {
    expect(jobLine(job, 61_000)).toBe('one-1  active      50 %  attempt 1/3  S.rpc_x  60 s')
    expect(jobLine({ ...job, state: 'JOB_STATE_FAILED', error_code: 'unavailable', error_message: 'no luck' }, 8_000_000)).toBe('one-1  failed      50 %  attempt 1/3  S.rpc_x  2 h  unavailable: no luck')
  })

  it('is a bar while it runs', () => {
    expect(progressLine(job)).toBe('[##########          ]  50 %  active  attempt 1/3  2 messages')
  })
})

describe('watchView', () => {
  it('keeps the bar below the output on a terminal, cut to its width', async () => {
    const seen = screen(true)
    await show(watchView(method, {}, seen), [{ attempt: 1, sequence: '0', job }, output('hi'), restarted])
    const bar = progressLine(job).slice(0, 59)
    const clear = '\r\u001b[K'
    expect(seen.text()).toBe(`${clear}${bar}${clear}{"text":"hi"}\n${clear}${bar}${clear}-- attempt 2 begins; what was printed before is void --\n${clear}${bar}\n`)
  })

  it('lets text run on a terminal, without a bar in it', async () => {
    const seen = screen(true)
    await show(watchView(method, { text: 'text' }, seen), [{ attempt: 1, sequence: '0', job }, output('a'), { attempt: 1, sequence: '1', job: { ...job, progress: 0.9 } }, output('b')])
    expect(seen.text().split('\r\u001b[K').at(-1)).toBe('ab\n')
  })

  it('is JSON lines elsewhere', async () => {
    const seen = screen(false)
    await show(watchView(method, {}, seen), [output('hi'), restarted])
    expect(seen.text()).toBe('{"attempt":1,"sequence":"1","output":{"text":"hi"}}\n{"attempt":2,"sequence":"0","restarted":true}\n')
  })
})

it('says beside running text that a new attempt makes it void', async () => {
  const seen = screen(false)
  await show(outputView(method, { text: 'text' }, seen), [output('half'), restarted, output('whole')])
  expect([seen.text(), seen.errors()]).toEqual(['half\nwhole\n', 'subnetes: attempt 2 begins; what was printed before is void\n'])
})
