import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolder } from './folder.ts'

let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-folder-')) })
afterAll(async () => { await rm(folder, { recursive: true }) })

it('makes a folder with what is missing above it, and leaves one alone that is there', async () => {
  const path = join(folder, 'a/b/c')
  expect(await makeFolder(path, 0o700)).toBe(true)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect(await makeFolder(path, 0o700)).toBe(false)
})

it('names the file that stands in the way', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await expect(makeFolder(file)).rejects.toThrow(`${file} is no folder`)
  await expect(makeFolder(join(file, 'x'))).rejects.toThrow(`${file} is no folder`)
})

it.runIf(process.platform === 'linux')('ends where nothing can be made', async () => {
  await expect(makeFolder('/proc/x/y')).rejects.toThrow('no folder can be made in /proc')
})
