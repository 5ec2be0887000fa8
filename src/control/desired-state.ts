/** What gateways should know, held by the deciding side. */
import type { WorkerEndpoint } from '@subnetes/common'
import { decodeAssignment } from './messages.ts'
import type { Assignment, AssignmentInit } from './messages.ts'

/** What gateways should know of one protocol. */
export interface DesiredProtocol {
  readonly assignment: Assignment
  readonly endpoints: readonly WorkerEndpoint[]
  /** Set while every gateway must hold its calls. */
  readonly holdEpoch: number | undefined
  /** The newest epoch of a hold that was released, to tell gateways that still hold it. */
  readonly releasedEpoch: number
}

/** Which part of a protocol changed. */
export type Part = 'assignment' | 'endpoints' | 'hold'

/** Every part, in the order gateways get them. */
export const PARTS: readonly Part[] = ['assignment', 'endpoints', 'hold']

/** The present decisions, by protocol. Changes are told by the caller, not by this object. */
export class DesiredState {
  readonly #protocols = new Map<string, DesiredProtocol>()

  get names (): Iterable<string> {
    return this.#protocols.keys()
  }

  get (name: string): DesiredProtocol | undefined {
    return this.#protocols.get(name)
  }

  /** Adds a protocol or replaces its assignment; endpoints and hold stay. @returns its name */
  setProtocol (init: AssignmentInit | Assignment): string {
    const assignment = isComplete(init) ? init : decodeAssignment(init)
    const known = this.#protocols.get(assignment.name)
    this.#protocols.set(assignment.name, { endpoints: [], holdEpoch: undefined, releasedEpoch: 0, ...known, assignment })
    return assignment.name
  }

  /** @returns false when there is no such protocol */
  removeProtocol (name: string): boolean {
    return this.#protocols.delete(name)
  }

  /** Changes some facts of a protocol. @returns false when there is no such protocol */
  update (name: string, change: Partial<Omit<DesiredProtocol, 'assignment'>>): boolean {
    const known = this.#protocols.get(name)
    if (known === undefined) return false
    this.#protocols.set(name, { ...known, ...change })
    return true
  }
}

/** Our own form carries modes as words, the message as numbers. */
function isComplete (init: AssignmentInit | Assignment): init is Assignment {
  return init.methods?.some((method) => typeof method.mode === 'string') === true
}
