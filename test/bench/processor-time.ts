/** Where the processors' time went, by program: what a benchmark of several programs on one machine waits for. */
import { readFileSync } from 'node:fs'
import { cpuSecondsOf, descendants } from './process-usage.ts'

/** Seconds of CPU that each program has used so far: this process and all below it, by the name of the executable. Programs that have ended do not count. */
export function processorSeconds (): Map<string, number> {
  const seconds = new Map<string, number>()
  for (const pid of [process.pid, ...descendants(process.pid)]) {
    try {
      const name = pid === process.pid ? 'this benchmark' : nameOf(pid)
      seconds.set(name, (seconds.get(name) ?? 0) + cpuSecondsOf(pid))
    } catch { /* it has ended since it was listed */ }
  }
  return seconds
}

/** What was used between two readings, as text, the most first. */
export function describeProcessors (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string {
  const used = [...after].map(([name, seconds]) => ({ name, seconds: seconds - (before.get(name) ?? 0) })).toSorted((a, b) => b.seconds - a.seconds)
  return used.filter(({ seconds }) => seconds >= 0.05).map(({ name, seconds }) => `${name} ${seconds.toFixed(1)}`).join(', ')
}

/** `comm` ends after 15 characters, and every program of ours is called node there. */
function nameOf (pid: number): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  const program = words.find((word, index) => index > 0 && /\.[jt]s$/.test(word)) ?? words[0] ?? ''
  return program.replace(/\/dist\/main\.js$|\/main\.ts$/, '').split('/').at(-1) ?? program
}
