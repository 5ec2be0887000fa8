/** The words of the commands about one job: a peer and the job's id, or the id alone where a peer is looked for. */
import type { Command } from 'commander'
import { SubnetesError } from '@subnetes/common'
import { parseMultiaddr } from './peer.ts'

/** Which job, and where to ask for it. */
export interface JobWords { readonly address: string | undefined, readonly id: string }

/** Options of {@link withJobWords}. */
export interface JobPeerFlags { via?: string, expectPeer?: string }

/** Adds the words and the options that go with them. */
export function withJobWords (command: Command): Command {
  const name = command.name()
  return command
    .usage(`MULTIADDR JOB [options]\n       subnetes ${name} --via MULTIADDR JOB [options]`)
    .argument('[words...]', 'the peer, or any other gateway of its subnet node, and the id that submit printed')
    .option('--via <multiaddr>', 'find a peer that knows the job through the DHT, starting at this one')
    .option('--expect-peer <id>', 'only this peer will do, whatever the DHT says')
}

/** Reads `MULTIADDR JOB`, or `JOB` with --via. @throws {SubnetesError} `invalid_argument` naming what is missing */
export function readJobWords (command: string, words: readonly string[], { via }: JobPeerFlags): JobWords {
  const [address, id, ...rest] = via === undefined ? words : [undefined, ...words]
  if (id === undefined || rest.length > 0) {
    const problem = id === undefined ? whatIsMissing(address, via) : `${JSON.stringify(rest[0])} is a word too many`
    throw new SubnetesError('invalid_argument', `${problem}; expected: subnetes ${command} ${via === undefined ? 'MULTIADDR' : `--via ${via}`} JOB`)
  }
  parseMultiaddr(via ?? address ?? '')
  return { address, id }
}

function whatIsMissing (address: string | undefined, via: string | undefined): string {
  if (via === undefined && address === undefined) return 'peer and job are missing'
  return via === undefined && address?.startsWith('/') === false ? 'the peer is missing (--via MULTIADDR finds one)' : 'the job is missing'
}
