/** The worker process: loads the model, then serves `InferenceProtocol` until it is told to stop. */
import { readFile } from 'node:fs/promises'
import { serveWorker } from '@subnetes/worker'
import { loadConfig } from './config.ts'
import { startEngine } from './engine.ts'
import { inferenceHandlers } from './inference.ts'

try {
  const config = loadConfig(process.env)
  const engine = await startEngine(config)
  const proto = await readFile(new URL('inference.proto', import.meta.url), 'utf8')
  await serveWorker({ proto, handlers: inferenceHandlers(engine, config), concurrency: config.slots, onStop: async () => { await engine.stop() } })
} catch (error) {
  process.stderr.write(`worker-llm: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1) // at once: the engine's threads would keep the process alive
}
