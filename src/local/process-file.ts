/** Where the programs are that the twin starts. They are spawned by path and never imported. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GATEWAY_NODE_FLAGS } from '@subnetes/common'

/** Processes of ours that the twin starts. */
export type OwnProcess = 'gateway' | 'worker' | 'console'

/** The export condition under which our packages resolve to their TypeScript sources. */
export const SOURCE_CONDITION = '@subnetes/source'

/** True in a checkout, where Node runs the `.ts` files as they are; false from `dist`. */
export function runsFromSource (): boolean {
  return import.meta.url.endsWith('.ts')
}

/** The command line of one of our processes, from source where the twin itself runs from source and from `dist` otherwise. */
export function ownCommand (name: OwnProcess): readonly string[] {
  const flags = name === 'gateway' ? GATEWAY_NODE_FLAGS : []
  if (runsFromSource()) return [process.execPath, ...flags, `--conditions=${SOURCE_CONDITION}`, fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url))]
  return [process.execPath, ...flags, fileURLToPath(new URL('./main.js', import.meta.resolve(`@subnetes/${name}`)))]
}

/** Full path of a program on the PATH, or undefined. */
export function findProgram (name: string, path: string | undefined): string | undefined {
  return (path ?? '').split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, name)).find((file) => existsSync(file))
}
