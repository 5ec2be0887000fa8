import { describe, expect, it } from 'vitest'
import { ObjectStore } from './object-store.ts'
import { SharedTexts } from './shared-texts.ts'
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Texts of this length, none of them the same object as another. */
function texts (count: number, text: string): string[] {
  return Array.from({ length: count }, () => JSON.parse(JSON.stringify(text)) as string)
}

function usedBytes (): number {
  collect()
  return getHeapStatistics().used_heap_size
}

describe('shared texts', () => {
  it('keep of ten thousand equal texts one', () => {
    const shared = new SharedTexts()
    const before = usedBytes()
    const kept = texts(10_000, 'a hundred characters are enough to be seen in the heap of ten thousand of them, ninety and more').map((text) => shared.share(text))
    expect(usedBytes() - before).toBeLessThan(400_000) // the array itself, and one text
    expect(kept).toHaveLength(10_000)
  })

  it('are the same texts, in every object of a store, also when there are more than are remembered', () => {
    const store = new ObjectStore()
    const object = (index: number): object => ({ labels: { 'app.kubernetes.io/managed-by': `somebody-${index % 5000}` }, list: [`text number ${index}`, 7, null] })
    for (let index = 0; index < 6000; index += 1) store.set({ apiVersion: 'v1', kind: 'Test', metadata: { name: `name-${index}`, ...object(index) } })
    for (let index = 0; index < 6000; index += 1) expect(store.get(`/name-${index}`)?.metadata).toEqual({ name: `name-${index}`, ...object(index) })
  })
})
