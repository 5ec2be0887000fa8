/** Images without a registry or a container engine: buildah in a store of its own, outside the tree. Nothing runs when nothing has changed. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { noteBuild } from './image-cache.ts'
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
  /** Whether npm and pip fetch packages in it: they get this machine's authorities, in whose place a private one may stand, and a cache. @default false */
  readonly fetches?: boolean
}

/** Builds an image; layers whose inputs have not changed are taken from the store. */
export async function buildImage (build: ImageBuild): Promise<void> {
  const npmCache = join(cacheFolder(), 'npm')
  await mkdir(npmCache, { recursive: true })
  const volumes = build.fetches === true ? ['--volume', '/etc/ssl/certs:/etc/ssl/certs:ro', '--volume', `${npmCache}:/root/.npm:rw`] : []
  const args = Object.entries(build.args ?? {}).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`])
  const log = await buildah(['bud', '--layers', '--timestamp', '0', '--network', 'host', '--isolation', 'chroot', '--pull=never', '--format', 'docker',
    ...volumes, ...args, ...(build.target === undefined ? [] : ['--target', build.target]), '--tag', build.tag, '--file', build.dockerfile, build.context])
  await noteBuild(build.tag, log)
}

/** The id of an image in the store, or undefined. It is a hash of the image's content. */
export async function imageId (tag: string): Promise<string | undefined> {
  const found = await buildah(['images', '--quiet', '--no-trunc', '--filter', `reference=${tag}`]).catch(() => '')
  return found.trim().split('\n')[0]?.replace('sha256:', '') || undefined
}

/** Gives an image a further name. */
export async function tagImage (from: string, to: string): Promise<void> {
  await buildah(['tag', from, to])
}

/** An image of the store as an archive; written once for each content, and older content of the same tag is removed. @throws when there is no such image */
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
  for (const old of present) if (old.startsWith(`${name}@`) && join(folder, old) !== path) await rm(join(folder, old), { force: true })
  return { tag, path }
}
