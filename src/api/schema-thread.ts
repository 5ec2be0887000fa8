/** The worker thread of `compileSchema`: compiles one text, posts the outcome, ends. */
import { parentPort, workerData } from 'node:worker_threads'
import type { CompiledSchema } from './compiled-schema.ts'
import { compileText } from './schema-compiler.ts'
import type { CompileTextInit } from './schema-compiler.ts'

/** What the thread says, in this order: `started` once it is loaded, then one of the others. */
export type SchemaThreadMessage =
  | { readonly kind: 'started' }
  | { readonly kind: 'compiled', readonly schema: CompiledSchema }
  | { readonly kind: 'refused', readonly message: string }

function say (message: SchemaThreadMessage): void {
  parentPort?.postMessage(message)
}

say({ kind: 'started' })
try {
  say({ kind: 'compiled', schema: compileText(workerData as CompileTextInit) })
} catch (error) {
  say({ kind: 'refused', message: (error as Error).message })
}
