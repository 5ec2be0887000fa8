/** Images without a registry or a container engine: buildah in a store of its own, outside the tree. Nothing runs when nothing has changed. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { builtBefore, noteBuild } from './image-cache.ts'
import { buildah } from './image-store.ts'
import { cacheFolder } from './ledger.ts'

/** An image as an archive that `ctr images import`, `docker load` and `kind load image-archive` take. */
export interface ImageArchive { readonly tag: string, readonly path: string }

/** One build. */
export interface ImageBuild {
  readonly tag: string
  /** A folder with what the Dockerfile copies. */
  readonly context: string
  readonly dockerfile: string
  readonly target?: string
  readonly args?: Readonly<Record<string, string>>
  /** Paths in the context that the Dockerfile copies. @default all of it */
  readonly sources?: readonly string[]
  /** Ids of the images that it begins with. */
  readonly parents?: readonly string[]
  /** Whether npm and pip fetch packages in it: they get this machine's authorities, in whose place a private one may stand, and a cache. @default false */
  readonly fetches?: boolean
}

/** Builds an image, unless the store has one of the same content; layers whose inputs have not changed are taken from the store too. */
export async function buildImage (build: ImageBuild): Promise<void> {
  const content = await contentOf(build)
  const before = await builtBefore(build.tag, content)
  if (before !== undefined) return await tagImage(before, build.tag)
  const npmCache = join(cacheFolder(), 'npm')
  await mkdir(npmCache, { recursive: true })
  const volumes = build.fetches === true ? ['--volume', '/etc/ssl/certs:/etc/ssl/certs:ro', '--volume', `${npmCache}:/root/.npm:rw`] : []
  const args = Object.entries(build.args ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  const log = await buildah(['bud', '--layers', '--timestamp', '0', '--network', 'host', '--isolation', 'chroot', '--pull=never', '--format', 'docker',
    ...volumes, ...args, ...(build.target === undefined ? [] : ['--target', build.target]), '--tag', build.tag, '--file', build.dockerfile, build.context])
  await noteBuild(build.tag, { content, image: await imageId(build.tag) ?? '', log })
}

/** A hash of all that goes into an image, which takes a moment; to find out from buildah that nothing has changed takes half a minute on a busy machine. */
async function contentOf ({ context, dockerfile, target, args, sources = ['.'], parents = [] }: ImageBuild): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([target, args, parents])).update(await readFile(dockerfile))
  for (const source of sources) {
    for (const path of await filesUnder(join(context, source))) hash.update(`\n${relative(context, path)}\n`).update(await readFile(path))
  }
  return hash.digest('hex')
}

/** Sorted, without what `.dockerignore` leaves out of every folder. */
async function filesUnder (path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path]
  const entries = await readdir(path, { withFileTypes: true })
  const kept = entries.filter(({ name }) => !IGNORED.test(name)).toSorted((one, other) => one.name < other.name ? -1 : 1)
  return (await Promise.all(kept.map(async ({ name }) => await filesUnder(join(path, name))))).flat()
}

const IGNORED = /^node_modules$|^dist$|\.tsbuildinfo$|\.test\.ts$|^__pycache__$/

/** The id of an image in the store, or undefined. It is a hash of the image's content. */
export async function imageId (tag: string): Promise<string | undefined> {
  const found = await buildah(['images', '--quiet', '--no-trunc', '--filter', `reference=${tag}`]).catch(() => '')
  return found.trim().split('\n')[0]?.replace('sha256:', '') || undefined
}

/** Gives an image a further name. */
export async function tagImage (from: string, to: string): Promise<void> {
  await buildah(['tag', from, to])
}

/** An image of the store as an archive; written once for each content; content of the same tag that is an hour old is removed. @throws when there is no such image */
export async function archiveImage (tag: string): Promise<ImageArchive> {
  const id = await imageId(tag)
  if (id === undefined) throw new Error(`${tag} has not been built`)
  const folder = join(cacheFolder(), 'archives')
  const name = tag.replaceAll(/[^a-z0-9.-]+/g, '_')
  const path = join(folder, `${name}@${id.slice(0, 16)}.tar`)
  await mkdir(folder, { recursive: true })
  const present = await readdir(folder)
  if (!present.includes(`${name}@${id.slice(0, 16)}.tar`)) {
    await buildah(['push', tag, `docker-archive:${path}.new:${tag}`])
    await rename(`${path}.new`, path)
  }
  for (const old of present.filter((file) => file.startsWith(`${name}@`)).map((file) => join(folder, file))) {
    if (old !== path && await ageMs(old) > MAX_ARCHIVE_AGE_MS) await rm(old, { force: true })
  }
  return { tag, path }
}

async function ageMs (path: string): Promise<number> {
  return await stat(path).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0) // removed by another run
}

/** Until then an archive of other content may be another run's. */
const MAX_ARCHIVE_AGE_MS = 3_600_000
