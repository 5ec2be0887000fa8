/** Looks at a model file before the engine does, so that what is wrong with it is said in one clear sentence. */
import { open } from 'node:fs/promises'
import { SubnetesError } from '@subnetes/worker'

/** First bytes of every GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
const MAGIC = 'GGUF'
/** What helps, whatever is wrong. */
export const MODEL_ADVICE = 'set LLM_MODEL to the path of a GGUF file, or unset it for the model that ships with this worker'

/**
 * Makes sure that the path names a readable GGUF file.
 *
 * @throws {SubnetesError} `not_found` when there is no file, `failed_precondition` when it cannot be read or is no GGUF file; both name the path
 */
export async function checkModelFile (path: string): Promise<void> {
  const found = await readStart(path)
  if (found === MAGIC) return
  const what = found === '' ? 'it is empty' : `it starts with ${JSON.stringify(found)} instead of "${MAGIC}"`
  throw new SubnetesError('failed_precondition', `model file ${path} is no GGUF file: ${what}; ${MODEL_ADVICE}`)
}

async function readStart (path: string): Promise<string> {
  try {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(MAGIC.length) })
    return buffer.toString('latin1', 0, bytesRead)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new SubnetesError('not_found', `model file ${path} does not exist; ${MODEL_ADVICE}`, { cause: error })
    throw new SubnetesError('failed_precondition', `model file ${path} cannot be read (${code ?? String(error)}); ${MODEL_ADVICE}`, { cause: error })
  }
}
