/** `npm run fuzz -- CASES [SEED]`: that many inputs for all decoders together, 200,000 when not said. Ends within an hour, even in a decoder that does not. */
import { Worker } from 'node:worker_threads'
import { fuzz } from './fuzz-target.ts'
import { TARGETS } from './targets.ts'

/** Ten million cases take five minutes of a core; the rest is for a busy machine. */
const LIMIT_MS = 3_600_000

/** A thread of its own, as a decoder that never ends leaves no turn to anybody in this one. */
const WATCHDOG = `
setTimeout(() => {
  require('node:fs').writeSync(2, '\\nfuzz: not over within an hour; the decoder named last is slow or never ends\\n')
  process.kill(process.pid, 'SIGKILL')
}, ${LIMIT_MS})`

const [cases = '200000', seedText] = process.argv.slice(2)
const total = Number(cases)
if (!Number.isInteger(total) || total < 1) throw new Error(`${cases} is no number of cases; as in: npm run fuzz -- 10000000`)
const seed = seedText === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(seedText)
const start = performance.now()
new Worker(WATCHDOG, { eval: true }).unref()
console.log(`seed ${seed}`)
for (const [index, target] of TARGETS.entries()) {
  process.stdout.write(target.name.padEnd(42))
  const { accepted, refused, slowestMs, grownBytes } = await fuzz(target, Math.ceil(total / TARGETS.length), seed + index)
  console.log(`${String(accepted).padStart(9)} read${String(refused).padStart(9)} refused   slowest ${slowestMs.toFixed(1)} ms, grown ${(grownBytes / 1024 / 1024).toFixed(0)} MiB`)
}
console.log(`${total} cases in ${((performance.now() - start) / 1000).toFixed(0)} s: no crash, nothing but typed refusals`)
