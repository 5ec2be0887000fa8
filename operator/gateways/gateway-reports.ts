/** What gateways say, and what may be concluded from their silence. All times are `performance.now()` of this process at receipt. */
import type { ProtocolLoad, ProtocolState } from '@subnetes/control'
import type { ChangeSource } from '../controller/change-source.ts'

/** A gateway that may be dispatching calls: every gateway pod that the API has and that is not finished, connected or not, and whoever else is connected. */
export interface LiveGateway {
  /** `namespace/name` of its pod, or `peer/PEER_ID` of one that is connected without a pod. */
  readonly id: string
  /** StatefulSet ordinal; by it a connection is matched to its pod. */
  readonly ordinal: number | undefined
  /** Whether its Control stream is up, and its Hello came in this leader's term. */
  readonly isConnected: boolean
  /** Empty while it never was connected. */
  readonly peerId: string
  /** Since when it is live or, connected, since its Hello. */
  readonly since: number
}

/** The newest load of one protocol at one gateway. */
export interface ReceivedLoad {
  /** {@link LiveGateway.id} */
  readonly gateway: string
  /** Undefined: the gateway's last report did not name the protocol, which it then does not serve. */
  readonly load: ProtocolLoad | undefined
  /** When the gateway's last report came, whatever it named; undefined when none has come on its present connection. */
  readonly receivedAt: number | undefined
}

/** Calls wait and a gateway knows no ready worker. Repeated each second while that lasts. */
export interface Activation { readonly protocolKey: string, readonly gateway: string, readonly held: number, readonly receivedAt: number }

/** Answers to a hold, by {@link LiveGateway.id}. */
export interface HoldAnswers {
  readonly epoch: number
  readonly accepted: ReadonlySet<string>
  /** Gateways where a call came meanwhile: the hold is void. */
  readonly refused: ReadonlySet<string>
  /** Live gateways that have not answered. Zero workers may be written only when this and `refused` are empty. */
  readonly missing: ReadonlySet<string>
}

/** The gateways' side of scaling. Keys are `namespace/name` of the Protocol. `onChange` tells of states and holds, not of each load report. */
export interface GatewayReports extends ChangeSource {
  /** Undefined until the list of gateway pods has been read. */
  readonly live: () => readonly LiveGateway[] | undefined
  /** One entry for each live gateway. A missing, or too old, `receivedAt` is not zero load: nothing is known. */
  readonly loads: (protocolKey: string) => readonly ReceivedLoad[]
  /** What a gateway made of the assignment: state by gateway id. */
  readonly states: (protocolKey: string) => ReadonlyMap<string, ProtocolState>
  readonly onActivate: (listener: (activation: Activation) => void) => () => void
  /** A report came in: of every protocol that it names, called once per report. */
  readonly onLoad: (listener: (protocolKeys: readonly string[]) => void) => () => void
  /** Asks every gateway, those that connect later too, to hold the calls. A newer epoch replaces an older one. */
  readonly hold: (protocolKey: string, epoch: number) => void
  /** Ends the hold. */
  readonly release: (protocolKey: string) => void
  /** Answers to the present hold; undefined when there is none. */
  readonly holdAnswers: (protocolKey: string) => HoldAnswers | undefined
}
