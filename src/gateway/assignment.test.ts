import { expect, test } from 'vitest'
import { DEFAULT_HOLD, DEFAULT_METHOD_TIMEOUT_MS, parseAssignment } from './assignment.ts'
import type { Assignment } from '@subnetes/control'

const METHOD: Assignment['methods'][number] = {
  name: 'rpc_x', requestStream: false, responseStream: true, timeoutSeconds: 0, idempotent: false, maxRequestBytes: 0, mode: 'interactive', requestType: 'p.M', responseType: 'p.M', accessJson: ''
}

function assignment (change: Partial<Assignment> = {}, method: Partial<typeof METHOD> = {}): Assignment {
  return {
    name: 'a',
    generation: 1,
    service: 'p.q.S',
    handlerPrefix: 'ns',
    methods: [{ ...METHOD, ...method }],
    descriptorSet: new Uint8Array(),
    proto: '',
    concurrency: 0,
    hold: { maxPending: 0, maxPendingPerPeer: 0, timeoutSeconds: 0 },
    accessJson: '',
    namespace: '',
    queue: { attempts: 0, backoffSeconds: 0, lockDurationSeconds: 0, maxStalledCount: 0, keepResultsSeconds: 0 },
    ...change
  }
}

test('names handles, and fills what an assignment may leave out', () => {
  const { methods: [method], pool, namespace } = parseAssignment(assignment(), 'own')
  expect(method).toMatchObject({ handle: 'ns::S.rpc_x', path: '/p.q.S/rpc_x', timeoutMs: DEFAULT_METHOD_TIMEOUT_MS, maxRequestBytes: undefined })
  expect(namespace).toBe('own')
  expect(pool).toEqual({ protocol: 'a', concurrency: 1, hold: DEFAULT_HOLD })
})

test('keeps to the namespace of the object, where the assignment names it', () => {
  expect(parseAssignment(assignment({ namespace: 'team' }), 'own').namespace).toBe('team')
})

test('reads the access rules of the protocol and of its methods', () => {
  const { access } = parseAssignment(assignment({ accessJson: '{"stake":{"minClass":"Validator"}}' }, { accessJson: '{"deny":["12D3"]}' }), 'own')
  expect(access).toEqual({ what: 'protocol "a"', protocol: { stake: { minClass: 'Validator' } }, methods: new Map([['rpc_x', { deny: ['12D3'] }]]) })
})

test.each([
  [{ accessJson: '{"magic":{}}' }, {}, 'protocol "a": this gateway does not enforce access.magic'],
  [{}, { accessJson: '{"mystery":1}' }, 'protocol "a", method rpc_x: this gateway does not enforce access.mystery'],
  [{ accessJson: '{' }, {}, 'protocol "a": its access rules are not JSON'],
  [{ service: 'p.ReflectionProtocol' }, {}, 'protocol "a": service ReflectionProtocol is reserved'],
  [{ methods: [] }, {}, 'protocol "a": service p.q.S has no rpc_* method'],
  [{}, { mode: 'queued' as const, requestStream: true }, 'protocol "a", method rpc_x: a stream of requests cannot be queued']
])('refuses %j %j in words', (change, method, words) => {
  expect(() => parseAssignment(assignment(change, method), 'own')).toThrow(words)
})
