/** Whether peers can call a Protocol: the condition `GatewayRegistered`. */
import type { ProtocolState } from '@subnetes/control'
import type { Startable } from '@subnetes/common'
import type { KeyListener } from '../controller/change-source.ts'
import type { Observation } from '../controller/conditions.ts'
import type { StatusContribution, StatusSource } from '../controller/status-source.ts'
import type { ProtocolView, ProtocolsView } from '../protocols/protocols-view.ts'
import type { GatewayReports, LiveGateway } from './gateway-reports.ts'

/** A gateway that is not connected for so long is still taken to serve what it served: it does, and comes again after a change of leaders. */
export const AWAY_GRACE_MS = 30_000

/** Components of {@link GatewayStatus}. */
export interface GatewayStatusComponents { readonly reports: GatewayReports, readonly protocols: ProtocolsView }

/** Judges what gateways say of an assignment; looks again when a gateway has been away for too long. */
export class GatewayStatus implements StatusSource, Startable {
  readonly #components: GatewayStatusComponents
  readonly #now: () => number
  readonly #listeners = new Set<KeyListener>()
  #timer: NodeJS.Timeout | undefined

  /** @param init.now milliseconds of the clock of {@link GatewayReports} */
  constructor (init: { readonly now?: () => number }, components: GatewayStatusComponents) {
    this.#components = components
    this.#now = init.now ?? (() => performance.now())
  }

  async start (): Promise<void> {}

  async stop (): Promise<void> {
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  onChange (listener: KeyListener): () => void {
    const end = this.#components.reports.onChange(listener)
    this.#listeners.add(listener)
    return () => { end(); this.#listeners.delete(listener) }
  }

  status (protocolKey: string): StatusContribution | undefined {
    const { reports, protocols } = this.#components
    const view = protocols.get(protocolKey)
    const live = reports.live()
    if (view === undefined) return undefined
    if (!view.isServed) {
      const { reason, message } = view.conflict ?? view.problem ?? { reason: 'NotServed', message: 'gateways are not told of it' }
      return { conditions: [observation('False', reason, message)] }
    }
    if (live === undefined) return undefined
    const condition = registered(view, { live, states: reports.states(protocolKey), now: this.#now() })
    if (condition !== undefined) return { conditions: [condition] }
    this.#lookAgain()
    return undefined
  }

  #lookAgain (): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      for (const { key } of this.#components.protocols.list()) for (const listener of this.#listeners) listener(key)
    }, AWAY_GRACE_MS)
  }
}

/** What gateways say of one Protocol. `now` is of the clock of `live`. */
export interface Registrations { readonly live: readonly LiveGateway[], readonly states: ReadonlyMap<string, ProtocolState>, readonly now: number }

/** Undefined while gateways that may come again in a moment are all that is missing: the condition stays as it is. */
export function registered (view: ProtocolView, { live, states, now }: Registrations): Observation | undefined {
  if (live.length === 0) return observation('Unknown', 'NoGateways', 'there is no gateway')
  const present = live.flatMap(({ id }) => {
    const state = states.get(id)
    return state !== undefined && state.generation === Number(view.assignment?.generation) ? [{ id, ...state }] : []
  })
  const refused = present.filter((state) => !state.registered)
  if (refused.length > 0) return observation('False', 'Refused', refused.map(({ id, error }) => `${id}: ${error}`).slice(0, 5).join('; '))
  if (present.length === live.length) return observation('True', 'AllRegistered', live.length === 1 ? 'the gateway has the handlers' : `all ${live.length} gateways have the handlers`)
  const missing = live.filter(({ id }) => !present.some((state) => state.id === id))
  if (missing.every(({ isConnected, since }) => !isConnected && now - since < AWAY_GRACE_MS)) return undefined
  const words = missing.map(({ id, isConnected }) => `${id}${isConnected ? '' : ' (not connected)'}`).slice(0, 5).join(', ')
  return observation('False', present.length === 0 ? 'NoneRegistered' : 'SomeRegistered', `${present.length} of ${live.length} gateways have the handlers; waiting for ${words}`)
}

function observation (status: Observation['status'], reason: string, message: string): Observation {
  return { type: 'GatewayRegistered', status, reason, message }
}
