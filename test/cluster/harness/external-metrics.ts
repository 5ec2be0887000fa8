/** external.metrics.k8s.io over KEDA's contract: what KEDA's own metrics server does for an HPA, and nothing else of KEDA. */
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as x509 from '@peculiar/x509'
import { SLOTS_METRIC } from '@subnetes/operator'
import type { KedaClient } from '../../support/keda-client.ts'
import { must } from './kubectl.ts'
import type { Kubectl } from './kubectl.ts'

const GROUP = 'external.metrics.k8s.io/v1beta1'

/** Serves the metrics on a free port and has the API server send those who ask there. @returns ends it */
export async function serveExternalMetrics (kubectl: Kubectl, keda: KedaClient): Promise<() => Promise<void>> {
  const server = createServer(await selfSigned(), (request, response) => { answer(keda, request, response).catch(() => response.destroy()) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [group, version] = GROUP.split('/')
  // No Service network runs here: by its external name the API server dials this machine.
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'external-metrics', namespace: 'kube-system' }, spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] } }
  const spec = { group, version, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: { name: 'external-metrics', namespace: 'kube-system', port } }
  await must(kubectl(['apply', '-f', '-'], service))
  await must(kubectl(['apply', '-f', '-'], { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: `${version}.${group}` }, spec }))
  await must(kubectl(['wait', '--for=condition=Available', '--timeout=60s', `apiservice/${version}.${group}`]))
  return async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

async function answer (keda: KedaClient, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://localhost')
  const found = new RegExp(`^/apis/${GROUP}/namespaces/([^/]+)/([^/]+)$`).exec(url.pathname)
  response.setHeader('content-type', 'application/json')
  if (found === null) {
    response.end(JSON.stringify({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: GROUP, resources: [{ name: SLOTS_METRIC, namespaced: true, singularName: '', kind: 'ExternalMetricValueList', verbs: ['get'] }] }))
    return
  }
  const [, namespace = '', metricName = ''] = found
  const name = /scaledobject\.keda\.sh\/name=([^,]+)/.exec(url.searchParams.get('labelSelector') ?? '')?.[1] ?? ''
  try {
    const value = await keda.metric({ name, namespace }, metricName)
    const item = { metricName, metricLabels: null, timestamp: new Date().toISOString(), value: `${Math.round(value * 1000)}m` }
    response.end(JSON.stringify({ kind: 'ExternalMetricValueList', apiVersion: GROUP, metadata: {}, items: [item] }))
  } catch (error) {
    response.statusCode = 503
    response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 503, message: error instanceof Error ? error.message : String(error) }))
  }
}

async function selfSigned (): Promise<{ cert: string, key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({ keys, name: 'CN=localhost', signingAlgorithm: algorithm })
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64')
  return { cert: certificate.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` }
}
