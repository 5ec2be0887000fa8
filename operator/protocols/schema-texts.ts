/** Schema texts that stand in ConfigMaps: watched one by one, since a namespace may hold many large ones that are nobody's schema. */
import { MAX_SCHEMA_BYTES } from '@subnetes/api'
import type { Protocol } from '@subnetes/api'
import { SubnetesError } from '@subnetes/common'
import type { Startable } from '@subnetes/common'
import { Informer } from '../controller/informer.ts'
import type { InformerComponents } from '../controller/informer.ts'
import { Kinds, keyOf, splitKey } from '../controller/kinds.ts'
import type { KubeObject } from '../resources/kube-object.ts'

interface ConfigMap extends KubeObject { readonly data?: Readonly<Record<string, string>> }

interface Watched { readonly informer: Informer<ConfigMap>, readonly users: Set<string> }

/** Options of {@link SchemaTexts}. */
export interface SchemaTextsInit {
  /** Called with `namespace/name` of each Protocol whose text has changed. */
  readonly onChange: (protocolKey: string) => void
}

/** A watch per ConfigMap that a Protocol names, shared by those that name the same, ended with the last of them. */
export class SchemaTexts implements Startable {
  readonly #init: SchemaTextsInit
  readonly #components: InformerComponents
  readonly #watched = new Map<string, Watched>()
  /** The ConfigMap that each Protocol uses. */
  readonly #used = new Map<string, string>()

  constructor (init: SchemaTextsInit, components: InformerComponents) {
    this.#init = init
    this.#components = components
  }

  async start (): Promise<void> {}

  async stop (): Promise<void> {
    const informers = [...this.#watched.values()].map(({ informer }) => informer)
    this.#watched.clear()
    await Promise.all(informers.map(async (informer) => await informer.stop()))
  }

  /**
   * The Protocol with its text in `spec.schema.proto`, wherever it stands.
   *
   * @throws {SubnetesError} `failed_precondition` when the ConfigMap, or the key in it, is not there or too long; when that changes the Protocol is told of
   */
  async resolve (protocol: Protocol): Promise<Protocol> {
    const { configMapRef, ...schema } = protocol.spec.schema
    const user = keyOf(protocol)
    if (configMapRef === undefined) {
      this.release(user)
      return protocol
    }
    const key = `${protocol.metadata.namespace ?? ''}/${configMapRef.name}`
    const informer = await this.#watch(key, user)
    await informer.whenSynced()
    const proto = textOf(informer.get(key), key, configMapRef.key)
    return { ...protocol, spec: { ...protocol.spec, schema: { ...schema, proto } } }
  }

  /** The Protocol needs no ConfigMap any more. */
  release (user: string): void {
    const key = this.#used.get(user)
    const watched = key === undefined ? undefined : this.#watched.get(key)
    this.#used.delete(user)
    if (key === undefined || watched === undefined) return
    watched.users.delete(user)
    if (watched.users.size > 0) return
    this.#watched.delete(key)
    void watched.informer.stop()
  }

  async #watch (key: string, user: string): Promise<Informer<ConfigMap>> {
    if (this.#used.get(user) !== key) this.release(user)
    this.#used.set(user, key)
    const known = this.#watched.get(key)
    if (known !== undefined) {
      known.users.add(user)
      return known.informer
    }
    const { namespace, name } = splitKey(key)
    const users = new Set([user])
    const onChange = (): void => { for (const each of users) this.#init.onChange(each) }
    const informer = new Informer<ConfigMap>({ kind: Kinds.ConfigMap, namespace, fieldSelector: `metadata.name=${name}`, onChange }, this.#components)
    this.#watched.set(key, { informer, users })
    await informer.start()
    return informer
  }
}

function textOf (configMap: ConfigMap | undefined, key: string, field: string): string {
  if (configMap === undefined) throw new SubnetesError('failed_precondition', `spec.schema.configMapRef: there is no ConfigMap ${key}; make it, or name another`)
  const text = configMap.data?.[field]
  if (text === undefined) {
    const there = Object.keys(configMap.data ?? {}).slice(0, 20).join(', ') || 'nothing'
    throw new SubnetesError('failed_precondition', `spec.schema.configMapRef: ConfigMap ${key} has no ${JSON.stringify(field)}; it has ${there}`)
  }
  if (text === '' || Buffer.byteLength(text) > MAX_SCHEMA_BYTES) {
    throw new SubnetesError('failed_precondition', `spec.schema.configMapRef: ${JSON.stringify(field)} of ConfigMap ${key} is ${Buffer.byteLength(text)} bytes long; allowed are 1 to ${MAX_SCHEMA_BYTES}`)
  }
  return text
}
