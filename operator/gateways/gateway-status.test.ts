import type { ProtocolState } from '@subnetes/control'
import { describe, expect, it } from 'vitest'
import type { ProtocolView } from '../protocols/protocols-view.ts'
import type { LiveGateway } from './gateway-reports.ts'
import { AWAY_GRACE_MS, registered } from './gateway-status.ts'

const view = { assignment: { generation: 3 } } as ProtocolView

function gateway (id: string, init: { away?: boolean, since?: number } = {}): LiveGateway {
  return { id, ordinal: 0, isConnected: init.away !== true, peerId: '', since: init.since ?? 0 }
}

function verdict (live: LiveGateway[], states: Record<string, Partial<ProtocolState>>, now = 0): string | undefined {
  const full = Object.entries(states).map(([id, state]) => [id, { protocol: 'echo', generation: 3, registered: true, error: '', ...state }] as const)
  const found = registered(view, { live, states: new Map(full), now })
  return found === undefined ? undefined : `${found.status} ${found.reason}: ${found.message}`
}

describe('GatewayRegistered', () => {
  it('is true when every live gateway has the handlers of the present version', () => {
    expect(verdict([gateway('a'), gateway('b')], { a: {}, b: {} })).toBe('True AllRegistered: all 2 gateways have the handlers')
    expect(verdict([gateway('a'), gateway('b')], { a: {}, b: { generation: 2 } })).toBe('False SomeRegistered: 1 of 2 gateways have the handlers; waiting for b')
    expect(verdict([gateway('a')], {})).toBe('False NoneRegistered: 0 of 1 gateways have the handlers; waiting for a')
  })

  it('says what a gateway said that could not register them', () => {
    expect(verdict([gateway('a'), gateway('b')], { a: {}, b: { registered: false, error: 'handle taken' } })).toBe('False Refused: b: handle taken')
  })

  it('is not known without gateways', () => {
    expect(verdict([], {})).toBe('Unknown NoGateways: there is no gateway')
  })

  it('stays as it was while a gateway is away for a moment, and no longer', () => {
    const live = [gateway('a'), gateway('b', { away: true, since: 1000 })]
    expect(verdict(live, { a: {} }, 1000 + AWAY_GRACE_MS - 1)).toBeUndefined()
    expect(verdict(live, { a: {} }, 1000 + AWAY_GRACE_MS)).toBe('False SomeRegistered: 1 of 2 gateways have the handlers; waiting for b (not connected)')
  })
})
