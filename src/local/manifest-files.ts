/** The files behind `-f FILE|DIR`: reading them, and noticing when they change. */
import { statSync, watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { readFile, readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { MAX_MANIFEST_BYTES } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'

/** Names taken from a directory; its sub-directories are left alone, as `kubectl apply -f DIR` does. */
const MANIFEST_NAME = /^[^.].*\.(?:ya?ml|json)$/
/** Editors write a file in several steps; the last one counts. */
const DEBOUNCE_MS = 100
/** Notifications get lost (network file systems, replaced directories); a look at the files each second does not. */
const POLL_MS = 1_000

/** A file as read. */
export interface ManifestFile { readonly file: string, readonly text: string }

/** A file or folder that could not be read: why, and what to do about it where nothing is known of it yet. */
export interface UnreadManifest { readonly file: string, readonly problem: string, readonly wayOut: string }

/** Reads FILE, or every `*.yaml`, `*.yml` and `*.json` right in DIR, sorted by name. What cannot be read (too large, or not there) keeps nothing else from being read. */
export async function readManifestFiles (paths: readonly string[]): Promise<ReadonlyArray<ManifestFile | UnreadManifest>> {
  const found = await Promise.all(paths.map(async (path) => await listFiles(path).catch((error: unknown) => [unread(resolve(path), error)])))
  const files = [...new Set(found.flat())]
  return await Promise.all(files.map(async (file) => typeof file === 'string' ? await readManifest(file) : file))
}

async function readManifest (file: string): Promise<ManifestFile | UnreadManifest> {
  try {
    const text = await readBounded(file, MAX_MANIFEST_BYTES)
    // Who writes a file in place empties it first: that must not end what it is about to say again.
    return text.trim() === '' ? { file, problem: `${file} is empty`, wayOut: 'write a Protocol into it' } : { file, text }
  } catch (error) {
    return unread(file, error)
  }
}

function unread (file: string, error: unknown): UnreadManifest {
  const { message, details } = SubnetesError.from(error)
  return { file, problem: message, wayOut: typeof details['wayOut'] === 'string' ? details['wayOut'] : 'make it readable' }
}

async function listFiles (path: string): Promise<string[]> {
  const full = resolve(path)
  const found = await stat(full).catch(() => undefined)
  if (found === undefined) {
    throw new SubnetesError('invalid_argument', `manifest ${path} does not exist`, { details: { wayOut: 'give a file or a directory that holds *.yaml, *.yml or *.json' } })
  }
  if (!found.isDirectory()) return [full]
  return (await readdir(full)).filter((name) => MANIFEST_NAME.test(name)).sort().map((name) => join(full, name))
}

/** Text of a file. @throws {SubnetesError} `invalid_argument` when it cannot be read or has more than `maxBytes` */
export async function readBounded (file: string, maxBytes: number): Promise<string> {
  const found = await stat(file).catch((cause: unknown) => { throw new SubnetesError('invalid_argument', (cause as Error).message, { cause }) })
  if (found.size > maxBytes) throw new SubnetesError('invalid_argument', `${file} has ${found.size} bytes; allowed are ${maxBytes}`, { details: { wayOut: 'make it smaller' } })
  return await readFile(file, 'utf8')
}

/** A running watch. */
export interface FileWatch {
  /** Other files to look at: the `.proto` files that manifests name. */
  also: (files: readonly string[]) => void
  close: () => void
}

/** Calls `onChange` some moments after the files behind `paths` may have changed. It may be called when nothing has. */
export function watchManifestFiles (paths: readonly string[], onChange: () => void): FileWatch {
  return new ManifestWatch(paths.map((path) => resolve(path)), onChange)
}

class ManifestWatch implements FileWatch {
  readonly #paths: readonly string[]
  readonly #onChange: () => void
  readonly #watchers: FSWatcher[] = []
  readonly #poll: NodeJS.Timeout
  #also: readonly string[] = []
  #seen: string | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor (paths: readonly string[], onChange: () => void) {
    this.#paths = paths
    this.#onChange = onChange
    for (const path of paths) this.#watch(path)
    this.#poll = setInterval(() => { this.#look().catch(() => { /* a file vanished between list and stat: the next look sees it */ }) }, POLL_MS)
  }

  also (files: readonly string[]): void {
    this.#also = files
    this.#seen = undefined
  }

  close (): void {
    this.#closed = true
    clearInterval(this.#poll)
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers) watcher.close()
  }

  #watch (path: string): void {
    try {
      const watcher = watch(watchedFolder(path), { persistent: false }, () => this.#soon())
      watcher.on('error', () => watcher.close()) // the poll goes on
      this.#watchers.push(watcher)
    } catch {
      // not watchable: the poll sees changes in any case
    }
  }

  #soon (): void {
    if (this.#closed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#onChange(), DEBOUNCE_MS)
  }

  async #look (): Promise<void> {
    const files = (await Promise.all(this.#paths.map(async (path) => await listFiles(path).catch(() => [])))).flat()
    const marks = await Promise.all([...files, ...this.#also].map(async (file) => {
      const found = await stat(file).catch(() => undefined)
      return `${file}:${found?.mtimeMs ?? 0}:${found?.size ?? 0}:${found?.ino ?? 0}`
    }))
    const now = marks.join('\n')
    if (this.#seen !== undefined && this.#seen !== now) this.#soon()
    this.#seen = now
  }
}

/** A single file is watched through its directory: editors replace files, and a watch would stay with the old one. */
function watchedFolder (path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path)
}
