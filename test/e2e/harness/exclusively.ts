/** What one test file does at a time, though several run at once. */
import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually } from '../../cluster/harness/program.ts'

/** Longest wait for the others: images may have to be built. */
const WAIT_MS = 900_000

/** Does `work` while no other process does any under this name in this folder. The folder belongs to one run, so nothing is left behind for the next. */
export async function exclusively<T> (folder: string, name: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, `${name}.lock`)
  await eventually(`others are done with ${name}`, async () => await mkdir(lock).then(() => true, () => undefined), WAIT_MS)
  try {
    return await work()
  } finally {
    await rmdir(lock)
  }
}
