/** What processes have used, from the kernel's counters under /proc. */
import { readFileSync } from 'node:fs'

/** Unit of the times in /proc (proc_pid_stat(5)): sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/**
 * Seconds of CPU used so far by a process and its descendants, all threads, user and system. Descendants that have
 * ended do not count.
 *
 * @throws {Error} when the process has ended
 */
export function treeCpuSeconds (pid: number): number {
  return sum(pid, cpuSecondsOf)
}

/**
 * Resident memory of a process and its descendants, MiB. Pages that processes share count in each.
 *
 * @throws {Error} when the process has ended
 */
export function treeMemoryMiB (pid: number): number {
  return sum(pid, (member) => {
    const status = readFileSync(`/proc/${member}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
  })
}

/** Seconds of CPU of one process. @throws {Error} when it has ended */
export function cpuSecondsOf (pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The second field, the program's name in parentheses, may hold anything. User and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Seconds that all cores together have been idle so far (first line of /proc/stat, proc_stat(5)). */
export function machineIdleSeconds (): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1)
  const [, , , , idle = 0, waiting = 0] = line.split(/\s+/).map(Number)
  return (idle + waiting) / TICKS_PER_SECOND
}

/** Processes below a process; those that end meanwhile are left out. */
export function descendants (pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    const children = text.split(' ').filter((word) => word !== '').map(Number)
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
