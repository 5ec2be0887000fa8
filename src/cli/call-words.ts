/** The words of `call` and `submit`: peer, handler, request. */
import { SubnetesError, parseHandle } from '@subnetes/common'
import { parseMultiaddr } from './peer.ts'
import { requireHandle } from './schema.ts'

/** What to call, out of the command line. */
export interface CallWords { readonly address: string | undefined, readonly handle: string, readonly json: string | undefined }

const EXAMPLE_PEER = '/ip4/127.0.0.1/tcp/4001/p2p/12D3Koo...'

/**
 * Reads `MULTIADDR HANDLER [JSON]`, or `HANDLER [JSON]` where a peer is looked for.
 *
 * @param via value of --via
 * @throws {SubnetesError} `invalid_argument` naming what is missing, with an example
 */
export function readCallWords (command: 'call' | 'submit', words: readonly string[], via: string | undefined): CallWords {
  const [address, handle, json, ...rest] = via === undefined ? words : [undefined, ...words]
  const problem = handle === undefined ? whatIsMissing(address, via) : rest.length > 0 ? `${JSON.stringify(rest[0])} is a word too many` : undefined
  if (handle === undefined || problem !== undefined) {
    throw new SubnetesError('invalid_argument', `${problem ?? ''}; expected ${via === undefined ? 'MULTIADDR ' : ''}HANDLER and perhaps a request as one quoted JSON text, as in: ${example(command, via)}`)
  }
  requireHandle(handle)
  parseMultiaddr(via ?? address ?? '')
  return { address, handle, json }
}

function whatIsMissing (address: string | undefined, via: string | undefined): string {
  if (via !== undefined) return 'the handler is missing'
  if (address === undefined) return 'peer and handler are missing'
  return parseHandle(address) === undefined ? 'the handler is missing' : 'the peer is missing (--via MULTIADDR finds one)'
}

function example (command: string, via: string | undefined): string {
  return `subnetes ${command} ${via === undefined ? EXAMPLE_PEER : `--via ${EXAMPLE_PEER}`} InferenceProtocol.rpc_inference '{"prompt":"ROMEO:"}'`
}
