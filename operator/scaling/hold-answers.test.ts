import { beforeEach, describe, expect, it } from 'vitest'
import type { HoldAnswers } from '../gateways/gateway-reports.ts'
import { HoldAnswerFollower } from './hold-answers.ts'

let told: string[]
let follower: HoldAnswerFollower

beforeEach(() => {
  told = []
  follower = new HoldAnswerFollower((gateway, epoch, isAccepted) => { told.push(`${gateway} ${epoch} ${isAccepted}`) })
})

function answers (epoch: number, accepted: string[], more: { refused?: string[], missing?: string[] } = {}): HoldAnswers {
  return { epoch, accepted: new Set(accepted), refused: new Set(more.refused), missing: new Set(more.missing) }
}

describe('answers to a hold', () => {
  it('are passed on once each', () => {
    follower.follow(answers(1, ['a'], { missing: ['b'] }))
    follower.follow(answers(1, ['a', 'b']))
    follower.follow(answers(1, ['a', 'b']))
    expect(told).toEqual(['a 1 true', 'b 1 true'])
  })

  it('are passed on again for a new hold, also of the same gateways', () => {
    follower.follow(answers(1, ['a']))
    follower.follow(undefined)
    follower.follow(answers(2, ['a']))
    expect(told).toEqual(['a 1 true', 'a 2 true'])
  })

  it('end the hold when one refuses, and when one that had accepted was started again', () => {
    follower.follow(answers(1, ['a'], { refused: ['b'] }))
    expect(told).toEqual(['b 1 false'])
    follower.follow(answers(2, ['a']))
    follower.follow(answers(2, [], { missing: ['a'] }))
    expect(told.at(-1)).toMatch(/ 2 false$/)
  })
})
