import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { replaceFile } from './replace-file.ts'

let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-replace-')) })
afterAll(async () => { await rm(folder, { recursive: true }) })

it.each([true, false])('replaces a file that only its owner may read, and makes its folder (forced to the disk: %s)', async (isForced) => {
  const home = join(folder, `${isForced}`)
  const path = join(home, 'state.json')
  await replaceFile(path, 'old', { isForced })
  await replaceFile(path, 'new', { isForced })
  expect(await readFile(path, 'utf8')).toBe('new')
  expect([(await stat(home)).mode & 0o777, (await stat(path)).mode & 0o777]).toEqual([0o700, 0o600])
  expect(await readdir(home)).toEqual(['state.json'])
})

it('leaves no temporary file where the file cannot be replaced', async () => {
  const home = join(folder, 'blocked')
  await replaceFile(join(home, 'state.json/inner'), 'x', { isForced: false })
  await expect(replaceFile(join(home, 'state.json'), 'new', { isForced: false })).rejects.toThrow(/EISDIR|ENOTEMPTY|is a directory/)
  expect(await readdir(home)).toEqual(['state.json'])
})
