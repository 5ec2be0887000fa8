/** The project's own images, of its own Dockerfile. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseImage } from './base-images.ts'
import { archiveImage, buildImage, imageId } from './buildah.ts'
import type { ImageArchive } from './buildah.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }

/** What its Dockerfile copies. */
const SOURCES = ['.npmrc', 'deploy/image', 'operator', 'package.json', 'package-lock.json', 'proto', 'scripts', 'src', 'tsconfig.base.json', 'tsconfig.build.json', 'tsconfig.json', 'workers']

/** What the sample of a written protocol calls its images, without `-gateway` and `-worker`. */
export const MINER_REPOSITORY = 'ghcr.io/acme/miner'

/** Targets of the Dockerfile. */
export type Target = 'gateway' | 'operator' | 'runner' | 'console' | 'cli' | 'worker-llm' | 'worker-embed-py'

/** The name that chart and samples give the image of a target. */
export function projectTag (target: Target): string {
  return `ghcr.io/subnetes/${target}:${version}`
}

/** Builds the images of some targets, under the names that chart and samples give them. What has not changed is not built again. */
export async function projectImages (targets: readonly Target[]): Promise<ImageArchive[]> {
  if (targets.length === 0) return []
  const bases = ['node', ...targets.includes('worker-embed-py') ? ['python' as const] : []] as const
  const parents = await idsOf(await Promise.all(bases.map(baseImage)))
  const archives: ImageArchive[] = []
  for (const target of targets) {
    const tag = projectTag(target)
    await buildImage({ tag, target, context: ROOT, dockerfile: join(ROOT, 'Dockerfile'), sources: SOURCES, parents, fetches: true })
    archives.push(await archiveImage(tag))
  }
  return archives
}

/** Images of the sample of a written protocol, under the names that its manifest and its Dockerfile give them. Those of gateway and runner must be there. */
export async function minerImages (): Promise<ImageArchive[]> {
  const context = join(ROOT, 'deploy/samples/miner')
  const parents = await idsOf([projectTag('gateway'), projectTag('runner')])
  return await Promise.all((['gateway', 'worker'] as const).map(async (target) => {
    const tag = `${MINER_REPOSITORY}-${target}:0.1.0`
    await buildImage({ tag, target, context, dockerfile: join(context, 'Dockerfile'), parents })
    return await archiveImage(tag)
  }))
}

async function idsOf (tags: readonly string[]): Promise<string[]> {
  return await Promise.all(tags.map(async (tag) => await imageId(tag) ?? ''))
}
