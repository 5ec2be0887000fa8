/** What every interactive dispatcher must do, whatever its transport. */
import { describe } from 'vitest'
import type { DispatcherSetup } from './dispatcher-fixture.ts'
import { describeCalls } from './dispatcher-calls.ts'
import { describeHolding } from './dispatcher-holding.ts'
import { describeLoss } from './dispatcher-loss.ts'

/** Runs the suite on an implementation. */
export function describeDispatcher (init: { name: string, setup: () => Promise<DispatcherSetup> }): void {
  describe(`${init.name} dispatcher`, () => {
    describeCalls(init.setup)
    describeHolding(init.setup)
    describeLoss(init.setup)
  })
}
