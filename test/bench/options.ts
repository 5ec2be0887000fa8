/** The command line of the benchmark. */
import { parseArgs } from 'node:util'
import { neededFor } from './goals.ts'
import type { Goal } from './goals.ts'
import { SYSTEMS } from './systems.ts'
import { MEMORY, WORKS } from './work.ts'

/** Everything a run may be asked for; the text of `--help`. */
export const USAGE = `npm run bench -- [options]

Compares systems side by side: rounds are interleaved, figures are multiples of a reference in the same round.

  --only NAME,...   systems and works to run (--list), references are added; "unary" is all works unary-*
  --rounds N        rounds that count [5; with --check 9; with --quick 1]
  --seconds S       length of a round [2; with --check 3; with --quick 0.5]
  --check           run what test/bench/goals.json needs, exit with 1 below a goal or when a call failed
  --quick           one short round, memory with 20 idle peers: shows that everything runs, measures nothing
  --json FILE       write every round to FILE; --render reads it
  --render FILE     print the report of FILE and run nothing; with --into PAGE put it between the marks of PAGE
  --list            print systems and works
  --help            print this`

/** A resolved command line. */
export interface BenchOptions {
  readonly action: 'run' | 'render' | 'list' | 'help'
  readonly isCheck: boolean
  readonly systems: ReadonlySet<string>
  /** `memory` among them. */
  readonly works: ReadonlySet<string>
  readonly rounds: number
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly peers: number
  readonly settleSeconds: number
  /** Calls before the memory at 256 in flight is read. */
  readonly busySeconds: number
  readonly json: string | undefined
  readonly render: string | undefined
  readonly into: string | undefined
}

/** @throws {Error} with the option, what was read and what is allowed */
export function parseOptions (args: readonly string[], goals: readonly Goal[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      json: { type: 'string' },
      render: { type: 'string' },
      into: { type: 'string' },
      check: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false }
    }
  })
  const { quick, check, only } = values
  const usual = quick ? { rounds: 1, seconds: 0.5 } : check ? { rounds: 9, seconds: 3 } : { rounds: 5, seconds: 2 }
  const names = only?.split(',') ?? (check ? neededFor(goals) : [])
  return {
    action: values.help ? 'help' : values.list ? 'list' : values.render === undefined ? 'run' : 'render',
    isCheck: check,
    ...choose(names),
    rounds: positive('--rounds', values.rounds, { usual: usual.rounds, isWhole: true }),
    seconds: positive('--seconds', values.seconds, { usual: usual.seconds, isWhole: false }),
    warmUpSeconds: quick ? 0.5 : 1,
    peers: quick ? 20 : 200,
    settleSeconds: quick ? 0.5 : 3,
    busySeconds: quick ? 1 : 5,
    json: values.json,
    render: values.render,
    into: values.into
  }
}

/** Systems and works by their names; where no system is named all take part, and likewise for works. */
function choose (names: readonly string[]): Pick<BenchOptions, 'systems' | 'works'> {
  const allWorks = [...WORKS.map(({ name }) => name), MEMORY]
  const allSystems = SYSTEMS.map(({ name }) => name)
  const workNames = names.filter((name) => !allSystems.includes(name))
  const isMeant = (work: string, name: string): boolean => work === name || work.startsWith(`${name}-`)
  const unknown = workNames.find((name) => !allWorks.some((work) => isMeant(work, name)))
  if (unknown !== undefined) {
    throw new Error(`--only has ${JSON.stringify(unknown)}; allowed are ${[...allSystems, ...allWorks].join(', ')}`)
  }
  const namedWorks = allWorks.filter((work) => workNames.some((name) => isMeant(work, name)))
  const works = new Set(namedWorks.length === 0 ? allWorks : namedWorks)
  const named = SYSTEMS.filter(({ name }) => names.includes(name))
  const candidates = named.length === 0 ? SYSTEMS : named
  const systems = candidates.filter((system) => system.works.some((work) => works.has(work)))
  if (systems.length === 0) throw new Error(`--only chooses no system that takes ${[...works].join(', ')}; see --list`)
  return { systems: new Set(systems.flatMap(({ name, reference }) => [name, reference])), works }
}

function positive (name: string, text: string | undefined, init: { usual: number, isWhole: boolean }): number {
  const { usual, isWhole } = init
  const value = text === undefined ? usual : Number(text)
  if (value > 0 && Number.isFinite(value) && (!isWhole || Number.isInteger(value))) return value
  throw new Error(`${name} is ${JSON.stringify(text)}; allowed is a ${isWhole ? 'whole ' : ''}number above 0`)
}
