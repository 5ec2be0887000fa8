/** The project's own images, of its own Dockerfile. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseImage } from './base-images.ts'
import { archiveImage, buildImage } from './buildah.ts'
import type { ImageArchive } from './buildah.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Targets of the Dockerfile. */
export type Target = 'gateway' | 'operator' | 'runner' | 'cli' | 'worker-llm' | 'worker-embed-py'

/** Builds the images of some targets, under the names that chart and samples give them. What has not changed is not built again. */
export async function projectImages (targets: readonly Target[]): Promise<ImageArchive[]> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  await baseImage('node')
  if (targets.includes('worker-embed-py')) await baseImage('python')
  const archives: ImageArchive[] = []
  for (const target of targets) {
    const tag = `ghcr.io/subnetes/${target}:${version}`
    await buildImage({ tag, target, context: ROOT, dockerfile: join(ROOT, 'Dockerfile'), fetches: true })
    archives.push(await archiveImage(tag))
  }
  return archives
}
