/** The certificate of a worker, as its pod mounts it: in the runner's container alone, so that compute never sees the key. */
import { Env, gatewayTlsName, operatorTlsName, protocolTlsName } from '@subnetes/common'
import type { IssuerReference, Protocol } from '@subnetes/api'
import { Label, workerName } from './names.ts'

/** Mutual TLS of an installation. */
export interface InstallationTls {
  /** Namespace of gateways and operator, which is in the names of their certificates. */
  readonly namespace: string
  /** A cert-manager issuer for everything that names none of its own. Left out: the operator's own authority. */
  readonly issuerRef?: IssuerReference | undefined
}

type Fields = Readonly<Record<string, unknown>>

/** What a pod gets for its certificate; nothing where it serves plaintext. */
export interface TlsParts {
  readonly volumes: readonly Fields[]
  readonly mounts: readonly Fields[]
  readonly env: readonly Fields[]
  readonly labels: Readonly<Record<string, string>>
}

const VOLUME = 'subnetes-tls'
const MOUNT_PATH = '/etc/subnetes/tls'

/** Secret with the certificate of a worker pool, when the operator signs it. */
export function tlsSecretName (worker: string): string {
  return `${worker}-tls`
}

/** The same, when cert-manager has it signed. */
export function issuedSecretName (worker: string): string {
  return `${worker}-issued-tls`
}

/** ConfigMap with the authorities of gateways and operator, beside a certificate of cert-manager. */
export function trustConfigMapName (worker: string): string {
  return `${worker}-trust`
}

/** Whether a Protocol's new pods speak TLS, and who signs: `Own` or `Issued`; undefined for plaintext. */
export function tlsModeOf (protocol: Protocol, tls: InstallationTls | undefined): 'Own' | 'Issued' | undefined {
  if (tls === undefined || protocol.spec.tls.mode === 'Disabled') return undefined
  return issuerOf(protocol, tls) === undefined ? 'Own' : 'Issued'
}

/** The issuer of a Protocol's certificates; undefined for the operator's own authority. */
export function issuerOf (protocol: Protocol, tls: InstallationTls): IssuerReference | undefined {
  return protocol.spec.tls.issuerRef ?? tls.issuerRef
}

/** How to dial a pod: the name in its certificate; undefined when it serves plaintext. Pods of both kinds run during a roll-out, so that it is written on each. */
export function serverNameOf (pod: { readonly metadata: { readonly labels?: Readonly<Record<string, string>>, readonly namespace?: string } }): string | undefined {
  const { labels = {}, namespace = '' } = pod.metadata
  return labels[Label.Tls] === undefined ? undefined : protocolTlsName(labels[Label.Protocol] ?? '', namespace)
}

/** Volume, mount, variables and label. The kubelet replaces the files of both kinds of volume in one step. */
export function tlsParts (protocol: Protocol, tls: InstallationTls | undefined): TlsParts {
  const mode = tlsModeOf(protocol, tls)
  if (tls === undefined || mode === undefined) return { volumes: [], mounts: [], env: [], labels: {} }
  return {
    volumes: [{ name: VOLUME, ...volumeSource(workerName(protocol), mode) }],
    mounts: [{ name: VOLUME, mountPath: MOUNT_PATH, readOnly: true }],
    env: [
      { name: Env.TlsDir, value: MOUNT_PATH },
      { name: Env.TlsClients, value: JSON.stringify([gatewayTlsName(tls.namespace), operatorTlsName(tls.namespace)]) }
    ],
    labels: { [Label.Tls]: mode }
  }
}

function volumeSource (worker: string, mode: 'Own' | 'Issued'): Fields {
  if (mode === 'Own') return { secret: { secretName: tlsSecretName(worker) } }
  const pair = ['tls.crt', 'tls.key'].map((key) => ({ key, path: key }))
  const sources = [{ secret: { name: issuedSecretName(worker), items: pair } }, { configMap: { name: trustConfigMapName(worker), items: [{ key: 'ca.crt', path: 'ca.crt' }] } }]
  return { projected: { sources } }
}
