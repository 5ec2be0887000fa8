/** Users of the installation's Redis, through the administrator's connection. */
import { SubnetesError } from '@subnetes/common'
import type { Logger } from '@subnetes/common'
import { connectRedis, runnerAclRules } from '@subnetes/dispatch/bullmq/redis'
import { splitKey } from '../controller/kinds.ts'

/** The administrator's connection. */
export type AdminConnection = ReturnType<typeof connectRedis>

/** Opens it; it connects again for ever. Commands fail at once while it is down. */
export function connectAdmin (url: string, logger: Logger): AdminConnection {
  return connectRedis({ url, role: 'gateway', logger })
}

/** Name of the user of a Protocol's runners. `instance` keeps two installations at one Redis apart; neither a namespace nor a Protocol's name holds a dot. */
export function runnerUser (instance: string, protocolKey: string): string {
  const { namespace, name } = splitKey(protocolKey)
  return `${instance}-runner.${namespace}.${name}`
}

/** The Protocol of a {@link runnerUser} of this installation; undefined for other users. */
export function protocolOfUser (instance: string, user: string): string | undefined {
  const prefix = `${instance}-runner.`
  const parts = user.startsWith(prefix) ? user.slice(prefix.length).split('.') : []
  return parts.length === 2 ? parts.join('/') : undefined
}

/** Makes the user, or makes it what it should be, in one step: its keys, and the passwords with these hashes. Connections that are open stay open. @throws {SubnetesError} see {@link aclError} */
export async function setRunnerUser (redis: AdminConnection, user: string, init: { readonly protocolKey: string, readonly hashes: readonly string[] }): Promise<void> {
  const { namespace, name } = splitKey(init.protocolKey)
  const rules = ['on', 'resetpass', ...init.hashes.map((hash) => `#${hash}`), ...runnerAclRules(namespace, name)]
  await redis.call('ACL', 'SETUSER', user, ...rules).catch((error: unknown) => { throw aclError(error, 'making the users of runners') })
}

/** Names of all users. */
export async function listUsers (redis: AdminConnection): Promise<string[]> {
  return await redis.call('ACL', 'USERS').catch((error: unknown) => { throw aclError(error, 'listing users') }) as string[]
}

/** Removes the user, and with it its connections. */
export async function removeUser (redis: AdminConnection, user: string): Promise<void> {
  await redis.call('ACL', 'DELUSER', user).catch((error: unknown) => { throw aclError(error, 'removing the users of runners') })
}

/** `failed_precondition` when Redis refuses (its words are kept: they name the missing right), `unavailable` when it does not answer. */
function aclError (error: unknown, attempted: string): SubnetesError {
  const words = error instanceof Error ? error.message : String(error)
  if (/^(LOADING|READONLY|MASTERDOWN|BUSY)\b/.test(words) || !(error instanceof Error && error.name === 'ReplyError')) {
    return new SubnetesError('unavailable', `${attempted}: Redis does not answer; it may be restarting`, { cause: error })
  }
  return new SubnetesError('failed_precondition', `${attempted}: Redis refused: ${words}; the URL of the operator must be of a user with the right to ACL SETUSER, DELUSER and USERS`, { cause: error })
}
