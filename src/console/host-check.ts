/** Which names a browser may call this server by. */
import { isIP } from 'node:net'

/**
 * Whether a request with this `Host` is meant for us.
 *
 * A page of a stranger can have its own name resolve to 127.0.0.1, or to a forwarded port, and then read what is served there as if it were its own (DNS rebinding). It always comes
 * with that name, so names must be ours; an address, or `localhost`, nobody can give to a stranger's page.
 *
 * @param allowed further names in lower case; `*` takes all
 */
export function isHostAllowed (host: string | undefined, allowed: readonly string[]): boolean {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(host ?? '')
  const name = (match?.[1] ?? match?.[2] ?? '').toLowerCase().replace(/\.$/, '')
  if (name === '') return false
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || allowed.includes(name) || allowed.includes('*')
}
