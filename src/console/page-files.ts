/** The page: static files, read once. */
import { readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml'
}

/** A file as it is sent. */
export interface PageFile { readonly body: Buffer, readonly contentType: string }

/** The files by path: `/` is `index.html`. Nothing else of the disk can be asked for. */
export function loadPageFiles (folder = fileURLToPath(new URL('./page', import.meta.url))): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>()
  for (const name of readdirSync(folder)) {
    const contentType = TYPES[extname(name)]
    if (contentType === undefined || name.includes('.test.')) continue
    files.set(name === 'index.html' ? '/' : `/${name}`, { body: readFileSync(join(folder, name)), contentType })
  }
  return files
}
