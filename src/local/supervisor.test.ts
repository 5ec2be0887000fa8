import { afterEach, expect, it } from 'vitest'
import { Supervisor } from './supervisor.ts'

const running: Supervisor[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(async (supervisor) => await supervisor.stop(0)))
})

function supervise (script: string): { supervisor: Supervisor, pids: number[], ends: string[], pauses: number[] } {
  const pids: number[] = []
  const ends: string[] = []
  const pauses: number[] = []
  const supervisor = new Supervisor({
    child: (attempt) => ({ command: [process.execPath, '-e', script, String(attempt)], env: process.env }),
    events: { started: (pid) => pids.push(pid), exited: (exit, restartInMs) => { ends.push(exit.words); pauses.push(restartInMs) } },
    random: () => 0
  })
  running.push(supervisor)
  supervisor.start()
  return { supervisor, pids, ends, pauses }
}

it('starts a process again that was killed, and says so', async () => {
  const { pids, ends } = supervise('setInterval(() => {}, 1000)')
  process.kill(pids[0]!, 'SIGKILL')
  await expect.poll(() => pids.length, { timeout: 5_000 }).toBe(2)
  expect(ends).toEqual(['killed by SIGKILL'])
  expect(pids[1]).not.toBe(pids[0])
})

it('waits longer after each failure in a row', async () => {
  const { pauses, ends } = supervise('console.error("Error: no luck " + process.argv[1]); process.exit(3)')
  await expect.poll(() => pauses.length, { timeout: 10_000 }).toBe(3)
  expect(pauses).toEqual([125, 250, 500])
  expect(ends[2]).toBe('exit code 3: Error: no luck 3')
})

it('does not start again what was stopped', async () => {
  const { supervisor, pids, ends } = supervise('setInterval(() => {}, 1000)')
  await supervisor.stop(1_000)
  expect([pids.length, ends.length, supervisor.pid]).toEqual([1, 0, 0])
})
