/** `npm run fuzz -- CASES [SEED]`: that many inputs for all decoders together, 200,000 when not said. In slices, so that what it found so far is seen. */
import { fuzz } from './fuzz-target.ts'
import { TARGETS } from './targets.ts'

const [cases = '200000', seedText] = process.argv.slice(2)
const total = Number(cases)
if (!Number.isInteger(total) || total < 1) throw new Error(`${cases} is no number of cases; as in: npm run fuzz -- 10000000`)
const seed = seedText === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(seedText)
const start = performance.now()
console.log(`seed ${seed}`)
for (const [index, target] of TARGETS.entries()) {
  const { accepted, refused, slowestMs, grownBytes } = fuzz(target, Math.ceil(total / TARGETS.length), seed + index)
  console.log(`${target.name.padEnd(42)}${String(accepted).padStart(9)} read${String(refused).padStart(9)} refused   slowest ${slowestMs.toFixed(1)} ms, grown ${(grownBytes / 1024 / 1024).toFixed(0)} MiB`)
}
console.log(`${total} cases in ${((performance.now() - start) / 1000).toFixed(0)} s: no crash, nothing but typed refusals`)
