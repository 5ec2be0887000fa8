import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, suggest } from './suggest.ts'

const FIELDS = ['schema', 'methods', 'access', 'replicas', 'suspend', 'worker', 'drain', 'autoscaling', 'queue', 'tls']

describe('suggest', () => {
  it.each([['woker', 'worker'], ['wroker', 'worker'], ['Worker', 'worker'], ['replica', 'replicas'], ['autoScaling', 'autoscaling'], ['shcema', 'schema'], ['tsl', 'tls']])('takes %s for %s', (word, meant) => {
    expect(suggest(word, FIELDS)).toBe(meant)
  })

  it.each([['banana'], ['x'], ['']])('has no idea what %j was to be', (word) => {
    expect(suggest(word, FIELDS)).toBeUndefined()
  })

  it('finds a word again after any one mistake in it', () => {
    fc.assert(fc.property(fc.constantFrom(...FIELDS), fc.nat(), fc.stringMatching(/^[a-z]$/), (word, at, letter) => {
      const index = at % word.length
      const mistakes = [word.slice(0, index) + word.slice(index + 1), word.slice(0, index) + letter + word.slice(index), word.slice(0, index) + letter + word.slice(index + 1)]
      for (const mistake of mistakes) expect(suggest(mistake, FIELDS)).toBe(word)
    }))
  })
})

describe('editDistance', () => {
  it('is the same both ways, zero for equal words, and never more than the longer word', () => {
    fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a))
      expect(editDistance(a, a)).toBe(0)
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
    }))
  })
})
