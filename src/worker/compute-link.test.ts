import { createGrpcServer, healthHandlers } from '@subnetes/dispatch'
import { describe, expect, it, vi } from 'vitest'
import { ComputeLink } from './compute-link.ts'

describe('the link to a compute', () => {
  it('tells of a change once, however often it asks', async () => {
    let [asked, isServing] = [0, true]
    const server = createGrpcServer({ handlers: healthHandlers(() => { asked += 1; return isServing }) })
    const link = new ComputeLink(await server.listen('127.0.0.1:0'))
    const told: Array<[boolean, string]> = []
    const following = link.follow((...change) => { told.push(change) })
    try {
      await vi.waitUntil(() => asked >= 3, { timeout: 10_000 })
      expect(told).toEqual([[true, '']])
      isServing = false
      const until = asked + 3
      await vi.waitUntil(() => asked >= until, { timeout: 10_000 })
      expect(told).toEqual([[true, ''], [false, 'its health check does not say SERVING']])
      isServing = true
      await vi.waitUntil(() => told.length > 2, { timeout: 10_000 })
      expect(told.at(-1)).toEqual([true, ''])
    } finally {
      await link.close()
      await following
      await server.close({ graceMs: 0 })
    }
  })
})
