/** URLs of a Redis: `redis://`, `rediss://`, or the path of a unix socket, with credentials put in or taken out. */
import { SubnetesError } from './errors.ts'

/** A user of a Redis. */
export interface RedisUser { readonly user: string, readonly password: string }

/** @throws {SubnetesError} `invalid_argument` for text that names no Redis; what is shown of it holds no password */
export function checkRedisUrl (text: string): string {
  if (text.startsWith('/') && !text.startsWith('//')) return text
  const url = URL.parse(text)
  if (url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== '') return text
  throw new SubnetesError('invalid_argument', `${JSON.stringify(hideCredentials(text))} is no URL of a Redis; expected redis://[USER:PASSWORD@]HOST:PORT[/DB], rediss://... or the path of its unix socket`)
}

/** The same Redis as somebody else. */
export function withUser (url: string, { user, password }: RedisUser): string {
  if (url.startsWith('/')) {
    const [path = '', query] = url.split('?', 2)
    const parameters = new URLSearchParams(query)
    parameters.set('username', user)
    parameters.set('password', password)
    return `${path}?${parameters.toString()}`
  }
  const parsed = new URL(url)
  parsed.username = user
  parsed.password = password
  return parsed.href
}

/** For messages and status: where it is, and nothing that opens it. */
export function hideCredentials (url: string): string {
  return url.startsWith('/') ? url.split('?', 1)[0] ?? url : url.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/, '')
}
