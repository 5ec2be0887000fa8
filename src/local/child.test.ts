import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exitWords, startChild } from './child.ts'
import type { ChildInit } from './child.ts'

function start (script: string, init: Partial<ChildInit> = {}): ReturnType<typeof startChild> {
  return startChild({ command: [process.execPath, '-e', script], env: process.env, ...init })
}

describe('startChild', () => {
  it('tells the exit code and the error that the process printed', async () => {
    const exit = await start('throw new RangeError("no model at /m.gguf")').exited
    expect(exit).toMatchObject({ code: 1, signal: null, words: 'exit code 1: RangeError: no model at /m.gguf' })
  })

  it('tells the signal', async () => {
    const exit = await start('console.error("about to die"); process.kill(process.pid, "SIGKILL")').exited
    expect(exit.words).toBe('killed by SIGKILL; last lines: about to die')
  })

  it('says that a program does not exist', async () => {
    const exit = await startChild({ command: ['no-such-program-here'], env: process.env }).exited
    expect(exit.words).toMatch(/no-such-program-here.*No such file|ENOENT/)
  })

  it('says that the working directory does not exist', async () => {
    const exit = await start('0', { cwd: '/no/such/folder' }).exited
    expect(exit.words).toBe('could not be started: its working directory /no/such/folder does not exist')
  })

  it('hands over messages and cleaned lines', async () => {
    const lines: string[] = []
    const messages: unknown[] = []
    const child = start('console.log("\\u001b[31mgreen\\u001b[0m"); process.send({ type: "listening", address: "x" }, () => process.exit(0))', {
      onLine: (line, stream) => lines.push(`${stream} ${line}`), onMessage: (message) => messages.push(message)
    })
    expect((await child.exited).code).toBe(0)
    expect(lines).toEqual(['stdout green'])
    expect(messages).toEqual([{ type: 'listening', address: 'x' }])
  })

  it('kills a process that does not heed SIGTERM, with what it started', async () => {
    const { promise: ready, resolve } = Promise.withResolvers<unknown>()
    const child = start(`
      process.on('SIGTERM', () => {})
      const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
      process.send(pid)
      setInterval(() => {}, 1000)`, { onMessage: resolve })
    const grandchild = await ready as number
    expect((await child.stop(100)).signal).toBe('SIGKILL')
    await expect.poll(() => isRunning(grandchild)).toBe(false)
  })

  it('drains a flood of output from a process that prints garbage', async () => {
    let bytes = 0
    const child = start('const b = Buffer.alloc(1 << 20, 0x9b); let n = 0; (function w () { if (n++ < 32) process.stderr.write(b, w) })()', { onLine: (line) => { bytes += line.length } })
    expect((await child.exited).code).toBe(0)
    expect(bytes).toBeLessThan(10_000)
  })
})

describe('exitWords', () => {
  it('reads the message out of a log line', () => {
    const line = '{"level":50,"time":"t","msg":"could not start","err":{"message":"listen EADDRINUSE: address already in use 127.0.0.1:80"}}'
    expect(exitWords({ code: 1, signal: null }, [line])).toBe('exit code 1: could not start: listen EADDRINUSE: address already in use 127.0.0.1:80')
  })

  it('prefers an error\'s own line to the stack below it', () => {
    const lines = ['Traceback (most recent call last):', 'ValueError: bad weights', '    at foo (x.js:1)', 'Node.js v24.0.0']
    expect(exitWords({ code: 3, signal: null }, lines)).toBe('exit code 3: ValueError: bad weights')
  })

  it('does not give the last lines for the reason', () => {
    const lines = ['{"level":30,"msg":"runner listening"}', 'TypeError: old trouble', 'working']
    expect(exitWords({ code: null, signal: 'SIGKILL' }, lines)).toBe('killed by SIGKILL; last lines: runner listening | TypeError: old trouble | working')
    expect(exitWords({ code: 7, signal: null }, ['working'])).toBe('exit code 7; last lines: working')
  })

  it('says nothing more when nothing was printed', () => {
    expect(exitWords({ code: 0, signal: null }, [])).toBe('exit code 0')
  })
})

/** A zombie that nobody has waited for yet does not run. */
function isRunning (pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
