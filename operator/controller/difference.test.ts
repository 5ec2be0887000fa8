import { describe, expect, it } from 'vitest'
import { differences, withAppliedHash } from './difference.ts'

describe('the difference of a wanted and an observed object', () => {
  it.each([
    ['fields that only the cluster has', { a: 1 }, { a: 1, b: 2 }, []],
    ['empty objects and lists that it left out', { a: {}, b: [], c: { d: {} } }, { c: {} }, []],
    ['fields without a value', { a: undefined }, {}, []],
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }, ['.a.b=2']],
    ['a missing object', { a: { b: 1 } }, {}, ['.a.b=undefined']],
    ['named entries in another order, with more of them', { a: [{ name: 'x', v: 1 }] }, { a: [{ name: 'y' }, { name: 'x', v: 1 }] }, []],
    ['a named entry that differs', { a: [{ name: 'x', v: 1 }] }, { a: [{ name: 'x', v: 2 }] }, ['.a[x].v=2']],
    ['lists of another length', { a: [1, 2] }, { a: [1] }, ['.a.length=1']],
    ['lists that differ', { a: [1, 2] }, { a: [1, 3] }, ['.a[1]=3']]
  ])('of %s', (_, wanted, observed, found) => {
    expect(differences(wanted, observed)).toEqual(found)
  })

  it('shows a field that is no longer wanted by the hash, which a pod template does not change', () => {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { replicas: 1, paused: true, template: { spec: {} } } }
    const hash = (spec: object): string | undefined => withAppliedHash({ ...object, spec }).metadata.annotations?.['subnetes.dev/applied']
    expect(hash({ replicas: 1, template: {} })).not.toBe(hash(object.spec))
    expect(hash({ ...object.spec, template: { spec: { dnsPolicy: 'ClusterFirst' } } })).toBe(hash(object.spec))
  })
})
