import { expect, it } from 'vitest'
import { asOptions, keepPorts } from './gateway-process.ts'

it('keeps the ports that were picked, each for the address of its kind', () => {
  const listen = ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws', '/ip6/::1/tcp/0', '/ip4/0.0.0.0/tcp/4001']
  const bound = ['/ip4/127.0.0.1/tcp/40001/p2p/X', '/ip4/127.0.0.1/tcp/40002/ws/p2p/X', '/ip6/::1/tcp/40003/p2p/X', '/ip4/10.0.0.1/tcp/4001/p2p/X']
  expect(keepPorts(listen, bound)).toEqual(['/ip4/127.0.0.1/tcp/40001', '/ip4/127.0.0.1/tcp/40002/ws', '/ip6/::1/tcp/40003', '/ip4/0.0.0.0/tcp/4001'])
})

it('gives two listeners of one kind their own ports although each is bound on several interfaces', () => {
  const bound = ['/ip4/127.0.0.1/tcp/1001', '/ip4/10.0.0.1/tcp/1001', '/ip4/127.0.0.1/tcp/1002', '/ip4/10.0.0.1/tcp/1002']
  expect(keepPorts(['/ip4/0.0.0.0/tcp/0', '/ip4/0.0.0.0/tcp/0'], bound)).toEqual(['/ip4/0.0.0.0/tcp/1001', '/ip4/0.0.0.0/tcp/1002'])
})

it('leaves an address alone that nothing was bound for', () => {
  expect(keepPorts(['/ip4/0.0.0.0/tcp/0'], [])).toEqual(['/ip4/0.0.0.0/tcp/0'])
})

it('names the option instead of the variable that it became', () => {
  expect(asOptions('gateway: gateway module "a.ts" (of SUBNETES_GATEWAY_MODULES): no')).toBe('gateway: gateway module "a.ts" (of --module): no')
})
