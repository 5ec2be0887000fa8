/** The policy as lines of JSON, one answer to each question, so that simulators and other programs can drive it. */
import { SubnetesError } from '@subnetes/common'
import { decide, TICK_SECONDS } from './decide.ts'
import { resolveScalingOptions } from './options.ts'
import { initialScalingState, parseScalingState } from './state.ts'
import type { ScalingOptions } from './options.ts'
import type { Sample } from './sample.ts'

/** Longest line that is read. 4 MiB: a state at the largest pool is a tenth of it. */
export const MAX_LINE_CHARACTERS = 4 << 20

/** Answers one question; never throws. */
export type PolicyLines = (line: string) => string

/**
 * Makes an answerer. `init` sets the options for the questions after it; the state travels with each question, so nothing else is kept.
 *
 * @example
 * const answer = createPolicyLines()
 * answer('{"op":"init","now":0,"replicas":3,"config":{"concurrency":1,"coldSeconds":60,"min":0,"max":100}}')
 */
export function createPolicyLines (): PolicyLines {
  let options: ScalingOptions | undefined
  return (line) => {
    try {
      const question = readQuestion(line)
      if (question.op === 'init') {
        options = resolveScalingOptions(objectOf(question.config ?? {}, 'config'))
        const start = { replicas: Number(question.replicas ?? 0) }
        return JSON.stringify({ name: 'subnetes', periodSeconds: TICK_SECONDS, push: true, state: initialScalingState(start, options) })
      }
      if (question.op !== 'decide') throw new SubnetesError('invalid_argument', `op is ${JSON.stringify(question.op)}: must be "init" or "decide"`)
      if (options === undefined) throw new SubnetesError('failed_precondition', 'decide came before init: send {"op":"init",...} first')
      const now = readNow(question.now)
      const { desired, reason, slots, state } = decide(parseScalingState(question.state), readSamples(question, now), now, options)
      return JSON.stringify({ desired, reason, slots, state })
    } catch (error) {
      return JSON.stringify({ error: SubnetesError.from(error).message })
    }
  }
}

function readQuestion (line: string): Record<string, unknown> {
  if (line.length > MAX_LINE_CHARACTERS) throw new SubnetesError('invalid_argument', `a line has ${line.length} characters: at most ${MAX_LINE_CHARACTERS} are read`)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new SubnetesError('invalid_argument', `a line is not JSON: ${SubnetesError.from(error).message}`)
  }
  return objectOf(value, 'the question')
}

function objectOf (value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SubnetesError('invalid_argument', `${name} must be a JSON object`)
  return value as Record<string, unknown>
}

function readNow (now: unknown): number {
  if (typeof now !== 'number' || !Number.isFinite(now)) throw new SubnetesError('invalid_argument', `now is ${JSON.stringify(now)}: must be a number of seconds`)
  return now
}

/** `activation` belongs to the newest sample; asked without one, it is all that is known. */
function readSamples (question: Record<string, unknown>, now: number): Sample[] {
  const samples = question.samples ?? []
  if (!Array.isArray(samples)) throw new SubnetesError('invalid_argument', 'samples must be a list')
  for (const sample of samples) {
    if (!Number.isFinite(objectOf(sample, 'a sample').t)) throw new SubnetesError('invalid_argument', 'a sample has no time t')
  }
  const known = samples as Sample[]
  if (question.activation !== true) return known
  const newest = known.reduce<Sample | undefined>((latest, sample) => latest === undefined || sample.t >= latest.t ? sample : latest, undefined)
  return newest === undefined ? [{ t: now, activation: true }] : known.map((sample) => sample === newest ? { ...sample, activation: true } : sample)
}
