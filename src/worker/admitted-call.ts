/** A call that holds a slot: gives it back, and is counted, when it ends. */
import type { AnswerSink, MessageBytes, SubnetesError } from '@subnetes/common'
import type { Ticket } from './slots.ts'

/** Between compute and the link: messages pass, the end is seen once. */
export class AdmittedCall implements AnswerSink {
  readonly #sink: AnswerSink
  readonly #ticket: Ticket
  readonly #count: (error: SubnetesError | undefined) => void
  #isOver = false

  constructor (sink: AnswerSink, ticket: Ticket, count: (error: SubnetesError | undefined) => void) {
    this.#sink = sink
    this.#ticket = ticket
    this.#count = count
  }

  message (message: MessageBytes): boolean {
    return this.#sink.message(message)
  }

  end (error?: SubnetesError): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#ticket.finish()
    this.#count(error)
    this.#sink.end(error)
  }
}
