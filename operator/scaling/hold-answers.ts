/** Passes gateways' answers to a hold on, each once, and takes back those that no longer count. */
import type { HoldAnswers } from '../gateways/gateway-reports.ts'

/** Follows the answers to one Protocol's holds. */
export class HoldAnswerFollower {
  readonly #tell: (gateway: string, epoch: number, isAccepted: boolean) => void
  readonly #told = new Set<string>()
  #epoch = 0

  /** @param tell called for each new answer; with `false` also for a gateway whose answer does not count any more, because it was started again */
  constructor (tell: (gateway: string, epoch: number, isAccepted: boolean) => void) {
    this.#tell = tell
  }

  /** Compares with what was told before. */
  follow (answers: HoldAnswers | undefined): void {
    if (answers === undefined || answers.epoch !== this.#epoch) this.#told.clear()
    if (answers === undefined) return
    this.#epoch = answers.epoch
    const isVoid = answers.refused.size > 0 || [...this.#told].some((gateway) => answers.missing.has(gateway))
    if (isVoid) {
      const [gateway = ''] = answers.refused
      this.#told.clear()
      this.#tell(gateway, answers.epoch, false)
      return
    }
    for (const gateway of answers.accepted) {
      if (this.#told.has(gateway)) continue
      this.#told.add(gateway)
      this.#tell(gateway, answers.epoch, true)
    }
  }
}
