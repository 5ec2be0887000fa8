/** Generates text: one model, one context, and as many sequences in it as there are slots. */
import type { LlamaContextSequence, LlamaModel, SequenceEvaluateOptions, Token } from 'node-llama-cpp'
import { SubnetesError } from '@subnetes/worker'
import type { LlmConfig } from './config.ts'
import type { Generation } from './generation.ts'
import { loadModel } from './llama.ts'
import type { LoadedModel } from './llama.ts'
import { SequencePool } from './sequence-pool.ts'
import { StopFilter } from './stop-filter.ts'
import { TokenText } from './token-text.ts'

/** Upper bound of the context when none is configured: models are trained with up to a million tokens, and each costs memory in every slot. */
export const MAX_DEFAULT_CONTEXT_TOKENS = 4096
/** A long prompt is evaluated in parts of so many tokens, with a look at the signal between them. */
const PROMPT_PART_TOKENS = 256
/** So many last tokens are made less likely, by this factor: llama.cpp's remedy against loops, newlines excepted. */
const REPEAT_LAST_TOKENS = 64
/** See {@link REPEAT_LAST_TOKENS}. */
const REPEAT_PENALTY = 1.1

/** Why generation ended: `max_tokens` reached, a stop text, or the model's own end. */
export type FinishReason = 'length' | 'stop' | 'eos'

/** One step of a generation; the last one has `finish`. */
export interface Piece {
  /** Whole characters; empty while a character or a possible stop text is held back. */
  readonly text: string
  /** Tokens generated so far. */
  readonly tokens: number
  /** Tokens of the prompt, with the model's start token. */
  readonly promptTokens: number
  readonly finish?: FinishReason
}

/** What there is to know about a running engine. */
export interface EngineInfo {
  readonly model: string
  readonly parameters: number
  readonly contextTokens: number
  readonly threads: number
  readonly backend: 'cpu' | 'cuda' | 'vulkan' | 'metal'
  readonly slots: number
}

/** A loaded model that generates text. */
export interface Engine {
  readonly info: EngineInfo
  /**
   * Generates one token each time it is pulled, so a slow reader slows the model and nothing is buffered. Past the context the oldest
   * tokens drop out. Ending the iteration, or the signal, stops it within one token.
   *
   * @throws {SubnetesError} `invalid_argument` when the prompt does not fit the context; the signal's reason after it aborts
   */
  generate (generation: Generation, options?: { signal?: AbortSignal | undefined }): AsyncGenerator<Piece, void, undefined>
  /** Frees the model. Generations that still run fail. */
  stop (): Promise<void>
}

/** Loads the model. @throws {SubnetesError} as {@link loadModel}, and `failed_precondition` when the context does not fit in memory */
export async function startEngine (config: LlmConfig): Promise<Engine> {
  const loaded = await loadModel(config)
  const contextTokens = config.contextTokens ?? Math.min(loaded.model.trainContextSize, MAX_DEFAULT_CONTEXT_TOKENS)
  try {
    const context = await loaded.model.createContext({ contextSize: contextTokens, sequences: config.slots, threads: config.threads })
    const sequences = Array.from({ length: config.slots }, () => context.getSequence())
    return new LlamaEngine(loaded, sequences, { ...describe(loaded), contextTokens: context.contextSize, threads: config.threads, slots: config.slots })
  } catch (error) {
    await loaded.llama.dispose()
    const why = error instanceof Error ? error.message : String(error)
    throw new SubnetesError('failed_precondition', `cannot make room for ${config.slots} calls of ${contextTokens} tokens (${why}); lower LLM_CONTEXT or worker.concurrency`, { cause: error })
  }
}

class LlamaEngine implements Engine {
  readonly info: EngineInfo
  readonly #loaded: LoadedModel
  readonly #pool: SequencePool
  /** Tokens that a prompt may have: one place of the context stays free for the next token. */
  readonly #promptLimit: number
  readonly #longestTokenBytes: number

  constructor (loaded: LoadedModel, sequences: readonly LlamaContextSequence[], info: EngineInfo) {
    this.#loaded = loaded
    this.#pool = new SequencePool(sequences)
    this.#promptLimit = info.contextTokens - 1
    this.#longestTokenBytes = longestTokenBytes(loaded.model)
    this.info = info
  }

  async * generate (generation: Generation, options: { signal?: AbortSignal | undefined } = {}): AsyncGenerator<Piece, void, undefined> {
    const { signal } = options
    const prompt = this.#tokenize(generation.prompt)
    const sequence = await this.#pool.acquire({ signal })
    try {
      yield * this.#run(sequence, prompt, generation, signal)
    } finally {
      this.#pool.release(sequence)
    }
  }

  async stop (): Promise<void> {
    await this.#loaded.llama.dispose()
  }

  async * #run (sequence: LlamaContextSequence, prompt: Token[], generation: Generation, signal: AbortSignal | undefined): AsyncGenerator<Piece, void, undefined> {
    const { model } = this.#loaded
    const text = new TokenText(model, prompt)
    const filter = new StopFilter(generation.stop)
    const recent = prompt.slice(-REPEAT_LAST_TOKENS)
    let tokens = 0
    const last = await evaluatePrompt(sequence, prompt, signal)
    for await (const token of sequence.evaluate(last, samplingOptions(generation, model, recent))) {
      signal?.throwIfAborted()
      tokens++
      recent.push(token)
      if (recent.length > REPEAT_LAST_TOKENS) recent.shift()
      const { text: piece, stopped } = filter.push(text.push(token))
      if (stopped) return yield { text: piece, tokens, promptTokens: prompt.length, finish: 'stop' }
      if (tokens >= generation.maxTokens) return yield { ...ending(piece, filter, text, 'length'), tokens, promptTokens: prompt.length }
      yield { text: piece, tokens, promptTokens: prompt.length }
      signal?.throwIfAborted()
    }
    yield { ...ending('', filter, text, 'eos'), tokens, promptTokens: prompt.length }
  }

  /** The prompt's tokens, the model's start token first. Words that look like control tokens stay words. */
  #tokenize (prompt: string): Token[] {
    const { model } = this.#loaded
    const limit = this.#promptLimit
    const bytes = Buffer.byteLength(prompt)
    // Tokenizing megabytes would hold up every other call, and what cannot fit need not be counted exactly.
    const atLeast = Math.floor(bytes / this.#longestTokenBytes)
    if (atLeast > limit) throw tooLong(`at least ${atLeast}`, limit)
    const start = model.tokens.shouldPrependBosToken ? model.tokens.bos : null
    const tokens = model.tokenize(prompt, false, start === null ? undefined : 'trimLeadingSpace')
    if (start !== null) tokens.unshift(start)
    if (tokens.length === 0) throw new SubnetesError('invalid_argument', 'prompt is empty, and this model has no start token; send at least one character')
    if (tokens.length > limit) throw tooLong(String(tokens.length), limit)
    return tokens
  }
}

/** llama.cpp would drop the beginning of such a prompt without a word. */
function tooLong (tokens: string, limit: number): SubnetesError {
  return new SubnetesError('invalid_argument', `prompt has ${tokens} tokens, the start token included; the context holds ${limit}: shorten the prompt, or run the worker with a larger LLM_CONTEXT`)
}

/** Evaluates all but the last part of the prompt, and returns that part: evaluating it gives the first token. */
async function evaluatePrompt (sequence: LlamaContextSequence, prompt: readonly Token[], signal: AbortSignal | undefined): Promise<Token[]> {
  await sequence.clearHistory()
  let at = 0
  for (; prompt.length - at > PROMPT_PART_TOKENS; at += PROMPT_PART_TOKENS) {
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(at, at + PROMPT_PART_TOKENS))
    signal?.throwIfAborted()
  }
  return prompt.slice(at)
}

function samplingOptions (generation: Generation, model: LlamaModel, recent: readonly Token[]): SequenceEvaluateOptions {
  const { temperature, topK, topP, seed } = generation
  const newline = model.tokens.nl
  return {
    temperature,
    topK,
    topP,
    seed,
    repeatPenalty: { punishTokens: () => recent.filter((token) => token !== newline), maxPunishTokens: REPEAT_LAST_TOKENS, penalty: REPEAT_PENALTY }
  }
}

/** The last text: what was held back is no part of a stop text after all, unless its end completes one. */
function ending (piece: string, filter: StopFilter, text: TokenText, reason: FinishReason): { text: string, finish: FinishReason } {
  const rest = filter.push(text.flush())
  return { text: piece + rest.text + filter.flush(), finish: rest.stopped ? 'stop' : reason }
}

function describe ({ llama, model }: LoadedModel): Pick<EngineInfo, 'model' | 'parameters' | 'backend'> {
  const parameters = (model.fileInfo.fullTensorInfo ?? []).reduce((sum, tensor) => sum + tensor.dimensions.reduce<number>((product, size) => product * Number(size), 1), 0)
  return { model: model.fileInfo.metadata.general.name ?? model.filename ?? 'unnamed', parameters, backend: llama.gpu === false ? 'cpu' : llama.gpu }
}

function longestTokenBytes (model: LlamaModel): number {
  let longest = 1
  for (const token of model.iterateAllTokens()) longest = Math.max(longest, Buffer.byteLength(model.detokenize([token])))
  return longest
}
