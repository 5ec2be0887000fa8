import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

function node (script: string, args: readonly string[], input = ''): string {
  return execFileSync(process.execPath, ['--conditions=@subnetes/source', join(ROOT, 'scripts', script), ...args], { input, encoding: 'utf8' })
}

describe('the commands of the scaling policy', () => {
  it('policy answers each line with one line', () => {
    const lines = node('policy.ts', [], '{"op":"init","now":0,"replicas":1,"config":{}}\nnonsense\n\n{"op":"decide"}\n').trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'subnetes', periodSeconds: 2, push: true })
    expect(JSON.parse(lines[1] ?? '')).toHaveProperty('error')
    expect(JSON.parse(lines[2] ?? '')).toHaveProperty('error')
  })

  it('simulate replays a trace file and prints a line of JSON for each policy', () => {
    const trace = join(ROOT, 'test/fixtures/traces/azure-llm-2023-conv.csv')
    const rows = node('simulate.ts', ['--trace', trace, '--workers', '1', '--policy', 'subnetes,kpa', '--json']).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(rows.map(({ policy }) => policy)).toEqual(['subnetes', 'kpa'])
    expect(rows[0]).toMatchObject({ interrupted: 0 })
    expect(rows[0]?.cost).toBeLessThan(2)
  })

  it('simulate names what it does not know', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--conditions=@subnetes/source', join(ROOT, 'scripts/simulate.ts'), '--policy', 'magic'], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([1, expect.stringContaining('policy magic does not exist: there are subnetes,')])
  })
})
