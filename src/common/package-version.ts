/** The version of the package that a file belongs to. */
import { existsSync, readFileSync } from 'node:fs'

/**
 * Version in the package.json of a package's file: beside the file in a checkout, a folder up in a build.
 *
 * @param file the caller's `import.meta.url`, of a file in the package's own folder
 * @returns `unknown` where there is no such package.json: an image without it still serves
 */
export function packageVersion (file: string): string {
  const manifest = ['./package.json', '../package.json'].map((path) => new URL(path, file)).find((url) => existsSync(url))
  return manifest === undefined ? 'unknown' : (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
