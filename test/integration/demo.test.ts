/** `npm run demo` and `npm start` as a person runs them, with the language model. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { subnetes, temporaryFolder } from '../fixtures/up-subnet.ts'

function script (name: string): string {
  return fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url))
}

it('npm run demo streams 1,000 tokens and more out of a worker process, with one line of figures, and exits with 0', { timeout: 90_000 }, async () => {
  const child = spawn(process.execPath, ['--conditions=@subnetes/source', script('demo.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
  const [summary = ''] = stdout.trimEnd().split('\n').slice(-1)
  const figures = /^(\d+) tokens of .*: first after \d+ ms, then \d+ tokens\/s; (\d+) ms between first and last message; from worker inference-1, process \d+$/.exec(summary)
  expect(figures).not.toBeNull()
  expect(Number(figures?.[1])).toBeGreaterThanOrEqual(1_000)
  expect(Number(figures?.[2])).toBeGreaterThanOrEqual(300)
  expect(stdout.length).toBeGreaterThan(2_000)
})

it('npm start keeps the subnet up and prints a call that works as it stands', { timeout: 90_000 }, async () => {
  await using folder = await temporaryFolder()
  const child = spawn(process.execPath, ['--conditions=@subnetes/source', script('start.ts'), '--state', join(folder.path, 'state')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  try {
    const words = await new Promise<string[]>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => { if (line.startsWith('call it:')) resolve(line.split(/\s+/).slice(4)) })
    })
    expect(words.slice(0, 1)).toEqual(['call'])
    const { code, stdout, stderr } = await subnetes([...words.map((word) => word.replace(/^'(.*)'$/, '$1')), '--deadline', '40000'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.length).toBeGreaterThan(100)
  } finally {
    child.kill('SIGINT')
  }
  expect(await exited).toBe(0)
})
