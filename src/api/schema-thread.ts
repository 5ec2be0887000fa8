/** The worker thread of `compileSchema`: compiles a text, posts the outcome, waits for the next. */
import { parentPort } from 'node:worker_threads'
import type { CompiledSchema } from './compiled-schema.ts'
import { compileText } from './schema-compiler.ts'
import type { CompileTextInit } from './schema-compiler.ts'

/** What the thread says to each text, in this order: `started` once it is loaded and has it, then one of the others. */
export type SchemaThreadMessage =
  | { readonly kind: 'started' }
  | { readonly kind: 'compiled', readonly schema: CompiledSchema }
  | { readonly kind: 'refused', readonly message: string }

function say (message: SchemaThreadMessage): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (init: CompileTextInit) => {
  say({ kind: 'started' })
  try {
    say({ kind: 'compiled', schema: compileText(init) })
  } catch (error) {
    say({ kind: 'refused', message: (error as Error).message })
  }
})
