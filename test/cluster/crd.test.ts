import { readFile } from 'node:fs/promises'
import { PROTOCOL_RULES, parseManifests, validateProtocol } from '@subnetes/api'
import type { Protocol } from '@subnetes/api'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { PROTOCOL_RULE_CASES, protocolObject } from '../fixtures/protocol-rules.ts'
import { installCrd, kubectlOf, must } from './harness/kubectl.ts'
import { testNamespace } from './harness/namespace.ts'

const kubectl = kubectlOf(inject('kubectl'), inject('kubeconfig'))
const namespace = testNamespace(kubectl)

/** As a client that asks for strict validation, and stores nothing. */
async function dryRun (object: object): Promise<{ code: number, stdout: string, stderr: string }> {
  return await kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', '-o', 'json', '-n', namespace(), '-f', '-'], object)
}

/** Fills the API server's parts in, so that the rest can be compared. */
function withoutServerParts (object: Protocol): object {
  return { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name, spec: object.spec }
}

beforeAll(async () => { await installCrd(kubectl) })

describe('the CustomResourceDefinition at an API server', () => {
  const inCluster = PROTOCOL_RULES.filter(({ target }) => target !== 'local')

  it.each(inCluster.map((rule) => [rule.id, rule] as const))('refuses what breaks %s, and takes what keeps it', async (id, rule) => {
    const { breaks, keeps } = PROTOCOL_RULE_CASES[id] as { breaks: object, keeps: object }
    const refused = await dryRun(breaks)
    expect(refused.code).not.toBe(0)
    expect(refused.stderr).toContain(rule.message)
    if (rule.path !== '') expect(refused.stderr).toContain(rule.path)
    expect(await dryRun(keeps)).toMatchObject({ code: 0 })
  })

  it('has a case for every rule', () => {
    expect(Object.keys(PROTOCOL_RULE_CASES).toSorted()).toEqual(PROTOCOL_RULES.map(({ id }) => id).toSorted())
  })

  it.each([
    ['a schema', {}],
    ['methods', { methods: [{ name: 'rpc_a' }, { name: 'rpc_b', mode: 'Queued', timeoutSeconds: 5 }] }],
    ['a GPU, an issuer and part of the autoscaling', { worker: { template: { spec: { containers: [{ name: 'worker', image: 'a' }] } }, gpu: { count: 1 } }, tls: { issuerRef: { name: 'ca' } }, autoscaling: { minReplicas: 2, hold: { maxPending: 5 } } }],
    ['a ConfigMap and a null', { schema: { configMapRef: { name: 'a' } }, replicas: null, access: null }],
    ['a command and variables', { worker: { template: { spec: { containers: [{ name: 'worker', image: 'a' }] } }, local: { command: ['node'], env: [{ name: 'A' }] } } }]
  ])('fills in the same defaults as our validator: %s', async (_, spec) => {
    const object = protocolObject(spec)
    const stored = JSON.parse(await must(kubectl(['create', '--dry-run=server', '-o', 'json', '-n', namespace(), '-f', '-'], object))) as Protocol
    expect(withoutServerParts(stored)).toEqual(withoutServerParts(validateProtocol(object, { target: 'cluster' })))
  })

  it('refuses an unknown field by name when the client asks for strict validation', async () => {
    expect(await dryRun(protocolObject({ replicsa: 3 }))).toMatchObject({ code: 1, stderr: expect.stringContaining('replicsa') as string })
  })

  it('keeps every field of a pod template', async () => {
    const spec = { containers: [{ name: 'worker', image: 'a', resources: { limits: { 'nvidia.com/gpu': 1 } } }], resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 't' }], priorityClassName: 'high' }
    const { stdout } = await dryRun(protocolObject({}, { template: { metadata: { labels: { a: 'b' } }, spec } }))
    expect((JSON.parse(stdout) as Protocol).spec.worker.template).toEqual({ metadata: { labels: { a: 'b' } }, spec })
  })

  it.each(['embed', 'inference'])('takes deploy/samples/%s.yaml as it is, and reads it as we do', async (name) => {
    const text = await readFile(new URL(`../../deploy/samples/${name}.yaml`, import.meta.url), 'utf8')
    const result = await kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', '-o', 'json', '-n', namespace(), '-f', '-'], text)
    expect(result).toMatchObject({ code: 0 })
    const [ours] = parseManifests(text, { file: name, target: 'cluster' }) as [Protocol]
    expect(withoutServerParts(JSON.parse(result.stdout) as Protocol)).toEqual(withoutServerParts(ours))
  })
})

describe('kubectl on Protocols', () => {
  beforeAll(async () => {
    await must(kubectl(['apply', '--server-side', '-n', namespace(), '-f', '-'], protocolObject({ autoscaling: { minReplicas: 1, maxReplicas: 7, mode: 'External' } })))
  })

  it('explains every field of the spec', async () => {
    const text = await must(kubectl(['explain', 'protocol.spec', '--recursive']))
    for (const field of ['schema', 'methods', 'replicas', 'suspend', 'worker', 'gracePeriodSeconds', 'autoscaling', 'maxPendingPerPeer', 'queue', 'networkPolicy', 'tls']) expect(text).toContain(field)
    expect(await must(kubectl(['explain', 'protocol.spec.replicas']))).toContain('The one scale knob')
  })

  it('lists them with the columns that matter, more when asked, by short name and category', async () => {
    const [header = '', row = ''] = (await must(kubectl(['get', 'protocols', '-n', namespace(), '-o', 'wide']))).split('\n')
    expect(header.split(/\s{2,}/).map((column) => column.trim())).toEqual(['NAME', 'READY', 'DESIRED', 'CURRENT', 'READY-PODS', 'BUSY', 'QUEUE', 'ACTIVE', 'AGE', 'MIN', 'MAX', 'MODE', 'DRAINING', 'REASON'])
    expect(row).toMatch(/^a .* 1 +7 +External/)
    for (const kind of ['sproto', 'subnetes']) expect(await must(kubectl(['get', kind, '-n', namespace(), '-o', 'name']))).toContain('protocol.subnetes.dev/a')
  })

  it('finds them by the mode of their autoscaling', async () => {
    const of = async (mode: string): Promise<string> => await must(kubectl(['get', 'protocols', '-n', namespace(), '-o', 'name', '--field-selector', `spec.autoscaling.mode=${mode}`]))
    expect(await of('External')).toContain('protocol.subnetes.dev/a')
    expect(await of('Off')).not.toContain('protocol.subnetes.dev/a')
  })

  it('scales through the scale subresource, to zero and above maxReplicas too', async () => {
    for (const replicas of [3, 0, 20]) {
      await must(kubectl(['scale', 'protocol/a', `--replicas=${replicas}`, '-n', namespace()]))
      expect(await must(kubectl(['get', 'protocol', 'a', '-n', namespace(), '-o', 'jsonpath={.spec.replicas}']))).toBe(String(replicas))
    }
  })

  it('shows status through /scale as an HPA reads it, and lets a status write touch nothing else', async () => {
    const patch = JSON.stringify({ spec: { replicas: 9 }, status: { replicas: 2, selector: 'subnetes.dev/protocol=a' } })
    await must(kubectl(['patch', 'protocol', 'a', '-n', namespace(), '--subresource=status', '--type=merge', '-p', patch]))
    const scale = JSON.parse(await must(kubectl(['get', 'protocol', 'a', '-n', namespace(), '--subresource=scale', '-o', 'json']))) as { spec: object, status: object }
    expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 20 }, status: { replicas: 2, selector: 'subnetes.dev/protocol=a' } })
  })

  it('keeps two appliers of one field apart', async () => {
    const first = await kubectl(['apply', '--server-side', '--field-manager=one', '-n', namespace(), '-f', '-'], protocolObject({ networkPolicy: 'None', autoscaling: { maxReplicas: 7, minReplicas: 1, mode: 'External' } }))
    const second = await kubectl(['apply', '--server-side', '--field-manager=two', '-n', namespace(), '-f', '-'], protocolObject({ networkPolicy: 'Isolated' }))
    expect(first.code).toBe(0)
    expect(second.stderr).toContain('conflict')
  })
})
