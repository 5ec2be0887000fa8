/** Images that stand in for those of registries, made of Debian packages, the npm package `node` and programs of the tests' own. Each is made once for what goes into it. */
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram } from '../../cluster/harness/binaries.ts'
import { buildImage, imageId, tagImage } from './buildah.ts'
import { cacheFolder } from './ledger.ts'
import { run } from './run.ts'

const IMAGES = fileURLToPath(new URL('../images', import.meta.url))
const NODE = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url))

/** Names under which the images are found. Those of registries are what our Dockerfile and chart name. */
export const BaseImages = {
  node: 'docker.io/library/node:24-bookworm-slim',
  python: 'docker.io/library/python:3.11-slim-bookworm',
  redis: 'docker.io/library/redis:7.4-bookworm',
  pause: 'localhost/subnetes-e2e/pause:1',
  coredns: 'localhost/subnetes-e2e/coredns:1'
} as const

type Name = keyof typeof BaseImages | 'debian'

/** Makes sure of an image. @returns its tag */
export async function baseImage (name: keyof typeof BaseImages): Promise<string> {
  const tag = BaseImages[name]
  await tagImage(await ensure(name), tag)
  return tag
}

/** How the folder of a build is filled, and what beside its Dockerfile its content comes from. */
interface Recipe {
  readonly source: () => Promise<string>
  readonly fill: (folder: string) => Promise<void>
}

const RECIPES: Readonly<Record<Name, Recipe>> = {
  debian: { source: async () => `bookworm ${process.arch}`, fill: debianRoot },
  node: {
    source: async () => `${(await run([NODE, '--version'])).trim()} npm ${(await run(['npm', '--version'])).trim()}`,
    fill: async (folder) => {
      await cp(NODE, join(folder, 'node'))
      await cp(await npmFolder(), join(folder, 'npm'), { recursive: true })
    }
  },
  python: fromPackages(),
  redis: fromPackages(),
  pause: fromPackages(),
  coredns: {
    source: async () => await findProgram('coredns'),
    fill: async (folder) => { await cp(await findProgram('coredns'), join(folder, 'coredns')) }
  }
}

/** All that goes in beside the Dockerfile comes by apt-get. */
function fromPackages (): Recipe {
  return { source: async () => '', fill: async () => {} }
}

/** Builds what is not there yet for the present content. @returns the tag of that content */
async function ensure (name: Name): Promise<string> {
  const recipe = RECIPES[name]
  const dockerfile = join(IMAGES, name, 'Dockerfile')
  const text = await readFile(dockerfile, 'utf8')
  const parent = text.includes('ARG DEBIAN') ? await ensure('debian') : ''
  const hash = createHash('sha256').update([text, parent, await recipe.source()].join('\n')).digest('hex').slice(0, 16)
  const tag = `localhost/subnetes-e2e/${name}:${hash}`
  if (await imageId(tag) !== undefined) return tag
  await mkdir(cacheFolder(), { recursive: true })
  const context = await mkdtemp(join(cacheFolder(), 'context-'))
  try {
    await recipe.fill(context)
    await buildImage({ tag, context, dockerfile, args: parent === '' ? {} : { DEBIAN: parent } })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
  return tag
}

/** A minimal Debian as a tar. What the slim images of registries leave out stays out. */
async function debianRoot (folder: string): Promise<void> {
  const root = join(folder, 'root')
  console.log('e2e: making a minimal Debian with debootstrap, once')
  await run(['nice', '-n', '5', 'unshare', '--mount', '--propagation', 'private', 'debootstrap', '--variant=minbase', 'bookworm', root])
  const left = ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info', 'var/cache/apt', 'var/lib/apt/lists', 'var/log']
  await run(['tar', '--create', '--numeric-owner', '--directory', root, ...left.map((path) => `--exclude=./${path}/*`), '--file', join(folder, 'rootfs.tar'), '.'])
  await rm(root, { recursive: true, force: true })
}

/** The npm that runs these tests, whole. */
async function npmFolder (): Promise<string> {
  const command = (await run(['sh', '-c', 'command -v npm'])).trim()
  return dirname(dirname(await realpath(command)))
}
