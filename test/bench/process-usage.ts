/** What processes have used, from the kernel's counters under /proc. Every figure covers a process and all its descendants. */
import { readFileSync } from 'node:fs'

/** Unit of the times in /proc/PID/stat (proc_pid_stat(5)): sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** Seconds of CPU used so far, all threads, user and system; descendants that have ended do not count. @throws {Error} when the process has ended */
export function treeCpuSeconds (pid: number): number {
  return sum(pid, cpuSecondsOf)
}

/** Resident memory, MiB. Pages that processes share count in each. @throws {Error} when the process has ended */
export function treeMemoryMiB (pid: number): number {
  return sum(pid, (member) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${member}/status`, 'utf8'))?.[1] ?? 0) / 1024)
}

/** Seconds of CPU of one process. @throws {Error} when it has ended */
export function cpuSecondsOf (pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field is the program's name in parentheses and may hold anything; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Seconds that all cores of the machine together have been idle so far (the first line of /proc/stat, proc_stat(5)). */
export function machineIdleSeconds (): number {
  const [, , , , idle = 0, waiting = 0] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/).map(Number) ?? []
  return (idle + waiting) / TICKS_PER_SECOND
}

/** Processes below a process; those that end meanwhile are left out. */
export function descendants (pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter((text) => text !== '').map(Number)
    return children.flatMap((child) => [child, ...descendants(child)])
  } catch {
    return [] // it has ended
  }
}

function sum (pid: number, figure: (pid: number) => number): number {
  return descendants(pid).reduce((total, child) => {
    try {
      return total + figure(child)
    } catch {
      return total // it has ended since it was listed
    }
  }, figure(pid))
}
