/** kubectl as a function, and the Protocol kind installed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const CRD = fileURLToPath(new URL('../../../src/api/crd.yaml', import.meta.url))

/** What a run of kubectl came to. */
export interface KubectlResult { readonly code: number, readonly stdout: string, readonly stderr: string }

/** Runs kubectl to its end; a failure is a result, not an error. `input` goes to its standard input. */
export type Kubectl = (args: readonly string[], input?: string | object) => Promise<KubectlResult>

/** kubectl on one cluster. */
export function kubectlOf (path: string, kubeconfig: string): Kubectl {
  return async (args, input) => {
    const child = spawn(path, ['--kubeconfig', kubeconfig, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' } })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
    child.stdin.on('error', () => {}) // it may end before it has read everything; its exit code says why
    child.stdin.end(typeof input === 'object' ? JSON.stringify(input) : input ?? '')
    const [code] = await once(child, 'close') as [number | null]
    return { code: code ?? -1, stdout, stderr }
  }
}

/** As {@link Kubectl}, for what must work. @throws with kubectl's own words */
export async function must (result: Promise<KubectlResult>): Promise<string> {
  const { code, stdout, stderr } = await result
  if (code !== 0) throw new Error(`kubectl ended with ${code}: ${stderr}`)
  return stdout
}

/** Applies the Protocol kind and waits until the API server serves it. Safe to call again. */
export async function installCrd (kubectl: Kubectl): Promise<void> {
  await must(kubectl(['apply', '--server-side', '-f', CRD]))
  await must(kubectl(['wait', '--for=condition=Established', '--timeout=30s', 'crd/protocols.subnetes.dev']))
}
