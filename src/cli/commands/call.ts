/** `subnetes call`: one call of a peer's handler, messages as JSON. */
import type { Command } from 'commander'
import { SubnetesError, ownedSignal, shapeName } from '@subnetes/common'
import type { MethodDefinition } from '@subnetes/proto'
import { callMethod, once } from '@subnetes/rpc'
import { readCallWords } from '../call-words.ts'
import type { CallWords } from '../call-words.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODE_HELP, ExitCode } from '../exit-codes.ts'
import type { ExitCodeValue } from '../exit-codes.ts'
import { encodeJson, encodeLines, readAll } from '../messages.ts'
import { optionalIdentity } from '../identity.ts'
import { messagePrinter } from '../printer.ts'
import type { Printer } from '../printer.ts'
import { positiveInteger } from '../options.ts'
import { connectPeer, soFar } from '../peer.ts'
import type { PeerLink } from '../peer.ts'
import { methodFromFile, methodFromPeer } from '../schema.ts'

/** Options as commander gives them. */
interface CallFlags { via?: string, expectPeer?: string, proto?: string, deadline?: number, streamIn?: boolean, text?: string, json?: boolean, identity?: string }

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
    .argument('[words...]', 'peer, handler and request; the request is {} when left out, and "-" reads it from standard input')
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
      const request = readCallWords('call', words, flags.via)
      checkFlags(request, flags)
      await call(request, flags, context)
      finish(ExitCode.Ok)
    })
}

function checkFlags ({ json }: CallWords, flags: CallFlags): void {
  if (json !== undefined && flags.streamIn === true) throw new SubnetesError('invalid_argument', 'give the request either as an argument or with --stream-in, not both')
  if (flags.json === true && flags.text !== undefined) throw new SubnetesError('invalid_argument', 'give either --json or --text, not both')
}

async function call (request: CallWords, flags: CallFlags, context: CliContext): Promise<void> {
  const deadline = flags.deadline === undefined ? undefined : Date.now() + flags.deadline
  using limit = ownedSignal({ parents: [context.signal], deadline, what: `calling ${request.handle}` })
  const { signal } = limit
  const known = flags.proto === undefined ? undefined : await methodFromFile(request.handle, flags.proto)
  await using link = await connectPeer({ ...flags, identity: await optionalIdentity(flags.identity, context.env), address: request.address, handle: request.handle }, signal)
  const method = known ?? await methodFromPeer(request.handle, link, { signal, deadline })
  const wrong: { line?: SubnetesError } = {}
  const requests = await readRequests(method, request, flags, {
    context,
    // A single answer would be about half of the requests. Answers of a stream are about those that were sent.
    onWrongLine: (error) => { wrong.line = error; if (!method.responseStream) limit.abort(error) }
  })
  try {
    await printAnswers({ link, method, requests, signal, deadline }, request.handle, messagePrinter(method, flags, context))
  } catch (error) {
    throw wrong.line ?? error
  }
  if (wrong.line !== undefined) throw wrong.line
}

/** A call that is ready to be made. */
interface ReadyCall { link: PeerLink, method: MethodDefinition, requests: AsyncIterable<Uint8Array>, signal: AbortSignal, deadline: number | undefined }

async function printAnswers ({ link, method, requests, signal, deadline }: ReadyCall, handle: string, print: Printer): Promise<void> {
  let answers = 0
  try {
    for await (const bytes of callMethod(link.node, link.peer, { handle, method, requests, signal, deadline })) {
      answers++
      await print.message(method.decodeResponse(bytes))
    }
  } catch (error) {
    throw soFar(error, answers === 0 ? `no answer came; subnetes protocols ${link.address} tells whether workers are ready` : `${answers} ${answers === 1 ? 'answer' : 'answers'} came`)
  } finally {
    await print.end()
  }
}

interface RequestSource { readonly context: CliContext, readonly onWrongLine: (error: SubnetesError) => void }

async function readRequests (method: MethodDefinition, { handle, json }: CallWords, flags: CallFlags, { context, onWrongLine }: RequestSource): Promise<AsyncIterable<Uint8Array>> {
  if (flags.streamIn === true) {
    if (!method.requestStream) throw new SubnetesError('invalid_argument', `${handle} is a ${shapeName(method)} method and takes one request; leave --stream-in out`)
    return encodeLines(context.stdin, method, onWrongLine)
  }
  return once(encodeJson(json === '-' ? await readAll(context.stdin) : json ?? '{}', method, 'the request'))
}
