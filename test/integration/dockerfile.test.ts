/** The Dockerfile against the tree: what the build must know is copied, and every image says what it should. No image is built here. */
import { globSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GATEWAY_NODE_FLAGS, OPERATOR_MALLOC, OPERATOR_NODE_FLAGS } from '@subnetes/common'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'Dockerfile'), 'utf8')

/** Instructions by final stage. */
function stages (): Map<string, string> {
  const parts = text.split(/^FROM /m).slice(1)
  return new Map(parts.map((part) => [/^\S+ AS (\S+)/.exec(part)?.[1] ?? '', part]))
}

const images = [...stages()].filter(([, instructions]) => instructions.includes('ENTRYPOINT'))

describe('the Dockerfile', () => {
  it('copies the package.json of every workspace before it installs', () => {
    const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] }
    const folders = globSync(workspaces.map((pattern) => `${pattern}/package.json`), { cwd: root }).map((file) => file.slice(0, -'/package.json'.length))
    expect(folders.length).toBeGreaterThan(10)
    for (const folder of folders) expect(text).toContain(`COPY ${folder}/package.json ${folder}/\n`)
  })

  it('has the images that the chart and the samples name', () => {
    expect(images.map(([name]) => name)).toEqual(['gateway', 'operator', 'runner', 'console', 'cli', 'worker-llm', 'worker-embed-py'])
  })

  it('has the page in the build of the console', () => {
    expect(text).toContain('src/*/dist /built')
    const pattern = /'page\/\*\.\{([a-z,]+)\}'/.exec(readFileSync(join(root, 'scripts/build.ts'), 'utf8'))?.[1]?.split(',') ?? []
    const kinds = new Set(globSync('src/console/page/*', { cwd: root }).filter((file) => !file.endsWith('.test.ts')).map((file) => extname(file).slice(1)))
    expect([...kinds].toSorted()).toEqual(pattern.toSorted())
  })

  it.each(images)('%s runs as a user without a name and a shell', (_, instructions) => {
    expect(instructions).toMatch(/^USER 65532:65532$/m)
    expect(instructions).toMatch(/^ENTRYPOINT \["(?:node|python3)"/m)
    expect(instructions).not.toMatch(/^(?:RUN|CMD|SHELL) /m)
  })

  it('bounds the memory of gateway and operator as they are measured', () => {
    for (const flag of GATEWAY_NODE_FLAGS) expect(stages().get('gateway')).toContain(`"${flag}"`)
    for (const flag of OPERATOR_NODE_FLAGS) expect(stages().get('operator')).toContain(`"${flag}"`)
    for (const [name, value] of Object.entries(OPERATOR_MALLOC)) expect(stages().get('operator')).toContain(`${name}=${value}`)
  })
})
