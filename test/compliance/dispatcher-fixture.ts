/** What the dispatcher suite needs of an implementation, and small tools to drive calls. */
import { expect } from 'vitest'
import { SubnetesError } from '@subnetes/common'
import { eventually } from '../support/eventually.ts'
import type { EndpointState, WorkerEndpoint } from '@subnetes/common'
import type { DispatchCall, DispatchMethod, Dispatcher, DispatcherComponents } from '@subnetes/dispatch'
import type { TestWorker } from './dispatcher-worker.ts'

/** A worker that stands somewhere. */
export interface PlacedWorker {
  readonly worker: TestWorker
  endpoint: (state?: EndpointState) => WorkerEndpoint
  /** The worker is gone at once, with whatever runs on it, as if its process was killed. */
  lose: () => Promise<void>
}

/** One implementation under test. */
export interface DispatcherSetup {
  readonly create: (components: DispatcherComponents) => Dispatcher
  /** Places a worker of the given id. */
  readonly place: (worker: TestWorker) => Promise<PlacedWorker>
  /** An endpoint where nothing answers. */
  readonly nowhere: (id: string) => WorkerEndpoint
  readonly teardown: () => Promise<void>
}

/** What a call of the suite may choose. */
export interface CallChoice extends Partial<Omit<DispatchCall, 'method' | 'requests'>> {
  requests?: AsyncIterable<Uint8Array>
  text?: string
}

/** A call with everything filled in. */
export function testCall (method: DispatchMethod, choice: CallChoice = {}): DispatchCall {
  const { text = 'x', ...rest } = choice
  return {
    method, handle: `Test.${method.name}`, peer: 'peer-a', gatewayPeer: 'gateway', requests: messages([text]), signal: new AbortController().signal, ...rest
  }
}

/** Texts as request messages. */
export async function * messages (texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

/** All answers as text. */
export async function collect (answers: AsyncIterable<Uint8Array>): Promise<string[]> {
  const texts: string[] = []
  for await (const answer of answers) texts.push(Buffer.from(answer).toString())
  return texts
}

/** Begins to pull and says how it ended: answers, or the code of the error. */
export async function outcome (answers: AsyncIterable<Uint8Array>): Promise<string> {
  try {
    return (await collect(answers)).join(',')
  } catch (error) {
    return error instanceof SubnetesError ? error.code : String(error)
  }
}

/** The error a call ends with. */
export async function failure (answers: AsyncIterable<Uint8Array>): Promise<SubnetesError> {
  const error: unknown = await collect(answers).then((texts) => `answered ${texts.join(',')}`, (caught: unknown) => caught)
  expect(error).toBeInstanceOf(SubnetesError)
  return error as SubnetesError
}

/** Waits until a condition holds; its own text says which. */
export async function until (condition: () => boolean, timeoutMs = 5_000): Promise<void> {
  await eventually(String(condition), condition, timeoutMs)
}
