/** Loads the engine's native library and a model, with errors that say what to do. */
import type * as NodeLlamaCpp from 'node-llama-cpp'
import type { Llama, LlamaModel } from 'node-llama-cpp'
import { SubnetesError } from '@subnetes/worker'
import type { GpuChoice, LlmConfig } from './config.ts'
import { checkModelFile, MODEL_ADVICE } from './model-file.ts'

/** Version of the engine and of its binaries (package.json). */
const ENGINE_VERSION = '3.22.1'
/** One failure makes a handful of log lines. */
const MAX_COMPLAINTS = 8
/** Installs the engine. */
const INSTALL = 'npm ci --prefix workers/llm'

/** A loaded model; disposing `llama` frees it too. */
export interface LoadedModel {
  readonly llama: Llama
  readonly model: LlamaModel
}

/**
 * Loads the model that the configuration names.
 *
 * @throws {SubnetesError} `failed_precondition` when the engine is not installed, has no binary for the backend, or cannot load the file; `not_found` when the file is missing
 */
export async function loadModel (config: LlmConfig): Promise<LoadedModel> {
  await checkModelFile(config.modelPath)
  const complaints: string[] = []
  const llama = await loadLlama(config, complaints)
  try {
    return { llama, model: await llama.loadModel({ modelPath: config.modelPath, gpuLayers: config.gpu === false ? 0 : 'auto' }) }
  } catch (error) {
    await llama.dispose()
    throw new SubnetesError('failed_precondition', `model file ${config.modelPath} cannot be loaded (${reason(error, complaints)}); it may be damaged or cut short: fetch it again, or ${MODEL_ADVICE}`, { cause: error })
  }
}

/** @param complaints collects what the library has to say against the binary or the model */
async function loadLlama (config: LlmConfig, complaints: string[]): Promise<Llama> {
  const { getLlama, LlamaLogLevel } = await importEngine()
  try {
    // `never` and `skipDownload`: fail at once instead of fetching sources and compiling them.
    return await getLlama({ gpu: config.gpu, build: 'never', skipDownload: true, maxThreads: config.threads, logLevel: LlamaLogLevel.error, logger: complain(complaints) })
  } catch (error) {
    throw new SubnetesError('failed_precondition', `the engine has no ${config.gpu === false ? 'CPU' : config.gpu} binary that runs on ${process.platform}-${process.arch} (${reason(error, complaints)}); ${binaryAdvice(config.gpu)}`, { cause: error })
  }
}

async function importEngine (): Promise<typeof NodeLlamaCpp> {
  try {
    return await import('node-llama-cpp')
  } catch (error) {
    throw new SubnetesError('failed_precondition', `the engine node-llama-cpp is not installed; run: ${INSTALL}`, { cause: error })
  }
}

/** Keeps the library's complaints while there are few, and prints those that come later: then the model runs, and an operator should see them. */
function complain (complaints: string[]): (level: unknown, message: string) => void {
  return (_level, message) => {
    if (complaints.length < MAX_COMPLAINTS) complaints.push(message.trim())
    else process.stderr.write(`llama.cpp: ${message.trimEnd()}\n`)
  }
}

/** llama.cpp explains in its log, and the error says only that it failed. The first complaint is the cause, those after it repeat it. */
function reason (error: unknown, complaints: readonly string[]): string {
  return complaints[0] ?? (error instanceof Error ? error.message : String(error))
}

function binaryAdvice (gpu: GpuChoice): string {
  if (gpu !== 'cuda' && gpu !== 'vulkan') return `run: ${INSTALL}`
  const platform = process.platform === 'win32' ? 'win' : process.platform
  return `add it with: npm install --no-save --prefix workers/llm @node-llama-cpp/${platform}-${process.arch}-${gpu}@${ENGINE_VERSION}, or set LLM_GPU=false`
}
