/** `access` at this gateway: what all protocols share (stake, nonces, the key that answers are signed with), and the gate of each protocol. */
import { MemoryNonceStore, SignatureAuthorizer, accessControl, authFieldsOf, checkAccess } from '@subnetes/auth'
import type { AccessControl, AccessRules, AuthFields, AuthService, NonceStore, SharedRates, StakeOracle } from '@subnetes/auth'
import type { PrivateKey } from '@libp2p/interface'
import type { Logger, MethodShape } from '@subnetes/common'
import type { CallFilter } from '@subnetes/rpc'
import { LOCAL_WIRE } from './protocol-client.ts'

/** What a {@link GatewayAccess} stands on. */
export interface GatewayAccessComponents {
  /** The node's identity. */
  key: PrivateKey
  /** Undefined when no rule may ask for stake. */
  oracle?: StakeOracle | undefined
  /** Nonces of requests bound to nobody, shared by all replicas; without it such requests are refused. */
  sharedNonces?: NonceStore | undefined
  /** Keeps rates together with other replicas. */
  rates?: SharedRates | undefined
  logger: Logger
}

/** A protocol as far as its gate goes. */
export interface AccessSubject {
  readonly rules: AccessRules
  readonly methods: readonly MethodShape[]
  /** Where `auth` fields are looked for. */
  readonly service: AuthService
}

/** The gate of one protocol. */
export interface AccessGate {
  /** Stands around every call and every submit of a job. */
  readonly filter: CallFilter
  /** Rules, methods and messages from now on; open calls of peers that they no longer let in end. @throws {SubnetesError} as {@link GatewayAccess.check} */
  readonly apply: (subject: AccessSubject) => void
  /** Whether a peer may call none of the methods now. */
  readonly revokes: (peer: string) => Promise<boolean>
  readonly stop: () => void
}

/** Makes gates. One for the whole gateway: a signature does not name its method, so all protocols share one memory of nonces. */
export class GatewayAccess {
  readonly #components: GatewayAccessComponents
  readonly #nonces = new MemoryNonceStore()

  constructor (components: GatewayAccessComponents) {
    this.#components = components
  }

  /** Refuses what this gateway could not hold. @throws {SubnetesError} as `checkAccess`; `invalid_argument` for a descriptor set that is none */
  check ({ rules, methods, service }: AccessSubject): void {
    checkAccess(rules, methods, { hasOracle: this.#components.oracle !== undefined, fields: this.#canSign ? authFieldsOf(service) : undefined })
  }

  /** @throws {SubnetesError} as {@link check} */
  gate (subject: AccessSubject): AccessGate {
    const { oracle, logger, rates } = this.#components
    let fields = authFieldsOf(subject.service)
    const currentFields: AuthFields = (method) => fields(method)
    const control: AccessControl = accessControl(subject.rules, subject.methods, {
      oracle,
      logger,
      rates,
      signature: this.#canSign ? { authorizer: this.#authorizer(currentFields), fields: currentFields } : undefined,
      // Gateway code calls for a peer whose own message was checked where it came in.
      isOwnMessage: (call) => call.wire === LOCAL_WIRE
    })
    return {
      filter: control.filter,
      revokes: async (peer) => await control.revokes(peer),
      stop: () => control.stop(),
      apply: (next) => {
        this.check(next)
        fields = authFieldsOf(next.service)
        control.update(next.rules, next.methods)
      }
    }
  }

  get #canSign (): boolean {
    return this.#components.key.type !== 'secp256k1'
  }

  #authorizer (fields: AuthFields): SignatureAuthorizer {
    const { key, sharedNonces } = this.#components
    return new SignatureAuthorizer({ key, fields, nonces: this.#nonces, sharedNonces })
  }
}
