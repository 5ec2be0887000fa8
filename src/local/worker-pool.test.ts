import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { WorkerPlan } from './worker-plan.ts'
import { WorkerPool, planChanges } from './worker-pool.ts'

const current = { isCurrent: true, isReady: true }
const starting = { isCurrent: true, isReady: false }
const old = { isCurrent: false, isReady: true }
const brokenOld = { isCurrent: false, isReady: false }

describe('planChanges', () => {
  it('starts all that is wanted at once', () => {
    expect(planChanges([], 3)).toEqual({ start: 3, stop: [] })
    expect(planChanges([starting], 3)).toEqual({ start: 2, stop: [] })
  })

  it('does nothing when there is what is wanted', () => {
    expect(planChanges([current, starting], 2)).toEqual({ start: 0, stop: [] })
    expect(planChanges([], 0)).toEqual({ start: 0, stop: [] })
  })

  it('leaves too many workers of the present plan to their drain', () => {
    expect(planChanges([starting, current], 1)).toEqual({ start: 0, stop: [] })
    expect(planChanges([current, current], 0)).toEqual({ start: 0, stop: [] })
  })

  it('replaces one worker at a time, starting the new one first', () => {
    expect(planChanges([old, old], 2)).toEqual({ start: 1, stop: [] })
    expect(planChanges([old, old, starting], 2)).toEqual({ start: 0, stop: [] })
    expect(planChanges([old, old, current], 2)).toEqual({ start: 0, stop: [old] })
    expect(planChanges([old, current], 2)).toEqual({ start: 1, stop: [] })
    expect(planChanges([old, current, current], 2)).toEqual({ start: 0, stop: [old] })
  })

  it('keeps workers that serve while their successors do not come up', () => {
    expect(planChanges([old, starting], 1)).toEqual({ start: 0, stop: [] })
  })

  it('does not keep workers that do not serve', () => {
    expect(planChanges([brokenOld], 1)).toEqual({ start: 1, stop: [brokenOld] })
  })

  it('lets old workers go when fewer are wanted', () => {
    expect(planChanges([old, old, old], 1).stop).toHaveLength(2)
    expect(planChanges([old], 0)).toEqual({ start: 0, stop: [old] })
  })

  it('always arrives', () => {
    for (const replicas of [0, 1, 2, 5]) {
      let workers: Array<{ isCurrent: boolean, isReady: boolean }> = Array.from({ length: 4 }, () => ({ ...old }))
      for (let step = 0; step < 30; step++) {
        const { start, stop } = planChanges(workers, replicas)
        workers = workers.filter((worker) => !stop.includes(worker)).map((worker) => ({ ...worker, isReady: true }))
        for (let i = 0; i < start; i++) workers.push({ isCurrent: true, isReady: false })
        expect(workers.length).toBeLessThanOrEqual(Math.max(4, replicas) + 1)
      }
      expect(workers).toEqual(Array.from({ length: replicas }, () => current))
    }
  })
})

describe('a pool of workers', () => {
  it('starts as many processes as it is asked for, and not one more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'subnetes-pool-'))
    const starts = join(folder, 'starts')
    const program = `require('node:fs').appendFileSync(${JSON.stringify(starts)}, 'x'); setInterval(() => {}, 1000)`
    const plan: WorkerPlan = {
      protocol: 'counted', command: [process.execPath, '-e', program], embedded: true, cwd: folder, env: process.env, drainMs: 1000, drainDeadlineSeconds: undefined, fingerprint: 'one'
    }
    let sockets = 0
    const pool = new WorkerPool({ plan, replicas: 5 }, {
      newAddress: () => `unix:${join(folder, `w${++sockets}.sock`)}`, now: () => performance.now() / 1000, onChange: () => {}, onLine: () => {}, onExit: () => {}
    })
    try {
      pool.start()
      expect(pool.status()).toHaveLength(5)
      await expect.poll(async () => (await readFile(starts, 'utf8').catch(() => '')).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(5)
      pool.update({ plan, replicas: 8 })
      expect(pool.status().map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((number) => `counted-${number}`))
      await expect.poll(async () => (await readFile(starts, 'utf8')).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(8)
    } finally {
      await pool.stop(0)
    }
    expect(await readFile(starts, 'utf8')).toHaveLength(8)
    await rm(folder, { recursive: true })
  })
})
