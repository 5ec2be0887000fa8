/** Which images of the store are worth keeping: every step of a Dockerfile leaves one, and each change of the sources leaves new ones. */
import { access, mkdir, readFile, readdir, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
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

/** One build. */
interface NotedBuild {
  /** Of all that went into it. */
  readonly content: string
  /** What it made. */
  readonly image: string
  /** Beginnings of the ids of the images that it used and made, steps included. */
  readonly ids: readonly string[]
}

/** Remembers what a build has used and made; `log` is buildah's. */
export async function noteBuild (tag: string, build: { content: string, image: string, log: string }): Promise<void> {
  const ids = [build.image, ...[...build.log.matchAll(/^--> (?:Using cache )?([0-9a-f]{11,64})$/gm)].map(([, id]) => id as string)].map((id) => id.slice(0, ID_CHARACTERS))
  const others = (await buildsOf(tag)).filter(({ content }) => content !== build.content)
  const file = fileOf(tag)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.${process.pid}`, JSON.stringify([{ content: build.content, image: build.image, ids: [...new Set(ids)] }, ...others].slice(0, KEPT_BUILDS)))
  await rename(`${file}.${process.pid}`, file)
}

/** What an earlier build of the same content has made, when it is still there. */
export async function builtBefore (tag: string, content: string): Promise<string | undefined> {
  const image = (await buildsOf(tag)).find((build) => build.content === content)?.image
  if (image === undefined) return undefined
  return await access(join(imageFolder(), image)).then(() => image, () => undefined)
}

async function buildsOf (tag: string): Promise<NotedBuild[]> {
  return await readFile(fileOf(tag), 'utf8').then((text) => JSON.parse(text) as NotedBuild[], () => [])
}

function fileOf (tag: string): string {
  return join(cacheFolder(), 'builds', `${tag.replaceAll(/[^a-z0-9.-]+/g, '_')}.json`)
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
  const builds = await Promise.all(files.filter((name) => name.endsWith('.json')).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as NotedBuild[]))
  return new Set(builds.flat().flatMap(({ ids }) => ids))
}

async function staleImages (kept: ReadonlySet<string>): Promise<string[]> {
  const images = JSON.parse(await buildah(['images', '--all', '--json', '--no-trunc'])) as Array<{ id: string, names: string[] | null }> | null
  const unnamed = (images ?? []).filter(({ names }) => names === null || names.length === 0).map(({ id }) => id.replace('sha256:', ''))
  const ages = await Promise.all(unnamed.map(async (id) => await stat(join(imageFolder(), id)).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0)))
  return unnamed.filter((id, index) => !kept.has(id.slice(0, ID_CHARACTERS)) && (ages[index] ?? 0) > MIN_AGE_MS)
}
