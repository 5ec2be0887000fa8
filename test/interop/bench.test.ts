/** `npm run bench` runs, and leaves nothing behind. */
import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import type { Results } from '../bench/results.ts'

const BENCH = fileURLToPath(new URL('../bench/bench.ts', import.meta.url))
/** All processes of a run inherit it. */
const MARK = 'BENCH_TEST_MARK'

function start (mark: string, args: readonly string[]): ChildProcess {
  const options: SpawnOptions = { env: { ...process.env, [MARK]: mark }, stdio: ['ignore', 'pipe', 'pipe'] }
  const child = spawn(process.execPath, ['--conditions=@subnetes/source', BENCH, ...args], options)
  onTestFinished(() => { child.kill('SIGTERM') })
  return child
}

/** Ids of running processes that were started by a run. */
async function processesOf (mark: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const environmentOf = async (pid: string): Promise<string> =>
    await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
  const environments = await Promise.all(pids.map(environmentOf))
  return pids.filter((_, index) => environments[index]?.includes(`${MARK}=${mark}`))
}

it('compares our gateway with the Python gateway and ends every process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-bench-test-'))
  onTestFinished(async () => { await rm(folder, { recursive: true, force: true }) })
  const [mark, file] = [randomUUID(), join(folder, 'results.json')]
  const child = start(mark, ['--quick', '--only', 'ours,unary-64B-1,first-message', '--json', file])
  const output: string[] = []
  child.stdout?.on('data', (data: Buffer) => output.push(data.toString()))
  child.stderr?.resume()
  expect(await once(child, 'close')).toEqual([0, null])
  const { rounds } = JSON.parse(await readFile(file, 'utf8')) as Pick<Results, 'rounds'>
  // A round of the warm-up is listed when a call of it failed. Of the reference that was seen once, on a busy machine.
  const counted = rounds.filter(({ round }) => round > 0)
  expect(counted.map(({ system, work }) => `${system} ${work}`).toSorted()).toEqual([
    'hivemind first-message', 'hivemind unary-64B-1', 'ours first-message', 'ours unary-64B-1'
  ])
  expect(counted.filter(({ operations, errors }) => operations === 0 || errors > 0)).toEqual([])
  expect(rounds.filter(({ system, errors }) => system === 'ours' && errors > 0)).toEqual([])
  expect(output.join('')).toMatch(/\| ours +\|/)
  expect(await processesOf(mark)).toEqual([])
})

it('ends every process when it is interrupted', async () => {
  const mark = randomUUID()
  const child = start(mark, ['--only', 'ours,unary-64B-1'])
  child.stdout?.resume()
  const ended = once(child, 'close')
  for await (const line of createInterface({ input: child.stderr! })) {
    if (line.includes('warm-up')) child.kill('SIGINT')
  }
  expect(await ended).toEqual([130, null])
  expect(await processesOf(mark)).toEqual([])
})
