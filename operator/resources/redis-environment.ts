/** How a runner finds the Redis in which its jobs are: by a Secret of its Protocol's own user. */
import { Env } from '@subnetes/common'
import type { Protocol } from '@subnetes/api'
import { workerName } from './names.ts'
import type { Container } from './runner-container.ts'

/** Key of the URL in the Secret. */
export const REDIS_URL_KEY = 'url'

/** Name of the Secret of a Protocol's runners. */
export function redisSecretName (protocol: Protocol): string {
  return `${workerName(protocol)}-redis`
}

/** The variable. A pod waits for its Secret: a runner without Redis would take no jobs and look well. */
export function redisEnvironment (protocol: Protocol, isInstalled: boolean): Container[] {
  return isInstalled ? [{ name: Env.Redis, valueFrom: { secretKeyRef: { name: redisSecretName(protocol), key: REDIS_URL_KEY } } }] : []
}
