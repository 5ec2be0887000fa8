import type { GatewayHello } from '@subnetes/control'
import { describe, expect, it } from 'vitest'
import { GatewayBook } from './gateway-book.ts'
import type { GatewayPod } from './gateway-book.ts'

function hello (ordinal: number, peerId = `peer${ordinal}`): GatewayHello {
  return { peerId, ordinal, multiaddrs: [], version: '1' }
}

function pod (ordinal: number, init: { uid?: string, phase?: string, label?: boolean } = {}): GatewayPod {
  const labels: Record<string, string> = init.label === false ? {} : { 'apps.kubernetes.io/pod-index': String(ordinal) }
  const name = init.label === false ? `gateway-${ordinal}` : `pod${ordinal}`
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'ns', uid: init.uid ?? `uid${ordinal}`, labels }, status: { phase: init.phase ?? 'Running' } }
}

function book (): { book: GatewayBook, seen: () => string[], tick: (ms: number) => void } {
  let now = 0
  const made = new GatewayBook(() => now)
  return { book: made, seen: () => made.gateways.map(({ gateway: { id, isConnected, since } }) => `${id} ${isConnected ? 'up' : 'away'} ${since}`), tick: (ms) => { now += ms } }
}

describe('live gateways', () => {
  it('are the pods that have not finished, connected or not, and connections without a pod', () => {
    const { book: it, seen } = book()
    it.setPods([pod(0), pod(1), pod(2, { phase: 'Failed' }), pod(3, { label: false })])
    it.connect(hello(0))
    it.connect(hello(3))
    it.connect(hello(9))
    expect(seen()).toEqual(['ns/pod0 up 0', 'ns/pod1 away 0', 'ns/gateway-3 up 0', 'peer/peer9 up 0'])
  })

  it('takes a pod that came in the place of another for another gateway, until it says hello itself', () => {
    const { book: it, seen, tick } = book()
    it.setPods([pod(0, { uid: 'first' })])
    it.connect(hello(0))
    it.connection('peer0')?.answers.set('echo', { protocol: 'echo', epoch: 1, accepted: true })
    tick(5)
    it.setPods([pod(0, { uid: 'second' })])
    expect(seen()).toEqual(['ns/pod0 away 5', 'peer/peer0 up 0'])
    tick(5)
    it.disconnect('peer0')
    it.connect(hello(0))
    expect(seen()).toEqual(['ns/pod0 up 10'])
    expect(it.gateways[0]?.connection?.answers.size).toBe(0)
  })

  it('counts the time away from the end of the connection, and from the begin of leading', () => {
    const { book: it, seen, tick } = book()
    it.setPods([pod(0)])
    it.connect(hello(0))
    tick(7)
    it.disconnect('peer0')
    expect(seen()).toEqual(['ns/pod0 away 7'])
    tick(3)
    it.restart()
    expect(seen()).toEqual(['ns/pod0 away 10'])
  })

  it('gives a pod the newest of two connections that claim it', () => {
    const { book: it, seen, tick } = book()
    it.setPods([pod(0)])
    it.connect(hello(0, 'old'))
    tick(1)
    it.connect(hello(0, 'new'))
    expect(seen()).toEqual(['ns/pod0 up 1', 'peer/old up 0'])
  })
})
