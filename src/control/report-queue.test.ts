import { describe, expect, it } from 'vitest'
import type { subnetes } from '@subnetes/proto'
import { ReportQueue } from './report-queue.ts'

const HELLO = { peerId: '12D3KooWGateway', multiaddrs: [], ordinal: 0, version: '0.1.0' }
const LOAD = { protocol: 'a', interactive: 0, held: 0, callsArrived: 7, callsFinished: 0, callsFinishedSeconds: 0, callsAgeSeconds: 0, callsFailed: 0, callsShed: 0, jobsWaiting: 0 }

function link (queue: ReportQueue): Array<keyof subnetes.v1.GatewayMessage.$Properties> {
  const told: Array<keyof subnetes.v1.GatewayMessage.$Properties> = []
  queue.attach(HELLO, (message) => { told.push(...Object.keys(message) as typeof told); return true })
  return told
}

describe('what a gateway has yet to tell', () => {
  it('is told again on the next link, when one took it and came to nothing', () => {
    const queue = new ReportQueue()
    const lost = link(queue)
    queue.report([LOAD])
    queue.state({ protocol: 'a', generation: 1, registered: true, error: '' })
    expect(lost).toEqual(['hello', 'report', 'state'])
    queue.detach()
    expect(link(queue)).toEqual(['hello', 'state', 'report'])
  })

  it('is told once on one link', () => {
    const queue = new ReportQueue()
    queue.report([LOAD])
    const told = link(queue)
    queue.pump()
    expect(told).toEqual(['hello', 'report'])
  })
})
