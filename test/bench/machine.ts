/** Where and with what a benchmark ran. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'

/** Facts beside the figures. */
export interface Machine {
  readonly date: string
  /** Short hash, with `+` when files differ from it; `unknown` outside a clone. */
  readonly commit: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  /** Load of the minute before the benchmark: other work takes part in every figure. */
  readonly loadBefore: number
  readonly versions: Readonly<Record<string, string>>
}

const PACKAGES = ['@grpc/grpc-js', 'libp2p', '@libp2p/yamux', '@chainsafe/libp2p-noise', '@libp2p/tcp']

/** The machine, now. */
export function describeMachine (): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    loadBefore: loadavg()[0] ?? 0,
    versions: { node: process.versions.node, ...Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])) }
  }
}

function commit (): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+')
  } catch {
    return 'unknown' // a copy without git, or no git
  }
}

function versionOf (name: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as { version: string }
  return version
}
