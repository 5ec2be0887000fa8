/** Lets text through up to the first stop text, and never a part of one. */

/** What became of a piece of text. */
export interface Filtered {
  /** May be sent now. */
  readonly text: string
  /** A stop text was found; what followed it is gone. */
  readonly stopped: boolean
}

/** Holds back the end of the text for as long as it may become a stop text. */
export class StopFilter {
  readonly #stops: readonly string[]
  #held = ''

  /** @param stops none of them empty */
  constructor (stops: readonly string[]) {
    this.#stops = stops
  }

  /** Takes the next piece. Nothing may follow one that `stopped`. */
  push (piece: string): Filtered {
    const text = this.#held + piece
    const found = firstMatch(text, this.#stops)
    if (found !== -1) {
      this.#held = ''
      return { text: text.slice(0, found), stopped: true }
    }
    const keep = this.#stops.reduce((longest, stop) => Math.max(longest, overlap(text, stop)), 0)
    this.#held = keep === 0 ? '' : text.slice(-keep)
    return { text: text.slice(0, text.length - keep), stopped: false }
  }

  /** The text held back, once no more follows. */
  flush (): string {
    const text = this.#held
    this.#held = ''
    return text
  }
}

function firstMatch (text: string, stops: readonly string[]): number {
  return stops.reduce((first, stop) => {
    const at = text.indexOf(stop)
    return at !== -1 && (first === -1 || at < first) ? at : first
  }, -1)
}

/** Length of the longest end of `text` that `stop` begins with. */
function overlap (text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length
  }
  return 0
}
