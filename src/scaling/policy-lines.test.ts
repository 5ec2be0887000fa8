import { describe, expect, it } from 'vitest'
import { createPolicyLines } from './index.ts'
import type { ScalingState } from './index.ts'

const INIT = '{"op":"init","now":0,"replicas":3,"config":{"concurrency":1,"coldSeconds":60,"deadlineSeconds":30,"min":0,"max":100}}'

interface Answer { error?: string, desired?: number, reason?: string, state?: ScalingState, name?: string, periodSeconds?: number, push?: boolean }

function ask (answer: (line: string) => string, question: unknown): Answer {
  return JSON.parse(answer(typeof question === 'string' ? question : JSON.stringify(question))) as Answer
}

describe('the policy as lines of JSON', () => {
  it('answers init with its name, period and state', () => {
    expect(ask(createPolicyLines(), INIT)).toMatchObject({ name: 'subnetes', periodSeconds: 2, push: true, state: { desired: 3 } })
  })

  it('decides with the state that was passed', () => {
    const answer = createPolicyLines()
    const { state } = ask(answer, INIT)
    expect(ask(answer, { op: 'decide', now: 2, activation: false, state, samples: [{ t: 2, interactive: 7, held: 0, queueWaiting: 0, queueActive: 0, ready: 3, starting: 0, draining: 0, replicas: 3 }] }))
      .toMatchObject({ desired: 7, reason: 'load' })
  })

  it('starts a worker on an activation, with or without a sample', () => {
    const answer = createPolicyLines()
    const { state } = ask(answer, { op: 'init', now: 0, replicas: 0, config: {} })
    expect(ask(answer, { op: 'decide', now: 0.5, activation: true, state, samples: [] }).desired).toBe(1)
    expect(ask(answer, { op: 'decide', now: 0.5, activation: true, state, samples: [{ t: 0.5, held: 1 }] }).desired).toBe(1)
  })

  it.each([
    ['{', 'a line is not JSON'],
    ['[]', 'the question must be a JSON object'],
    ['{"op":"stop"}', 'op is "stop": must be "init" or "decide"'],
    ['{"op":"decide","now":1}', 'decide came before init'],
    ['{"op":"init","config":{"max":0}}', 'max is 0'],
    ['{"op":"init","replicas":-1}', 'replicas is -1']
  ])('answers %s with an error', (line, message) => {
    expect(ask(createPolicyLines(), line).error).toContain(message)
  })

  it('answers bad parts of a decision with an error and goes on', () => {
    const answer = createPolicyLines()
    const { state } = ask(answer, INIT)
    expect(ask(answer, { op: 'decide', now: 'soon', state }).error).toContain('now is "soon"')
    expect(ask(answer, { op: 'decide', now: 2, state: {} }).error).toContain('state.version')
    expect(ask(answer, { op: 'decide', now: 2, state, samples: 3 }).error).toContain('samples must be a list')
    expect(ask(answer, { op: 'decide', now: 2, state, samples: [{}] }).error).toContain('no time t')
    expect(ask(answer, { op: 'decide', now: 2, state, samples: [] }).desired).toBe(3)
  })
})
