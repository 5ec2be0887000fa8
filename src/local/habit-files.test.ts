import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { initialScalingState, resolveScalingOptions, scalingHabits } from '@subnetes/scaling'
import { HabitFiles } from './habit-files.ts'

let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-habits-')) })
afterAll(async () => { await rm(folder, { recursive: true, force: true }) })

it('gives back what was written, and nothing for a protocol that is new, a file that is broken, or a folder that cannot be written', async () => {
  const habits = { ...scalingHabits(initialScalingState({ replicas: 3 }, resolveScalingOptions())), idleGaps: [1800, 1801] }
  const files = new HabitFiles(join(folder, 'scaling'))
  files.write('one', habits)
  expect(files.read('one')).toEqual(habits)
  expect(files.read('two')).toBeUndefined()
  await writeFile(join(folder, 'scaling', 'two.json'), '{"coldSeconds":-1}')
  expect(files.read('two')).toBeUndefined()
  await writeFile(join(folder, 'file'), '')
  const nowhere = new HabitFiles(join(folder, 'file'))
  nowhere.write('one', habits)
  expect(nowhere.read('one')).toBeUndefined()
})
