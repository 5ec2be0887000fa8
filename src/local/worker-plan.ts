/** How the workers of a protocol are started on this machine: a manifest's `worker` section as command, folder and environment. */
import { delimiter, dirname, resolve } from 'node:path'
import { Env, SubnetesError } from '@subnetes/common'
import type { Protocol } from '@subnetes/api'
import type { RunnerStore } from './job-store.ts'
import { SOURCE_CONDITION, ownCommand, runsFromSource } from './process-file.ts'

/** Everything needed to start one more worker of a protocol. */
export interface WorkerPlan {
  /** The manifest's name. */
  readonly protocol: string
  /** The process the twin starts: our runner, or the program itself when it embeds one. */
  readonly command: readonly string[]
  /** True when the program is runner and compute in one. */
  readonly embedded: boolean
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Longest time a worker may finish its calls when it is replaced or removed. */
  readonly drainMs: number
  /** The same for one that is too many; undefined: as long as its work takes. */
  readonly drainDeadlineSeconds: number | undefined
  /** Equal for equal workers: a change means that running ones must be replaced. */
  readonly fingerprint: string
}

/** What a plan is made from beside the manifest. */
export interface WorkerSources {
  /** The manifest's path. */
  readonly file: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly jobs: RunnerStore | undefined
}

/**
 * The plan of a protocol's workers.
 *
 * @param from the manifest's file (`workingDirectory` is relative to its folder), the environment workers inherit, and where they take jobs from, if they do
 * @throws {SubnetesError} `invalid_argument` when the manifest does not say what to start on this machine
 */
export function planWorkers (protocol: Protocol, from: WorkerSources): WorkerPlan {
  const { file, env, jobs } = from
  const { worker, drain, autoscaling, queue } = protocol.spec
  const { name } = protocol.metadata
  if (worker.local === undefined) {
    throw new SubnetesError('invalid_argument', `${file}: protocol "${name}" has no spec.worker.local, so there is nothing to start here; add spec.worker.local.command, the program that runs without a container`)
  }
  const embedded = worker.runner === 'Embedded'
  const own = Object.fromEntries((worker.local.env ?? []).map((variable) => [variable.name, variable.value]))
  const cwd = resolve(dirname(file), worker.local.workingDirectory ?? '.')
  const drainMs = drain.gracePeriodSeconds * 1000
  return {
    protocol: name,
    command: embedded ? worker.local.command : ownCommand('worker'),
    embedded,
    cwd,
    env: {
      ...childEnvironment(env),
      ...own,
      [Env.Protocol]: name,
      [Env.Concurrency]: String(worker.concurrency),
      [Env.DrainSeconds]: String(drain.gracePeriodSeconds),
      [Env.HttpListen]: '127.0.0.1:0',
      [Env.ComputeStartSeconds]: String(autoscaling.activationTimeoutSeconds),
      ...(jobs === undefined ? {} : { [Env.Redis]: jobs.url, [Env.Namespace]: jobs.namespace, [Env.Queue]: JSON.stringify(queue) }),
      ...(embedded ? {} : { [Env.ComputeCommand]: JSON.stringify(worker.local.command) })
    },
    drainMs,
    drainDeadlineSeconds: drain.policy === 'Deadline' ? drain.gracePeriodSeconds : undefined,
    fingerprint: JSON.stringify([worker.local.command, cwd, own, embedded, worker.concurrency, drainMs, jobs === undefined ? undefined : [jobs, queue]])
  }
}

/**
 * The environment children start from: ours without the variables that configure one particular process, and with the Node that runs the twin
 * first on the PATH, so that `node main.ts` in a manifest means this one. From source, packages are found as source too.
 */
export function childEnvironment (env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const configured = new Set<string>(Object.values(Env).filter((name) => name !== Env.LogLevel))
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !configured.has(name)))
  const path = [dirname(process.execPath), kept['PATH']].filter((part) => part !== undefined && part !== '').join(delimiter)
  if (!runsFromSource()) return { ...kept, PATH: path }
  const flag = `--conditions=${SOURCE_CONDITION}`
  const options = kept['NODE_OPTIONS'] ?? ''
  return { ...kept, PATH: path, NODE_OPTIONS: options.includes(flag) ? options : `${options} ${flag}`.trim() }
}
