/**
 * Runs things once at the end of the present turn of the event loop, stage by stage: what the stages before have written goes out with the later
 * ones. One schedule for the whole thread, as there is one event loop: a timer of its own per stream and connection would end each in another turn.
 */

/** In the order they run: joined small writes of a stream, the frames of a connection. */
export type TurnStage = 'writers' | 'connections'

const stages: Record<TurnStage, Array<() => void>> = { writers: [], connections: [] }
let isScheduled = false

/** Calls `run` at the end of this turn, or of the next when its stage has run already. It must not throw. */
export function atTurnEnd (stage: TurnStage, run: () => void): void {
  stages[stage].push(run)
  if (isScheduled) return
  isScheduled = true
  setImmediate(endTurn)
}

/** Resolves when what has been written in this turn is with the sockets. */
export async function turnEnded (): Promise<void> {
  await new Promise<void>((resolve) => atTurnEnd('connections', resolve))
}

function endTurn (): void {
  isScheduled = false
  runStage('writers')
  runStage('connections')
}

function runStage (stage: TurnStage): void {
  const waiting = stages[stage]
  if (waiting.length === 0) return
  stages[stage] = []
  for (const run of waiting) run()
}
