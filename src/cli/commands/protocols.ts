/** `subnetes protocols`: what a peer serves. */
import type { Command } from 'commander'
import { SubnetesError, ownedSignal, shapeName } from '@subnetes/common'
import type { Message } from '@subnetes/proto'
import { writeOut } from '../context.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { optionalIdentity } from '../identity.ts'
import { toJson } from '../messages.ts'
import { positiveInteger } from '../options.ts'
import { connectPeer } from '../peer.ts'
import { reflect, requireHandle } from '../schema.ts'

/** Longest time of the command unless told. */
const DEFAULT_DEADLINE_MS = 15_000

interface ProtocolsFlags { json?: boolean, schema?: string, deadline?: number, identity?: string }

/** Adds `protocols`. */
export function addProtocolsCommand (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  program.command('protocols')
    .description('Lists what a peer serves: protocols, their handlers, and how many workers are ready.')
    .argument('<multiaddr>', 'the peer')
    .option('--schema <handler>', 'print the .proto text of this handler instead')
    .option('--deadline <ms>', `longest time of the command, in milliseconds (default: ${DEFAULT_DEADLINE_MS})`, positiveInteger)
    .option('--identity <file>', 'key file to ask with; left out, the one of this user, made once')
    .option('--json', 'one JSON object; errors as JSON on standard error')
    .addHelpText('after', EXIT_CODE_HELP)
    .action(async (address: string, flags: ProtocolsFlags) => {
      const deadline = Date.now() + (flags.deadline ?? DEFAULT_DEADLINE_MS)
      using limit = ownedSignal({ parents: [context.signal], deadline, what: `asking ${address}` })
      if (flags.schema !== undefined) requireHandle(flags.schema)
      await using link = await connectPeer({ address, identity: await optionalIdentity(flags.identity, context.env) }, limit.signal)
      const options = { signal: limit.signal, deadline }
      if (flags.schema !== undefined) await printSchema(await reflect(link, options, 'rpc_schema', { handle: flags.schema }), flags, context)
      else await printList(await reflect(link, options, 'rpc_list', {}), flags, context)
      finish(ExitCode.Ok)
    })
}

async function printSchema (answer: Message, flags: ProtocolsFlags, { stdout }: CliContext): Promise<void> {
  const proto = String(answer['proto'])
  if (flags.json === true) return await writeOut(stdout, `${toJson(answer)}\n`)
  if (proto === '') throw new SubnetesError('not_found', `the peer has no .proto text for ${flags.schema ?? ''}, only descriptors; --json prints them`)
  await writeOut(stdout, proto.endsWith('\n') ? proto : `${proto}\n`)
}

async function printList (answer: Message, flags: ProtocolsFlags, { stdout }: CliContext): Promise<void> {
  if (flags.json === true) return await writeOut(stdout, `${toJson(answer)}\n`)
  const protocols = answer['protocols'] as Message[]
  const lines = protocols.length === 0 ? ['(no protocol is served)'] : protocols.flatMap(describe)
  await writeOut(stdout, `peer ${String(answer['gateway_peer_id'])}\n${lines.join('\n')}\n`)
}

function describe (protocol: Message): string[] {
  const workers = Number(protocol['ready_workers'])
  const how = protocol['written'] === true ? 'in the gateway' : `${workers} ${workers === 1 ? 'worker' : 'workers'} ready`
  const handlers = protocol['handlers'] as Message[]
  const width = Math.max(...handlers.map((handler) => String(handler['handle']).length))
  return [`${String(protocol['name'])}  ${String(protocol['service'])}  ${how}`, ...handlers.map((handler) => `  ${describeHandler(handler, width)}`)]
}

function describeHandler (handler: Message, width: number): string {
  const shape = shapeName({ requestStream: handler['request_stream'] === true, responseStream: handler['response_stream'] === true })
  return `${String(handler['handle']).padEnd(width)}  ${shape}: ${String(handler['request_type'])} -> ${String(handler['response_type'])}`
}
