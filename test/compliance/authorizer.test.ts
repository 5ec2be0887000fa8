import { MemoryNonceStore, ProofOfStakeAuthorizer, RateLimitAuthorizer, SignatureAuthorizer, TokenAuthorizer, allOf, authFieldsOf, createToken, isTokenSigned, parseExpiration, parseOpenSshKey, signingKey } from '@subnetes/auth'
import type { StakeOracle } from '@subnetes/auth'
import type { Authorizer } from '@subnetes/rpc'
import { ANSWER, ASK, callBetween, identity, signedService } from '../fixtures/auth/signed-service.ts'
import type { Identity } from '../fixtures/auth/signed-service.ts'
import { describeAuthorizer } from './authorizer.suite.ts'
import type { AuthorizerUnderTest } from './authorizer.suite.ts'

const fields = authFieldsOf(signedService)

function between (nodes: Nodes, authorizers: Pick<AuthorizerUnderTest, 'client' | 'server' | 'stranger'>): AuthorizerUnderTest {
  return {
    ...authorizers, request: ASK, response: ANSWER, served: (from) => callBetween(nodes.server, nodes[from]), sent: () => callBetween(nodes.client, nodes.server)
  }
}

type Nodes = Record<'client' | 'server' | 'stranger', Identity>

async function makeThree (type: 'Ed25519' | 'RSA'): Promise<Nodes> {
  const [client, server, stranger] = await Promise.all([identity(type), identity(type), identity(type)])
  return { client, server, stranger }
}

/** Made once for each type: RSA keys take half a second. */
const made = new Map<string, Promise<Nodes>>()

async function three (type: 'Ed25519' | 'RSA' = 'Ed25519'): Promise<Nodes> {
  const nodes = made.get(type) ?? makeThree(type)
  made.set(type, nodes)
  return await nodes
}

const stakeOf = (...peers: readonly string[]): StakeOracle => ({ start: async () => {}, stop: async () => {}, isStaked: async (peer) => peers.includes(peer) })

describeAuthorizer({
  name: 'SignatureAuthorizer',
  signs: true,
  setup: async () => {
    const nodes = await three()
    const of = ({ key }: Identity): Authorizer => new SignatureAuthorizer({ key, fields, startedAtMs: 0 })
    // A stranger to signatures is who signs with a key that is not its connection's.
    return between(nodes, { client: of(nodes.client), server: of(nodes.server), stranger: of(nodes.client) })
  }
})

describeAuthorizer({
  name: 'SignatureAuthorizer with RSA keys and requests bound to nobody',
  signs: true,
  setup: async () => {
    const nodes = await three('RSA')
    const of = ({ key }: Identity): Authorizer => new SignatureAuthorizer({ key, fields, allowUnbound: true, sharedNonces: new MemoryNonceStore() })
    return between(nodes, { client: of(nodes.client), server: of(nodes.server), stranger: of(nodes.client) })
  }
})

describeAuthorizer({
  name: 'TokenAuthorizer',
  signs: true,
  setup: async () => {
    const nodes = await three()
    const authority = signingKey((await identity()).key)
    const authorityKey = parseOpenSshKey(authority.text)
    // As hivemind's own test: the authority signs the text of the token, which names the peer's key.
    const of = ({ key }: Identity, by = authority): Authorizer => {
      const token = createToken(signingKey(key), Date.now() + 60_000, 'alice')
      const text = Buffer.from(`${token.username} ${Buffer.from(token.publicKey).toString()} ${token.expirationTime}`)
      return new TokenAuthorizer({
        key,
        fields,
        sharedNonces: new MemoryNonceStore(),
        getToken: () => ({ ...token, signature: by.sign(text) }),
        isTokenValid: (theirs) => (parseExpiration(theirs.expirationTime) ?? 0) > Date.now() &&
          authorityKey.verify(Buffer.from(`${theirs.username} ${Buffer.from(theirs.publicKey).toString()} ${theirs.expirationTime}`), theirs.signature)
      })
    }
    return between(nodes, { client: of(nodes.client), server: of(nodes.server), stranger: of(nodes.stranger, signingKey(nodes.stranger.key)) })
  }
})

describeAuthorizer({
  name: 'ProofOfStakeAuthorizer',
  signs: false,
  setup: async () => {
    const nodes = await three()
    const oracle = stakeOf(nodes.client.peer, nodes.server.peer)
    const authorizer = new ProofOfStakeAuthorizer({ oracle })
    return between(nodes, { client: authorizer, server: authorizer, stranger: authorizer })
  }
})

describeAuthorizer({
  name: 'RateLimitAuthorizer',
  signs: false,
  setup: async () => {
    const nodes = await three()
    const server = new RateLimitAuthorizer()
    for (let calls = 0; calls < 20; calls++) server.authorizeCaller(callBetween(nodes.server, nodes.stranger))
    return between(nodes, { client: {}, server, stranger: {} })
  }
})

describeAuthorizer({
  name: 'allOf: rate limit, stake, signature',
  signs: true,
  setup: async () => {
    const nodes = await three()
    const oracle = stakeOf(nodes.client.peer, nodes.server.peer)
    const of = ({ key }: Identity): Authorizer => allOf(
      new RateLimitAuthorizer({ limits: { perSecond: 10_000, burst: 10_000, perMinute: 100_000, perHour: 100_000 } }),
      new ProofOfStakeAuthorizer({ oracle }),
      new SignatureAuthorizer({ key, fields, startedAtMs: 0 })
    )
    return between(nodes, { client: of(nodes.client), server: of(nodes.server), stranger: of(nodes.stranger) })
  }
})

// isTokenSigned is what the template's token scheme asks of isTokenValid.
describeAuthorizer({
  name: 'TokenAuthorizer with self-signed tokens of RSA keys',
  signs: true,
  setup: async () => {
    const nodes = await three('RSA')
    const of = ({ key }: Identity, accepted: readonly string[]): Authorizer => new TokenAuthorizer({
      key,
      fields,
      sharedNonces: new MemoryNonceStore(),
      getToken: () => createToken(signingKey(key), Date.now() + 60_000),
      isTokenValid: (token) => accepted.includes(parseOpenSshKey(token.publicKey).peerId) && isTokenSigned(token, parseOpenSshKey(token.publicKey))
    })
    const accepted = [nodes.client.peer, nodes.server.peer]
    return between(nodes, { client: of(nodes.client, accepted), server: of(nodes.server, accepted), stranger: of(nodes.stranger, accepted) })
  }
})
