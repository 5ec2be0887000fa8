/** Turns tokens into text one at a time, whole characters only. */
import type { LlamaModel, Token } from 'node-llama-cpp'

/** A character has at most four bytes, so at most four byte tokens; a fifth waiting token means the bytes are no character at all. */
const MAX_PENDING_TOKENS = 4
/** How much of what came before decides about spaces between words. */
const CONTEXT_TOKENS = 3
/** What the engine puts for bytes that are no whole character (yet). */
const REPLACEMENT = '\ufffd'

/** Detokenizes a growing text. A token that ends within a character waits for the next ones. */
export class TokenText {
  readonly #model: Pick<LlamaModel, 'detokenize'>
  #before: Token[]
  #pending: Token[] = []

  /** @param before the tokens of the prompt: the text follows them */
  constructor (model: Pick<LlamaModel, 'detokenize'>, before: readonly Token[]) {
    this.#model = model
    this.#before = before.slice(-CONTEXT_TOKENS)
  }

  /** The text that became complete with this token; empty while a character lacks bytes. */
  push (token: Token): string {
    this.#pending.push(token)
    const text = this.#model.detokenize(this.#pending, false, this.#before)
    if (text.endsWith(REPLACEMENT) && this.#pending.length < MAX_PENDING_TOKENS) return ''
    this.#settle()
    return text
  }

  /** What is left at the end: a character that never became whole, as U+FFFD. */
  flush (): string {
    const text = this.#pending.length === 0 ? '' : this.#model.detokenize(this.#pending, false, this.#before)
    this.#settle()
    return text
  }

  #settle (): void {
    this.#before = [...this.#before, ...this.#pending].slice(-CONTEXT_TOKENS)
    this.#pending = []
  }
}
