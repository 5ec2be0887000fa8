/** `subnetes call`: one call of a peer's handler, messages as JSON. */
import type { Command } from 'commander'
import { SubnetesError, ownedSignal, shapeName } from '@subnetes/common'
import type { MethodDefinition } from '@subnetes/proto'
import { callMethod, once } from '@subnetes/rpc'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { encodeJson, encodeLines, readAll } from '../messages.ts'
import { optionalIdentity } from '../identity.ts'
import { messagePrinter } from '../printer.ts'
import { positiveInteger } from '../options.ts'
import { connectPeer, parseMultiaddr } from '../peer.ts'
import { methodFromFile, methodFromPeer, requireHandle } from '../schema.ts'

/** Options as commander gives them. */
interface CallFlags { via?: string, expectPeer?: string, proto?: string, deadline?: number, streamIn?: boolean, text?: string, json?: boolean, identity?: string }

/** What to call, out of the command line. */
interface CallRequest { address: string | undefined, handle: string, json: string | undefined }

const EXAMPLES = `
Examples:
  subnetes call /ip4/127.0.0.1/tcp/4001/p2p/12D3Koo... InferenceProtocol.rpc_inference '{"prompt":"ROMEO:"}'
  subnetes call /ip4/... InferenceProtocol.rpc_inference_stream '{"prompt":"ROMEO:"}' --text text
  subnetes call --via /ip4/... InferenceProtocol.rpc_info
  printf '{"x":1}\\n{"x":2}\\n' | subnetes call /ip4/... Sums.rpc_sum --stream-in`

/** Adds `call`. */
export function addCallCommand (program: Command, context: CliContext, finish: (code: ExitCodeValue) => void): void {
  program.command('call')
    .description('Calls a handler of a peer; each answer is printed as it arrives.')
    .usage('MULTIADDR HANDLER [JSON] [options]\n       subnetes call --via MULTIADDR HANDLER [JSON] [options]')
    .argument('<words...>', 'peer, handler and request; the request is {} when left out, and "-" reads it from standard input')
    .option('--via <multiaddr>', 'find a peer that serves the handler through the DHT, starting at this one')
    .option('--expect-peer <id>', 'only this peer will do, whatever the DHT says')
    .option('--proto <file>', 'the schema; left out, the peer tells it (ReflectionProtocol)')
    .option('--deadline <ms>', 'longest time of the whole command, in milliseconds', positiveInteger)
    .option('--stream-in', 'requests are JSON lines from standard input, sent as they come')
    .option('--text <field>', 'print only this field, without line ends between the messages')
    .option('--identity <file>', 'key file to call with (subnetes keys new); left out, the one of this user, made once')
    .option('--json', 'one line of JSON for each answer; errors as JSON on standard error')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODE_HELP}`)
    .action(async (words: string[], flags: CallFlags) => {
      await call(readWords(words, flags), flags, context)
      finish(ExitCode.Ok)
    })
}

function readWords (words: readonly string[], flags: CallFlags): CallRequest {
  const [address, handle, json, ...rest] = flags.via === undefined ? words : [undefined, ...words]
  if (handle === undefined || rest.length > 0) {
    throw new SubnetesError('invalid_argument', `call got ${words.length} words; expected ${flags.via === undefined ? 'MULTIADDR ' : ''}HANDLER and perhaps a request as one JSON text (quote it)`)
  }
  requireHandle(handle)
  parseMultiaddr(flags.via ?? address ?? '')
  if (json !== undefined && flags.streamIn === true) throw new SubnetesError('invalid_argument', 'give the request either as an argument or with --stream-in, not both')
  if (flags.json === true && flags.text !== undefined) throw new SubnetesError('invalid_argument', 'give either --json or --text, not both')
  return { address, handle, json }
}

async function call (request: CallRequest, flags: CallFlags, context: CliContext): Promise<void> {
  const deadline = flags.deadline === undefined ? undefined : Date.now() + flags.deadline
  using limit = ownedSignal({ parents: [context.signal], deadline, what: `calling ${request.handle}` })
  const { signal } = limit
  const known = flags.proto === undefined ? undefined : await methodFromFile(request.handle, flags.proto)
  await using link = await connectPeer({ ...flags, identity: await optionalIdentity(flags.identity, context.env), address: request.address, handle: request.handle }, signal)
  const method = known ?? await methodFromPeer(request.handle, link, { signal, deadline })
  const requests = await readRequests(method, request, flags, context)
  const print = messagePrinter(method, flags, context)
  for await (const bytes of callMethod(link.node, link.peer, { handle: request.handle, method, requests, signal, deadline })) {
    await print.message(method.decodeResponse(bytes))
  }
  await print.end()
}

async function readRequests (method: MethodDefinition, { handle, json }: CallRequest, flags: CallFlags, context: CliContext): Promise<AsyncIterable<Uint8Array>> {
  if (flags.streamIn === true) {
    if (!method.requestStream) throw new SubnetesError('invalid_argument', `${handle} is a ${shapeName(method)} method and takes one request; leave --stream-in out`)
    return encodeLines(context.stdin, method)
  }
  return once(encodeJson(json === '-' ? await readAll(context.stdin) : json ?? '{}', method, 'the request'))
}
