/** The store of images, outside the tree, and buildah on it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from './ledger.ts'
import { run } from './run.ts'

const BUILD_TIMEOUT_MS = 900_000

/** Where the store keeps a folder for each image. */
export function imageFolder (): string {
  return join(cacheFolder(), 'buildah/root/overlay-images')
}

/** In mounts of its own: the store mounts itself, and would leave that. @returns what it wrote */
export async function buildah (args: readonly string[]): Promise<string> {
  const store = join(cacheFolder(), 'buildah')
  await mkdir(store, { recursive: true })
  const storage = ['--root', join(store, 'root'), '--runroot', join(store, 'run'), '--storage-driver', 'overlay']
  return await run(['nice', '-n', '5', 'unshare', '--mount', '--propagation', 'private', 'buildah', ...storage, ...args], { env: { BUILDAH_ISOLATION: 'chroot' }, timeoutMs: BUILD_TIMEOUT_MS })
}
