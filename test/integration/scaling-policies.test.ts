import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { boundOf, clairvoyantSeconds, constantLoad, createRandom, findPolicy, parseScenarios, prepareScenario, runPolicy, simulate, summarize } from '@subnetes/scaling/simulation'
import type { Outcome, RunTotals } from '@subnetes/scaling/simulation'

const FOLDER = join(import.meta.dirname, '../fixtures/traces')
const { defaults, scenarios } = parseScenarios(readFileSync(join(FOLDER, 'scenarios.json'), 'utf8'))

function outcomes (name: string, policies: readonly string[]): Outcome[] {
  const scenario = scenarios.find((candidate) => candidate.name === name)
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  const workload = prepareScenario(scenario, defaults, FOLDER)
  const bound = boundOf(workload)
  return policies.map((policy) => runPolicy(workload, findPolicy(policy), bound))
}

describe('the policy on recorded and made load', () => {
  it.each([
    { name: 'flash', cost: 1.9, lost: 5 },
    { name: 'onoff', cost: 1.8, lost: 16 },
    { name: 'cron', cost: 1.6, lost: 6 },
    { name: 'code@2w c1', cost: 1.5, lost: 1.5 },
    { name: 'conv@2w c1', cost: 1.16, lost: 0.1 },
    { name: 'conv@30w c1', cost: 1.17, lost: 0.1 },
    { name: 'mooncake@8w c4', cost: 1.32, lost: 0.1 },
    { name: 'longmix', cost: 1.4, lost: 0.5 }
  ])('stays below $cost times the bound and loses at most $lost % on $name, and interrupts nothing', ({ name, cost, lost }) => {
    const [own] = outcomes(name, ['subnetes'])
    expect(own?.cost).toBeLessThanOrEqual(cost)
    expect(own?.lostPercent).toBeLessThanOrEqual(lost)
    expect(own?.interrupted).toBe(0)
  })

  it('costs less, waiting and lost callers included, than HPA, KEDA and KPA on the whole', () => {
    const policies = ['subnetes', 'hpa-concurrency', 'keda-list', 'kpa']
    const rows = ['code@0.3w c1', 'code@2w c1', 'conv@2w c1', 'mooncake@2w c1', 'step', 'flash', 'longmix', 'batch', 'sawtooth, pods die'].map((name) => outcomes(name, policies))
    const [own, ...peers] = policies.map((_, index) => summarize(rows.map((row) => row[index] as Outcome)).total)
    for (const peer of peers) expect(own).toBeLessThan(peer / 1.1)
  })

  it.each([1, 2, 3])('holds a constant load of 30 slots steady (seed %s)', (seed) => {
    const load = constantLoad(30, 5, 14_400)
    const init = { ...defaults, concurrency: 1, startReplicas: 35, durationSeconds: 14_400, failureMtbfSeconds: null, seed }
    const totals: RunTotals = simulate(load.arrivals(createRandom(seed)), findPolicy('subnetes')({ ...init, meanSlots: 30 }), init)
    expect(totals.workerSeconds / 14_400 / 30).toBeLessThanOrEqual(1.45)
    expect(totals.workerSeconds).toBeLessThanOrEqual(1.02 * clairvoyantSeconds(load.arrivals(createRandom(seed)), init))
    expect(totals.waitP99Seconds).toBeLessThan(2)
    expect(totals.changes / 4).toBeLessThan(45)
    expect([totals.lost, totals.interrupted]).toEqual([0, 0])
  })

  it('is driven by lines of JSON to the same counts as in the process', async () => {
    const { createPolicyLines, decide, initialScalingState, resolveScalingOptions } = await import('@subnetes/scaling')
    const answer = createPolicyLines()
    const config = { concurrency: 1, coldSeconds: 60, deadlineSeconds: 30, min: 0, max: 100 }
    let outside = (JSON.parse(answer(JSON.stringify({ op: 'init', now: 0, replicas: 2, config }))) as { state: unknown }).state
    const options = resolveScalingOptions(config)
    let inside = initialScalingState({ replicas: 2 }, options)
    const workload = prepareScenario(scenarios.find(({ name }) => name === 'step') ?? scenarios[0]!, defaults, FOLDER)
    const counts: number[] = []
    simulate(workload.arrivals(), {
      periodSeconds: 2,
      isPushed: true,
      isDraining: true,
      decide (sample, activation) {
        const line = JSON.parse(answer(JSON.stringify({ op: 'decide', now: sample.t, activation, state: outside, samples: [sample] }))) as { desired: number, state: unknown }
        const decision = decide(inside, [activation ? { ...sample, activation } : sample], sample.t, options)
        outside = line.state
        inside = decision.state
        counts.push(line.desired - decision.desired)
        return decision.desired
      }
    }, workload.init)
    expect(counts.length).toBeGreaterThan(3000)
    expect(counts.every((difference) => difference === 0)).toBe(true)
  })
})
