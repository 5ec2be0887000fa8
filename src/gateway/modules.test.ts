import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildParts, lifeOf, loadModules } from './modules.ts'
import type { GatewayContext } from './context.ts'

let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'subnetes-modules-')) })
afterAll(async () => { await rm(folder, { recursive: true, force: true }) })

async function write (name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return `./${name}`
}

test('loads the export "protocols" as a list and the default export as one factory', async () => {
  const list = await write('list.mjs', 'export const protocols = [() => ({ start () {}, stop () {} }), () => ({ start () {}, stop () {} })]')
  const one = await write('one.mjs', 'export default () => ({ start () {}, stop () {} })')
  const modules = await loadModules([list, join(folder, 'one.mjs'), one], folder)
  expect(modules.map(({ factories }) => factories.length)).toEqual([2, 1, 1])
  const [part] = await buildParts(modules[0] as never, {} as GatewayContext)
  expect(lifeOf(part as never)).toBe(part)
})

test('takes what exists as a file for a path, also without ./', async () => {
  await write('plain.mjs', 'export const protocols = [() => ({ start () {}, stop () {} })]')
  const [module] = await loadModules(['plain.mjs'], folder)
  expect(module?.factories).toHaveLength(1)
})

test.each([
  ['missing.mjs', undefined, 'gateway module "./missing.mjs" (of SUBNETES_GATEWAY_MODULES): it cannot be loaded: Cannot find module'],
  ['throws.mjs', 'throw new Error("boom at load")', 'gateway module "./throws.mjs" (of SUBNETES_GATEWAY_MODULES): it cannot be loaded: boom at load'],
  ['nothing.mjs', 'export const other = 1', 'gateway module "./nothing.mjs" (of SUBNETES_GATEWAY_MODULES): its export "protocols" (or its default export) is no function']
])('names the module %s that cannot be used', async (name, text, words) => {
  const spec = text === undefined ? `./${name}` : await write(name, text)
  await expect(loadModules([spec], folder)).rejects.toThrow(words)
})

test('names a package that is not installed', async () => {
  await expect(loadModules(['@subnetes/never-published'], folder)).rejects.toThrow(/gateway module "@subnetes\/never-published" .*there is no file .*never-published either/)
})

test('names the module whose factory gives nothing usable', async () => {
  const spec = await write('useless.mjs', 'export const protocols = [() => 42]')
  const [module] = await loadModules([spec], folder)
  await expect(buildParts(module as never, {} as GatewayContext)).rejects.toThrow('a factory gave neither a ServicerBase, nor { servicer }, nor a component with start and stop')
})
