import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeTemporaryFolder, sweepTemporaryFolders } from './temporary-folder.ts'

/** In the place of the common one, which every `subnetes up` of the tests beside this one sweeps. */
let common: string

beforeAll(async () => {
  common = await mkdtemp(join(tmpdir(), 'subnetes-sweep-'))
  vi.stubEnv('TMPDIR', common)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(common, { recursive: true })
})

/** Gives a folder to another owner. */
async function hand (folder: string, change: { pid?: number, place?: string }): Promise<void> {
  const file = join(folder, '.owner.json')
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')) as object, ...change }))
}

it('removes folders whose process has gone, and no others', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const [own, gone, elsewhere] = [await makeTemporaryFolder('own'), await makeTemporaryFolder('gone'), await makeTemporaryFolder('elsewhere')] as const
  const foreign = await mkdtemp(join(tmpdir(), 'subnetes-foreign-'))
  await hand(gone, { pid })
  await hand(elsewhere, { pid, place: 'another machine' })
  await writeFile(join(gone, 'socket'), '')
  expect(await sweepTemporaryFolders()).toEqual([gone])
  expect([own, gone, elsewhere, foreign].map((folder) => existsSync(folder))).toEqual([true, false, true, true])
})
