/** Compiles a protocol's schema without trusting its author: in a thread that is ended at a limit, the caller's thread never blocks. */
import { Worker } from 'node:worker_threads'
import { abortError, SubnetesError } from '@subnetes/common'
import type { CompiledSchema } from './compiled-schema.ts'
import type { CompileTextInit } from './schema-compiler.ts'
import type { SchemaThreadMessage } from './schema-thread.ts'
import { ThreadSlots } from './thread-slots.ts'

/** Longest schema text, in bytes: what the CRD allows in `spec.schema.proto`. */
export const MAX_SCHEMA_BYTES = 256 * 1024
/** How long a text may be compiled. 1 s: a message of 2,000 fields needs a third of it, and of 16,000 fields seventeen. */
export const DEFAULT_COMPILE_TIMEOUT_MS = 1000
/** Most fields of all messages of a text. The largest schemas of public gRPC services we know have some 1,500. */
export const DEFAULT_MAX_FIELDS = 2000
/** Threads at a time; more texts wait. Two: a directory of protocols is compiled without taking a machine's every core. */
export const MAX_COMPILE_THREADS = 2

/** How long a thread may take to load, which says nothing about the schema. */
const START_TIMEOUT_MS = 15_000
/** Heap of a thread. A schema within the limits needs a tenth. */
const MAX_HEAP_MIB = 256
/** A thread without work ends after so long. Loading one costs a hundred times what a usual schema does, so a thousand texts in a row share two; at rest none takes memory. */
const IDLE_MS = 5000

/** Options of {@link compileSchema}. */
export interface CompileSchemaInit {
  /** Name of the service, short or full; may be left out when the text has exactly one. */
  service?: string | undefined
  /** Named at the start of every error. @default 'schema' */
  what?: string | undefined
  signal?: AbortSignal | undefined
  /** @default {@link DEFAULT_COMPILE_TIMEOUT_MS} */
  timeoutMs?: number | undefined
  /** @default {@link DEFAULT_MAX_FIELDS} */
  maxFields?: number | undefined
}

interface CompileSchemaOptions { service: string | undefined, what: string, signal: AbortSignal | undefined, timeoutMs: number, maxFields: number }

const slots = new ThreadSlots(MAX_COMPILE_THREADS)

/** Threads that have compiled a text to its end and wait for another, each with the timer that ends it. */
const idle = new Map<Worker, NodeJS.Timeout>()

/**
 * Compiles `.proto` text in a worker thread.
 *
 * @throws {SubnetesError} `invalid_argument` naming the line of a syntax error, the method or service that may not be served, or the limit that was passed;
 * `cancelled` when the signal aborts; `unavailable` when no thread could be started
 */
export async function compileSchema (text: string, init: CompileSchemaInit = {}): Promise<CompiledSchema> {
  const options = resolveCompileSchemaOptions(init)
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_SCHEMA_BYTES) throw new SubnetesError('invalid_argument', `${options.what}: the text is ${bytes} bytes long; allowed are ${MAX_SCHEMA_BYTES}`)
  await slots.take(options.signal)
  try {
    if (options.signal?.aborted === true) throw abortError(options.signal) // while it had its turn
    return await runThread(text, options)
  } finally {
    slots.give()
  }
}

function resolveCompileSchemaOptions (init: CompileSchemaInit): CompileSchemaOptions {
  return {
    service: init.service,
    what: init.what ?? 'schema',
    signal: init.signal,
    timeoutMs: init.timeoutMs ?? DEFAULT_COMPILE_TIMEOUT_MS,
    maxFields: init.maxFields ?? DEFAULT_MAX_FIELDS
  }
}

async function runThread (text: string, options: CompileSchemaOptions): Promise<CompiledSchema> {
  const { signal, timeoutMs, what } = options
  const outcome = Promise.withResolvers<CompiledSchema>()
  const thread = takeIdle() ?? startThread()
  let isDone = false
  const onAbort = (): void => outcome.reject(abortError(signal as AbortSignal))
  let timer = setTimeout(() => outcome.reject(new SubnetesError('unavailable', `${what}: the thread that compiles it did not start within ${START_TIMEOUT_MS} ms`)), START_TIMEOUT_MS)
  const onMessage = (message: SchemaThreadMessage): void => {
    clearTimeout(timer)
    isDone = message.kind !== 'started'
    if (message.kind === 'compiled') outcome.resolve(message.schema)
    else if (message.kind === 'refused') outcome.reject(new SubnetesError('invalid_argument', `${what}: ${message.message}`))
    else timer = setTimeout(() => outcome.reject(tooSlow(options)), timeoutMs)
  }
  const onError = (error: unknown): void => outcome.reject(threadError(error, what))
  const onExit = (code: number): void => outcome.reject(new SubnetesError('unavailable', `${what}: the thread that compiles it ended with code ${code}`))
  signal?.addEventListener('abort', onAbort, { once: true })
  thread.on('message', onMessage).on('error', onError).on('exit', onExit)
  try {
    thread.postMessage({ text, service: options.service, maxFields: options.maxFields } satisfies CompileTextInit)
    return await outcome.promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
    thread.off('message', onMessage).off('error', onError).off('exit', onExit)
    // Whoever did not come to the end of a text may still be at it.
    if (isDone) keepIdle(thread)
    else await thread.terminate()
  }
}

function takeIdle (): Worker | undefined {
  const [thread, timer] = idle.entries().next().value ?? []
  if (thread === undefined) return undefined
  clearTimeout(timer)
  idle.delete(thread)
  thread.ref()
  return thread
}

/** An idle thread keeps no process alive. */
function keepIdle (thread: Worker): void {
  thread.unref()
  idle.set(thread, setTimeout(() => { idle.delete(thread); void thread.terminate() }, IDLE_MS).unref())
}

/** From source the thread is TypeScript too, and finds its packages by the private export condition. */
function startThread (): Worker {
  const fromSource = import.meta.url.endsWith('.ts')
  const file = new URL(fromSource ? './schema-thread.ts' : './schema-thread.js', import.meta.url)
  const thread = new Worker(file, {
    name: 'schema-compiler',
    execArgv: fromSource ? ['--conditions=@subnetes/source'] : [],
    env: {}, // a stranger's text is worked on here; no secret of ours is needed
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB }
  })
  thread.on('error', () => {}) // told to whoever waits for it; an idle one simply ends
  return thread.on('exit', () => {
    clearTimeout(idle.get(thread))
    idle.delete(thread)
  })
}

function tooSlow ({ what, timeoutMs, maxFields }: CompileSchemaOptions): SubnetesError {
  return new SubnetesError('invalid_argument',
    `${what}: compiling it took longer than the limit of ${timeoutMs} ms; a schema may have ${maxFields} fields, make it smaller or split it`, { details: { timeoutMs, maxFields } })
}

function threadError (error: unknown, what: string): SubnetesError {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return new SubnetesError('invalid_argument', `${what}: compiling it needs more than the limit of ${MAX_HEAP_MIB} MiB`, { cause: error })
  return new SubnetesError('unavailable', `${what}: the thread that compiles it failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
}
