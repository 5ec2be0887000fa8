/**
 * What each package declares against what its sources import. From sources everything resolves, declared or not; a build of `dist`
 * (and so every image) needs both the dependency and the project reference.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] }
const folders = globSync(workspaces.map((pattern) => `${pattern}/package.json`), { cwd: root }).map((file) => file.slice(0, -'/package.json'.length)).toSorted()

interface Manifest { name: string, dependencies?: Record<string, string> }

function manifestOf (folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
}

const names = new Map(folders.map((folder) => [manifestOf(folder).name, folder]))

/** Packages of ours that the sources of a folder import, with the first file that does. */
function importsOf (folder: string): Map<string, string> {
  const files = globSync(`${folder}/**/*.ts`, { cwd: root, exclude: (path) => /(?:^|\/)(?:dist|node_modules)$/.test(path) }).filter((file) => !file.endsWith('.test.ts')).toSorted()
  const imported = new Map<string, string>()
  for (const file of files) {
    for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
      if (name !== manifestOf(folder).name && !imported.has(name)) imported.set(name, file)
    }
  }
  return imported
}

const IMPORT = /^(?:(?:import|export) .*|\} )from '(@subnetes\/[a-z]+)/gm

/** `subnetes up` starts their programs, and imports none of them (`src/local/process-file.ts`). */
const STARTED: Record<string, string[]> = { 'src/local': ['@subnetes/console', '@subnetes/gateway', '@subnetes/worker'] }

describe.each(folders)('%s', (folder) => {
  const imported = importsOf(folder)

  it('has a project reference to each package that it imports', () => {
    const { references = [] } = JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8')) as { references?: { path: string }[] }
    const referenced = references.map(({ path }) => join(folder, path))
    expect([...imported].filter(([name]) => !referenced.includes(names.get(name) ?? name))).toEqual([])
    expect(referenced.filter((path) => ![...imported.keys()].some((name) => names.get(name) === path))).toEqual([])
  })

  it('declares these packages, and no others', () => {
    const declared = Object.keys(manifestOf(folder).dependencies ?? {}).filter((name) => names.has(name))
    expect(declared.toSorted()).toEqual([...imported.keys(), ...STARTED[folder] ?? []].toSorted())
  })
})

it('sees the imports', () => {
  expect(folders.length).toBeGreaterThan(10)
  expect([...importsOf('src/gateway').keys()]).toEqual(expect.arrayContaining(['@subnetes/rpc', '@subnetes/dispatch']))
})
