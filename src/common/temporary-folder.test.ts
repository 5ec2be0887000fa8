import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeTemporaryFolder, sweepTemporaryFolders } from './temporary-folder.ts'

const made: string[] = []

afterAll(async () => { await Promise.all(made.map(async (folder) => { await rm(folder, { recursive: true, force: true }) })) })

async function make (): Promise<string> {
  const folder = await makeTemporaryFolder('sweep')
  made.push(folder)
  return folder
}

/** Gives a folder to another owner. */
async function hand (folder: string, change: { pid?: number, place?: string }): Promise<void> {
  const file = join(folder, '.owner.json')
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')) as object, ...change }))
}

it('removes folders whose process has gone, and no others', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const [own, gone, elsewhere] = [await make(), await make(), await make()] as const
  const foreign = await mkdtemp(join(tmpdir(), 'subnetes-sweep-foreign-'))
  made.push(foreign)
  await hand(gone, { pid })
  await hand(elsewhere, { pid, place: 'another machine' })
  await writeFile(join(gone, 'socket'), '')
  expect(await sweepTemporaryFolders()).toContain(gone)
  expect([own, gone, elsewhere, foreign].map((folder) => existsSync(folder))).toEqual([true, false, true, true])
})
