import { expect, test } from 'vitest'
import { DEFAULT_DRAIN_SECONDS, DEFAULT_LISTEN, loadGatewayConfig } from './config.ts'

const CONTROL = { SUBNETES_CONTROL: '127.0.0.1:7000' }

test('fills defaults and is frozen', () => {
  const config = loadGatewayConfig(CONTROL)
  expect(config).toMatchObject({ control: '127.0.0.1:7000', listen: DEFAULT_LISTEN, modules: [], ordinal: 0, drainMs: DEFAULT_DRAIN_SECONDS * 1000, identityPath: undefined })
  expect(Object.isFrozen(config)).toBe(true)
})

test('announces the addresses of its ordinal', () => {
  const SUBNETES_GATEWAY_ANNOUNCE = '{"0":["/ip4/203.0.113.7/tcp/30401"],"1":["/ip4/203.0.113.7/tcp/30402"]}'
  const announced = (ordinal: string) => loadGatewayConfig({ ...CONTROL, SUBNETES_GATEWAY_ANNOUNCE, SUBNETES_GATEWAY_ORDINAL: ordinal }).announce
  expect([announced('1'), announced('2')]).toEqual([['/ip4/203.0.113.7/tcp/30402'], []])
  expect(() => loadGatewayConfig({ ...CONTROL, SUBNETES_GATEWAY_ANNOUNCE: '{"0":["203.0.113.7"]}' })).toThrow('SUBNETES_GATEWAY_ANNOUNCE contains "203.0.113.7"')
  expect(() => loadGatewayConfig({ ...CONTROL, SUBNETES_GATEWAY_ANNOUNCE: '{"0"' })).toThrow('SUBNETES_GATEWAY_ANNOUNCE is')
})

test.each([
  [{}, 'neither SUBNETES_CONTROL nor SUBNETES_GATEWAY_MODULES is set'],
  [{ SUBNETES_CONTROL: 'nowhere' }, 'environment variable SUBNETES_CONTROL is "nowhere"'],
  [{ ...CONTROL, SUBNETES_GATEWAY_LISTEN: '["127.0.0.1:1"]' }, 'environment variable SUBNETES_GATEWAY_LISTEN contains "127.0.0.1:1"; allowed are multiaddrs'],
  [{ ...CONTROL, SUBNETES_GATEWAY_LISTEN: '/ip4/127.0.0.1/tcp/0' }, 'environment variable SUBNETES_GATEWAY_LISTEN is'],
  [{ ...CONTROL, SUBNETES_BOOTSTRAP: '["/ip4/127.0.0.1/tcp/1"]' }, 'environment variable SUBNETES_BOOTSTRAP contains "/ip4/127.0.0.1/tcp/1"; a bootstrap address ends in /p2p/PEER_ID'],
  [{ ...CONTROL, SUBNETES_LOG_LEVEL: 'loud' }, 'environment variable SUBNETES_LOG_LEVEL is "loud"; allowed are'],
  [{ ...CONTROL, SUBNETES_DRAIN_SECONDS: '-1' }, 'environment variable SUBNETES_DRAIN_SECONDS is "-1"'],
  [{ ...CONTROL, SUBNETES_MAX_CALLS_PER_PEER: '0' }, 'environment variable SUBNETES_MAX_CALLS_PER_PEER is "0"'],
  [{ ...CONTROL, SUBNETES_HTTP_LISTEN: '9090' }, 'environment variable SUBNETES_HTTP_LISTEN is "9090"']
])('names the variable in %j', (env, words) => {
  expect(() => loadGatewayConfig(env)).toThrow(words)
})
