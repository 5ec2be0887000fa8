import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStateDir } from './state-dir.ts'

let folder: string
let lock: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subnetes-state-'))
  lock = join(folder, 'up.pid')
})
afterEach(async () => { await rm(folder, { recursive: true }) })

describe('a state folder', () => {
  it('is held by one process at a time, and free when that has left it', async () => {
    {
      await using first = await openStateDir(folder)
      expect(first.isNew).toBe(true)
      await expect(openStateDir(folder)).rejects.toThrow(`is in use by process ${process.pid} (subnetes up); stop that one, or choose another folder with --state DIR. If it is no subnetes up, remove ${lock}`)
    }
    await using again = await openStateDir(folder)
    expect(again.isNew).toBe(false)
  })

  it.skipIf(process.platform !== 'linux')('is not held by a later process that has the number of one that was killed', async () => {
    await writeFile(lock, `${process.pid} 1\n`)
    await using state = await openStateDir(folder)
    expect((await stat(state.identity)).mode & 0o777).toBe(0o600)
    expect(await readFile(lock, 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+\\n$`))
  })
})
