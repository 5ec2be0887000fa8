/** How many workers the start of a busy spell orders: what spells needed before. */

/** Busy spells remembered. */
export const WAKE_SIZES = 20

/** Spells needed before their sizes are believed. */
export const MIN_WAKE_SIZES = 3

/** A spell is measured over its first cold start and this much more: what is needed later can be started later. */
export const SPELL_EXTRA_SECONDS = 60

/** A busy spell that is still being measured. */
export interface Spell {
  readonly startedAt: number
  /** Most workers needed so far, calls that wait aside. */
  readonly needed: number
  /** Workers ordered when it began, kept while it is measured. */
  readonly ordered: number
}

/** The median of the known sizes, or `otherwise` when there are too few. */
export function wakeSize (sizes: readonly number[], otherwise: number): number {
  if (sizes.length < MIN_WAKE_SIZES) return otherwise
  const sorted = sizes.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? otherwise
}

/** What a spell is followed with. */
export interface SpellView {
  clock: number
  want: number
  /** Wanted by the minute's load alone. */
  needed: number
  coldSeconds: number
}

/** Follows a spell: its size is noted when it is over or has been measured long enough. */
export function followSpell (spell: Spell, sizes: readonly number[], now: SpellView): { spell: Spell | null, sizes: readonly number[] } {
  const needed = Math.max(spell.needed, now.needed)
  if (now.want > 0 && now.clock - spell.startedAt < now.coldSeconds + SPELL_EXTRA_SECONDS) {
    return { spell: needed === spell.needed ? spell : { ...spell, needed }, sizes }
  }
  return { spell: null, sizes: [...sizes, needed].slice(-WAKE_SIZES) }
}
