/** Which images of the store are worth keeping: every step of a Dockerfile leaves one, and each change of the sources leaves new ones. */
import { mkdir, readFile, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildah, imageFolder } from './image-store.ts'
import { cacheFolder } from './ledger.ts'

/** Builds of a tag whose steps are kept. */
const KEPT_BUILDS = 3
/** Fewer images that nothing needs are left for another time: to remove them takes seconds. */
const MIN_PRUNED = 40
/** What is younger may belong to a build that goes on. */
const MIN_AGE_MS = 3_600_000
/** Characters by which buildah's log names an image. */
const ID_CHARACTERS = 11
/** An image goes when those made of it are gone: a Dockerfile's steps, and some. */
const MAX_PASSES = 30

/** Remembers which images a build has used and made. */
export async function noteBuild (tag: string, log: string): Promise<void> {
  const ids = [...log.matchAll(/^(?:--> (?:Using cache )?)?([0-9a-f]{11,64})$/gm)].map(([, id]) => (id as string).slice(0, ID_CHARACTERS))
  const folder = join(cacheFolder(), 'builds')
  const file = join(folder, `${tag.replaceAll(/[^a-z0-9.-]+/g, '_')}.json`)
  const builds = await readFile(file, 'utf8').then((text) => JSON.parse(text) as string[][], () => [])
  if (builds[0]?.join() === ids.join()) return
  await mkdir(folder, { recursive: true })
  await writeFile(`${file}.${process.pid}`, JSON.stringify([ids, ...builds].slice(0, KEPT_BUILDS)))
  await rename(`${file}.${process.pid}`, file)
}

/** Removes images that have no name and belong to none of the last builds. @returns how many */
export async function pruneImages (atLeast = MIN_PRUNED): Promise<number> {
  let stale = await staleImages(await keptIds())
  const before = stale.length
  if (before < atLeast) return 0
  for (let pass = 0; pass < MAX_PASSES && stale.length > 0; pass++) {
    await buildah(['rmi', ...stale]).catch(() => {}) // those that others are made of stay until these are gone
    const left = await staleImages(await keptIds())
    if (left.length === stale.length) break
    stale = left
  }
  return before - stale.length
}

async function keptIds (): Promise<Set<string>> {
  const folder = join(cacheFolder(), 'builds')
  const files = await readdir(folder).catch(() => [])
  const builds = await Promise.all(files.filter((name) => name.endsWith('.json')).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as string[][]))
  return new Set(builds.flat(2))
}

async function staleImages (kept: ReadonlySet<string>): Promise<string[]> {
  const images = JSON.parse(await buildah(['images', '--all', '--json', '--no-trunc'])) as Array<{ id: string, names: string[] | null }> | null
  const unnamed = (images ?? []).filter(({ names }) => names === null || names.length === 0).map(({ id }) => id.replace('sha256:', ''))
  const ages = await Promise.all(unnamed.map(async (id) => await stat(join(imageFolder(), id)).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0)))
  return unnamed.filter((id, index) => !kept.has(id.slice(0, ID_CHARACTERS)) && (ages[index] ?? 0) > MIN_AGE_MS)
}
