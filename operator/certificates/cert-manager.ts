/** Certificates that cert-manager issues (https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate). */
import type { IssuerReference, ObjectMeta, Protocol } from '@subnetes/api'
import { workerName } from '../resources/names.ts'
import { ownedMetadata } from '../resources/metadata.ts'
import { issuedSecretName, trustConfigMapName } from '../resources/tls-volume.ts'
import type { Manifest } from '../resources/kube-object.ts'
import { LEAF_LIFE_MS } from './authority.ts'
import type { LeafInit } from './authority.ts'
import { RENEW_AT } from './policy.ts'

const HOUR_MS = 3_600_000

/** A Certificate whose Secret is `metadata.name`. Each renewal has a new key, like those of our own authority. */
export function certificateObject (metadata: ObjectMeta, leaf: LeafInit, issuer: IssuerReference): Manifest {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata,
    spec: {
      secretName: metadata.name,
      dnsNames: leaf.names,
      usages: ['digital signature', ...leaf.usages.map((usage) => usage === 'server' ? 'server auth' : 'client auth')],
      duration: `${LEAF_LIFE_MS / HOUR_MS}h0m0s`,
      renewBefore: `${Math.round(LEAF_LIFE_MS * (1 - RENEW_AT) / HOUR_MS)}h0m0s`,
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      issuerRef: { name: issuer.name, kind: issuer.kind, group: issuer.group },
      secretTemplate: { labels: metadata.labels ?? {} }
    }
  }
}

/** The Certificate of a Protocol's runners. Its Secret has another name than that of our own authority: during a change from one to the other pods need both. */
export function workerCertificate (protocol: Protocol, leaf: LeafInit, issuer: IssuerReference): Manifest {
  return certificateObject({ ...ownedMetadata(protocol), name: issuedSecretName(workerName(protocol)) }, leaf, issuer)
}

/** Whose certificates runners believe, where the authority that signs theirs is not that of gateways and operator. */
export function trustConfigMap (protocol: Protocol, ca: string): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...ownedMetadata(protocol), name: trustConfigMapName(workerName(protocol)) }, data: { 'ca.crt': ca } }
}
