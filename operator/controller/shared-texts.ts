/** Equal texts of many objects, kept once. */

/** Shorter ones weigh little, and many are versions and numbers that nobody else has. Ours of ten are the hashes of templates, five in each Protocol's objects. */
const MIN_CHARACTERS = 8
/** Longer ones say something of their own: a schema, a message. */
const MAX_CHARACTERS = 128
/** Texts that are remembered; then all are forgotten, and those in use stay where they are. What many objects share is soon known again. */
const MAX_TEXTS = 2000

/** Each object that comes over the wire brings its own copy of every text in it: of its API version, of the values of its labels, of what its conditions say. */
export class SharedTexts {
  readonly #known = new Map<string, string>()

  /** The first text that was equal to this one. */
  share (text: string): string {
    if (text.length < MIN_CHARACTERS || text.length > MAX_CHARACTERS) return text
    const known = this.#known.get(text)
    if (known !== undefined) return known
    if (this.#known.size >= MAX_TEXTS) this.#known.clear()
    this.#known.set(text, text)
    return text
  }
}
