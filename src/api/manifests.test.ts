import { SubnetesError } from '@subnetes/common'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_MANIFEST_BYTES, parseManifests, readManifests } from './manifests.ts'

const file = 'deploy/x.yaml'

function protocol (name: string, more = ''): string {
  return `apiVersion: subnetes.dev/v1alpha1\nkind: Protocol\nmetadata: { name: ${name} }\nspec:\n  schema: { proto: text }\n  worker: { local: { command: [node] } }\n${more}`
}

function failure (text: string): SubnetesError {
  try {
    parseManifests(text, { file })
  } catch (error) {
    if (error instanceof SubnetesError) return error
    throw error
  }
  throw new Error('the text was accepted')
}

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n'

describe('parseManifests', () => {
  it('reads several documents, passing over empty ones', () => {
    const text = `---\n# nothing here\n---\n${protocol('a')}---\n${protocol('b')}---\n`
    expect(parseManifests(text, { file }).map(({ metadata }) => metadata.name)).toEqual(['a', 'b'])
    expect(parseManifests('', { file })).toEqual([])
  })

  it('reads JSON, and the List that kubectl prints', () => {
    const [one] = parseManifests(protocol('a'), { file })
    expect(parseManifests(JSON.stringify(one), { file })).toEqual([one])
    expect(parseManifests(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [one] }), { file })).toEqual([one])
  })

  it('says line and column of a YAML error, and the file', () => {
    expect(failure(`${protocol('a')}  x: [1, 2\n`)).toMatchObject({ code: 'invalid_argument', message: expect.stringMatching(/^manifest deploy\/x\.yaml: YAML error at line 8, column \d+: /) as unknown })
    expect(failure(`${protocol('a')}metadata: {}\n`).message).toContain('line 7')
  })

  it('keeps the error of each broken document beside the others', () => {
    const error = failure(`${protocol('a', '  woker: {}\n')}---\n${protocol('b')}---\n${protocol('c', '  replicas: many\n')}`)
    expect(error.message).toContain('protocol "a" (deploy/x.yaml, document 1): spec.woker: unknown field; did you mean "worker"?')
    expect(error.message).toContain('protocol "c" (deploy/x.yaml, document 3): spec.replicas: is "many"; expected integer')
    expect((error.details['errors'] as SubnetesError[]).map(({ details }) => details['name'])).toEqual(['a', 'c'])
  })

  it('refuses a name used twice', () => {
    expect(failure(`${protocol('a')}---\n${protocol('a')}`).message).toContain('protocol "a" (deploy/x.yaml, document 2): the name is already used by an earlier document')
  })

  it('refuses other kinds by name, or passes over them and says so', () => {
    const text = `${CONFIG_MAP}---\n${protocol('a')}`
    expect(failure(text).message).toBe('ConfigMap (deploy/x.yaml, document 1): is v1, which only a cluster knows; this reads Protocol of subnetes.dev/v1alpha1')
    const skipped: SubnetesError[] = []
    expect(parseManifests(text, { file, onSkipped: (error) => skipped.push(error) })).toHaveLength(1)
    expect(skipped.map(({ details }) => details)).toEqual([{ file, document: 1, kind: 'ConfigMap', apiVersion: 'v1' }])
  })

  it('does not take a mistyped kind or version of ours for a foreign one', () => {
    for (const text of [protocol('a').replace('kind: Protocol', 'kind: Protocoll'), protocol('a').replace('v1alpha1', 'v1')]) {
      expect(() => parseManifests(text, { file, onSkipped: () => { throw new Error('skipped') } })).toThrow(/expected apiVersion subnetes\.dev\/v1alpha1, kind Protocol/)
    }
  })

  it('reads on and off as kubectl does', () => {
    expect(failure(protocol('a', '  access: { messageSignature: Off }\n')).message).toContain("write 'Off'")
    expect(parseManifests(protocol('a', "  suspend: yes\n  access: { messageSignature: 'Off' }\n"), { file })[0]?.spec).toMatchObject({ suspend: true, access: { messageSignature: 'Off' } })
  })

  it('refuses a text that would unfold to far more than it is', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 8 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 10 }, () => `*a${index}`).join(', ')}]`)]
    expect(failure(bomb.join('\n')).message).toContain('cannot be read')
    expect(failure(`# ${'x'.repeat(MAX_MANIFEST_BYTES)}`).message).toContain(`allowed are ${MAX_MANIFEST_BYTES}`)
  })

  it('gives the good documents of a broken file to who asks for both', () => {
    const { protocols, errors } = readManifests(`${protocol('a')}---\n${protocol('b', '  woker: {}\n')}---\n${protocol('c')}`, { file })
    expect(protocols.map(({ metadata }) => metadata.name)).toEqual(['a', 'c'])
    expect(errors).toHaveLength(1)
  })

  it('throws nothing but its own error, whatever the text', () => {
    const word = fc.constantFrom('apiVersion', ': ', '- ', '\n', '  ', '---\n', '{', '}', '[', ']', '&a', '*a', '"', "'", '|\n', 'Protocol', '!!', '%', '\t', '#', '? ', '<<: ')
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(word, { maxLength: 40 }).map((words) => words.join(''))), (text) => {
      try {
        parseManifests(text, { file })
      } catch (error) {
        expect(error).toBeInstanceOf(SubnetesError)
      }
    }), { numRuns: 500 })
  })
})
