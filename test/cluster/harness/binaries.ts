/** The Kubernetes programs of the cluster tests: found where the environment says, else built once from Go modules and kept outside the tree. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const TOOLS = fileURLToPath(new URL('../tools', import.meta.url))

/** The release that `tools/go.mod` pins. */
export const KUBERNETES_VERSION = '1.34.4'
/** The release that `tools/kwok/go.mod` pins. */
export const KWOK_VERSION = '0.8.0'
/** The release that `tools/helm/go.mod` pins. */
export const HELM_VERSION = '4.3.1'
/** The release that `tools/helm3/go.mod` pins. */
export const HELM3_VERSION = '3.22.0'
/** The release that `tools/coredns/go.mod` pins. */
export const COREDNS_VERSION = '1.15.0'

/** How a program is built: the folder of `tools` whose go.mod pins it, its package, and what the linker sets in it. */
interface Recipe { readonly module: string, readonly version: string, readonly package: string, readonly linkerFlags: string }

/** Every program that can be built here. Programs of one module share the versions of their libraries, so what needs others has a module of its own. */
const RECIPES = {
  'kube-apiserver': kubernetesRecipe('kube-apiserver'),
  'kube-controller-manager': kubernetesRecipe('kube-controller-manager'),
  'kube-scheduler': kubernetesRecipe('kube-scheduler'),
  kubectl: kubernetesRecipe('kubectl'),
  kubelet: kubernetesRecipe('kubelet'),
  'kube-proxy': kubernetesRecipe('kube-proxy'),
  kwok: { module: 'kwok', version: KWOK_VERSION, package: 'sigs.k8s.io/kwok/cmd/kwok', linkerFlags: '' },
  helm: { module: 'helm', version: HELM_VERSION, package: 'helm.sh/helm/v4/cmd/helm', linkerFlags: '' },
  helm3: { module: 'helm3', version: HELM3_VERSION, package: 'helm.sh/helm/v3/cmd/helm', linkerFlags: `-X helm.sh/helm/v3/internal/version.version=v${HELM3_VERSION}` },
  coredns: { module: 'coredns', version: COREDNS_VERSION, package: 'github.com/coredns/coredns', linkerFlags: '' }
} as const satisfies Readonly<Record<string, Recipe>>

/** Name of a program that can be built here. */
export type ProgramName = keyof typeof RECIPES

/** A build says that it goes on so often. */
const PROGRESS_MS = 30_000

/** Programs by their file names. */
export interface Binaries {
  readonly etcd: string
  readonly 'kube-apiserver': string
  readonly kubectl: string
  /** Finds, or builds now, a program that only some tests need. */
  readonly find: (name: ProgramName) => Promise<string>
}

/**
 * Finds or makes what a control plane needs: programs in `KUBEBUILDER_ASSETS` first, then the machine's `etcd` and `kubectl`, and what is left is built with `go`.
 *
 * @throws when neither a program nor the means to make it is there; the message says what to install
 */
export async function findBinaries (env: NodeJS.ProcessEnv = process.env): Promise<Binaries> {
  const assets = env['KUBEBUILDER_ASSETS']
  const find = async (name: ProgramName): Promise<string> => await findProgram(name, env)
  return {
    etcd: await firstExecutable('etcd', [assets]) ?? await onPath('etcd', env) ?? await installEtcd(),
    'kube-apiserver': await find('kube-apiserver'),
    kubectl: await findKubectl(env),
    find
  }
}

/** `kubectl` from `KUBEBUILDER_ASSETS`, the PATH or the cache, else built. */
export async function findKubectl (env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return await firstExecutable('kubectl', [env['KUBEBUILDER_ASSETS']]) ?? await onPath('kubectl', env) ?? await findProgram('kubectl', env)
}

/** A program from `KUBEBUILDER_ASSETS` or the cache, else built. @throws when it cannot be built; the message says what to install */
export async function findProgram (name: ProgramName, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const cache = await cacheFolder(RECIPES[name], env)
  return await firstExecutable(name, [env['KUBEBUILDER_ASSETS'], cache]) ?? await build(name, cache)
}

/** `${SUBNETES_CACHE:-$HOME/.cache/subnetes}/MODULE-VERSION-HASH`; the hash is of the pinned modules, so that a changed pin builds again. */
async function cacheFolder ({ module, version }: Recipe, env: NodeJS.ProcessEnv): Promise<string> {
  const hash = createHash('sha256').update(process.arch)
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(TOOLS, module, file)))
  const name = module === '.' ? 'kube' : module
  return join(env['SUBNETES_CACHE'] ?? join(homedir(), '.cache', 'subnetes'), `${name}-${version}-${hash.digest('hex').slice(0, 16)}`)
}

async function build (name: ProgramName, folder: string): Promise<string> {
  const recipe: Recipe = RECIPES[name]
  const target = join(folder, name)
  const unfinished = `${target}.${process.pid}`
  const startedAt = Date.now()
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1000)
  console.log(`cluster tests: building ${name} ${recipe.version} into ${folder}; minutes, once`)
  const progress = setInterval(() => console.log(`cluster tests: still building ${name}, ${seconds()} s`), PROGRESS_MS)
  await mkdir(folder, { recursive: true })
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false' }
    const args = ['build', '-trimpath', '-ldflags', `-s -w ${recipe.linkerFlags}`, '-o', unfinished, recipe.package]
    await run('nice', ['-n', '10', 'go', ...args], { cwd: join(TOOLS, recipe.module), env, maxBuffer: 64 << 20 })
    await rename(unfinished, target)
  } catch (error) {
    throw new Error(`${name} is not here and could not be built; install Go 1.24 or later, or set KUBECONFIG to a cluster, or KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kubectl`, { cause: error })
  } finally {
    clearInterval(progress)
    await rm(unfinished, { force: true })
  }
  console.log(`cluster tests: built ${name} in ${seconds()} s`)
  return target
}

/** A program of Kubernetes itself. Without these linker flags it calls itself v0.0.0, which clients and feature gates take at its word. */
function kubernetesRecipe (name: string): Recipe {
  const [major, minor] = KUBERNETES_VERSION.split('.')
  const values = { gitVersion: `v${KUBERNETES_VERSION}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' }
  const linkerFlags = Object.entries(values).map(([field, value]) => `-X k8s.io/component-base/version.${field}=${value}`).join(' ')
  return { module: '.', version: KUBERNETES_VERSION, package: `k8s.io/kubernetes/cmd/${name}`, linkerFlags }
}

async function installEtcd (): Promise<string> {
  const hint = 'install it (Debian: apt-get install etcd-server), or set KUBECONFIG or KUBEBUILDER_ASSETS'
  if (process.getuid?.() !== 0) throw new Error(`etcd is not on the PATH; ${hint}`)
  console.log('cluster tests: installing the Debian package etcd-server, as root')
  try {
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'etcd-server'], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64 << 20 })
  } catch (error) {
    throw new Error(`etcd could not be installed; ${hint}`, { cause: error })
  }
  return '/usr/bin/etcd'
}

async function onPath (name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return await firstExecutable(name, (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''))
}

async function firstExecutable (name: string, folders: readonly (string | undefined)[]): Promise<string | undefined> {
  for (const folder of folders) {
    if (folder === undefined) continue
    const path = join(folder, name)
    if (await access(path, constants.X_OK).then(() => true, () => false)) return path
  }
  return undefined
}
