/** Who is whose child, by the kernel's word (Linux `/proc`). */
import { existsSync, readFileSync } from 'node:fs'

/** Whether this machine tells. */
export function hasProcessTree (): boolean {
  return existsSync('/proc/self/stat')
}

/** The parent of a process, or undefined when it does not run (a zombie has ended, too). */
export function parentOf (pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? undefined : Number(parent)
  } catch {
    return undefined
  }
}

/** Whether `pid` runs and is a child, grandchild... of `ancestor`. */
export function isDescendant (pid: number, ancestor: number): boolean {
  for (let parent = parentOf(pid); parent !== undefined && parent > 0; parent = parentOf(parent)) {
    if (parent === ancestor) return true
  }
  return false
}
