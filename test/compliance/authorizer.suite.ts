/** What every authorizer must do, ours and users' own: a call of its own kind passes, everything else ends in a typed refusal. */
import { SubnetesError } from '@subnetes/common'
import type { Authorizer, AuthorizerCall } from '@subnetes/rpc'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'

/** Two nodes with one scheme, and a third that has none of their rights. */
export interface AuthorizerUnderTest {
  /** Signs requests and checks responses. */
  client: Authorizer
  /** Checks requests and signs responses. */
  server: Authorizer
  /** A client that the server must refuse; undefined when the scheme refuses nobody in particular. */
  stranger: Authorizer | undefined
  /** A call as the server sees it, from the client or from the stranger. */
  served: (from: 'client' | 'stranger') => AuthorizerCall
  /** The same as the client sees it. */
  sent: () => AuthorizerCall
  /** Serialized messages of the method. */
  request: Uint8Array
  response: Uint8Array
}

/** What the suite needs to know. */
export interface AuthorizerSuite {
  name: string
  /** Whether it signs messages. */
  signs: boolean
  setup: () => Promise<AuthorizerUnderTest>
}

const REFUSALS: readonly string[] = ['unauthenticated', 'permission_denied', 'resource_exhausted', 'unavailable']

/** The code of what `run` throws; fails when it throws anything untyped or nothing. */
export async function refusalOf (run: () => Promise<void> | void | undefined): Promise<SubnetesError> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof SubnetesError)) throw error
    expect(REFUSALS).toContain(error.code)
    return error
  }
  throw new Error('nothing was refused')
}

/** Runs the suite on one authorizer. */
export function describeAuthorizer (suite: AuthorizerSuite): void {
  describe(`authorizer: ${suite.name}`, () => {
    let test: AuthorizerUnderTest
    beforeEach(async () => { test = await suite.setup() })

    async function request (client: Authorizer = test.client): Promise<Uint8Array> {
      return await client.signRequest?.(test.request, test.sent()) ?? test.request
    }

    async function accept (bytes: Uint8Array, from: 'client' | 'stranger' = 'client'): Promise<void> {
      await test.server.authorizeCaller?.(test.served(from))
      await test.server.validateRequest?.(bytes, test.served(from))
    }

    async function respond (bytes: Uint8Array): Promise<Uint8Array> {
      return await test.server.signResponse?.(test.response, bytes, test.served('client')) ?? test.response
    }

    it('lets a call pass, request and response', async () => {
      const signed = await request()
      await accept(signed)
      const answer = await respond(signed)
      await test.client.validateResponse?.(answer, signed, test.sent())
      if (!suite.signs) expect([signed, answer]).toEqual([test.request, test.response])
    })

    it('lets each message of a stream of responses pass', async () => {
      const signed = await request()
      await accept(signed)
      for (let index = 0; index < 3; index++) await test.client.validateResponse?.(await respond(signed), signed, test.sent())
    })

    it('lets calls pass that run at the same time', async () => {
      await Promise.all(Array.from({ length: 8 }, async () => {
        const signed = await request()
        await accept(signed)
        await test.client.validateResponse?.(await respond(signed), signed, test.sent())
      }))
    })

    it('leaves the bytes it is given alone', async () => {
      const [requestBefore, responseBefore] = [Buffer.from(test.request), Buffer.from(test.response)]
      const signed = await request()
      const signedBefore = Buffer.from(signed)
      await accept(signed)
      await test.client.validateResponse?.(await respond(signed), signed, test.sent())
      expect([Buffer.from(test.request), Buffer.from(test.response), Buffer.from(signed)]).toEqual([requestBefore, responseBefore, signedBefore])
    })

    it('refuses a stranger with a typed error that names no secret', async () => {
      const { stranger } = test
      if (stranger === undefined) return
      const error = await refusalOf(async () => await accept(await request(stranger), 'stranger'))
      expect(error.message).not.toMatch(/PRIVATE|\n/)
    })

    it('answers any bytes with acceptance or a typed refusal', async () => {
      await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        try {
          await test.server.validateRequest?.(bytes, test.served('client'))
          await test.client.validateResponse?.(bytes, test.request, test.sent())
        } catch (error) {
          expect(error).toBeInstanceOf(SubnetesError)
        }
      }), { numRuns: Number(process.env.FUZZ_RUNS ?? 300) })
    })

    if (suite.signs) describeSigned({ request, accept, respond, test: () => test })
  })
}

interface SignedSteps {
  request: (client?: Authorizer) => Promise<Uint8Array>
  accept: (bytes: Uint8Array) => Promise<void>
  respond: (bytes: Uint8Array) => Promise<Uint8Array>
  test: () => AuthorizerUnderTest
}

function describeSigned ({ request, accept, respond, test }: SignedSteps): void {
  it('refuses a request without a signature', async () => {
    expect((await refusalOf(async () => await accept(test().request))).code).toBe('unauthenticated')
  })

  it('refuses a request that was used before', async () => {
    const signed = await request()
    await accept(signed)
    expect((await refusalOf(async () => await accept(signed))).code).toBe('unauthenticated')
  })

  it('refuses a request with any one bit changed', async () => {
    const signed = await request()
    await fc.assert(fc.asyncProperty(fc.nat({ max: signed.length * 8 - 1 }), async (bit) => {
      const changed = new Uint8Array(signed)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      await refusalOf(async () => await accept(changed))
    }), { numRuns: 300 })
    await accept(signed)
  })

  it('refuses a response without a signature', async () => {
    const { client, response, sent } = test()
    const signed = await request()
    expect((await refusalOf(async () => await client.validateResponse?.(response, signed, sent()))).code).toBe('unauthenticated')
  })

  it('refuses a response with any one bit changed', async () => {
    const { client, sent } = test()
    const signed = await request()
    await accept(signed)
    const answer = await respond(signed)
    await fc.assert(fc.asyncProperty(fc.nat({ max: answer.length * 8 - 1 }), async (bit) => {
      const changed = new Uint8Array(answer)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      await refusalOf(async () => await client.validateResponse?.(changed, signed, sent()))
    }), { numRuns: 300 })
  })

  it('refuses the response to another request', async () => {
    const { client, sent } = test()
    const [first, second] = [await request(), await request()]
    await accept(first)
    const answer = await respond(first)
    expect((await refusalOf(async () => await client.validateResponse?.(answer, second, sent()))).code).toBe('unauthenticated')
  })
}
