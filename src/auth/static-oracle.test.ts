import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@subnetes/common'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { staticOracle } from './static-oracle.ts'
import type { StaticOracle } from './static-oracle.ts'

describe('the static stake oracle', () => {
  let folder: string
  let file: string
  let oracle: StaticOracle
  const errors: string[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stake-'))
    file = join(folder, 'stake.json')
    errors.length = 0
    const logger = { ...silentLogger, error: (message: string) => { errors.push(message) }, child: () => logger }
    oracle = staticOracle({ file, pollMs: 10 })({ logger })
  })
  afterEach(async () => {
    await oracle.stop()
    await rm(folder, { recursive: true })
  })

  /** As a ConfigMap changes: another file under the same name. */
  const write = async (value: unknown): Promise<void> => {
    await writeFile(`${file}.new`, typeof value === 'string' ? value : JSON.stringify(value))
    await rename(`${file}.new`, file)
  }

  it('answers by class and follows the file', async () => {
    await write({ a: 'Included' })
    await oracle.start()
    expect(await Promise.all(['Registered', 'Idle', 'Included', 'Validator'].map(async (name) => await oracle.isStaked('a', name as 'Idle')))).toEqual([true, true, true, false])
    expect(await oracle.isStaked('toString', 'Registered')).toBe(false)
    await write({ b: 'Validator' })
    let staked = true
    const look = setInterval(() => { void oracle.isStaked('a', 'Registered').then((answer) => { staked = answer }) }, 5)
    await eventually('the new file is read', () => !staked)
    clearInterval(look)
    expect(await oracle.isStaked('b', 'Validator')).toBe(true)
  })

  it('keeps what it knew when the file turns bad, and says so once', async () => {
    await write({ a: 'Idle' })
    await oracle.start()
    await write('{')
    await eventually('the error is logged', () => errors.length > 0)
    await expect(oracle.reload()).rejects.toThrow('is not JSON')
    expect(await oracle.isStaked('a', 'Idle')).toBe(true)
    expect(errors).toEqual(['stake file not read; what was known stays'])
  })

  it('does not start without a good file', async () => {
    await expect(oracle.start()).rejects.toMatchObject({ code: 'not_found' })
    for (const bad of ['[]', 'null', '{"a":"Boss"}', '{"a":3}']) {
      await write(bad)
      await expect(oracle.start(), bad).rejects.toMatchObject({ code: 'invalid_argument' })
    }
  })
})
