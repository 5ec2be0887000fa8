/** Listen and dial addresses of local servers: `HOST:PORT` or `unix:PATH`. */
import { SubnetesError } from './errors.ts'

/** A parsed address, in the shape that `net.connect` and `server.listen` take. */
export type Address = { readonly host: string, readonly port: number } | { readonly path: string }

/** Parses `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`. @throws {SubnetesError} `invalid_argument` naming `what` and the text */
export function parseAddress (text: string, what = 'address'): Address {
  if (text.startsWith('unix:') && text.length > 5) return { path: text.slice(5).replace(/^\/\/(?=\/)/, '') }
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || port > 65535) {
    throw new SubnetesError('invalid_argument', `${what} is ${JSON.stringify(text)}; allowed are HOST:PORT (as 127.0.0.1:50051) and unix:PATH`)
  }
  return { host, port }
}

/** The text form of an address. */
export function formatAddress (address: Address): string {
  if ('path' in address) return `unix:${address.path}`
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`
}
