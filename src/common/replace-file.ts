/** Replaces small files of state. */
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './folder.ts'

/**
 * Writes a file that only its owner may read, its folder included where that is missing. A crash of the process leaves the old file or the new one.
 *
 * @param init.isForced waits until the disk has it, so that the same holds for a crash of the machine
 */
export async function replaceFile (path: string, text: string, init: { readonly isForced: boolean }): Promise<void> {
  await makeFolder(dirname(path), 0o700)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await writeTo(temporary, text, init.isForced)
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
}

async function writeTo (path: string, text: string, isForced: boolean): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  await file.writeFile(text)
  if (isForced) await file.sync()
}
