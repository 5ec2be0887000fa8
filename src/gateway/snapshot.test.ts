import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@subnetes/common'
import { loadService } from '@subnetes/proto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SNAPSHOT_FILE, fileSnapshot } from './snapshot.ts'
import type { Logger } from '@subnetes/common'
import type { Assignment } from '@subnetes/control'

const PROTO = 'syntax = "proto3"; package p; service S { rpc rpc_x (M) returns (stream M); } message M { string text = 1; }'

let folder: string
let warnings: string[]
let logger: Logger

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'subnetes-snapshot-')), 'state')
  warnings = []
  logger = { ...silentLogger, warn: (message, fields) => { warnings.push(`${message}: ${String(fields?.['error'])}`) } }
})
afterEach(async () => { await rm(join(folder, '..'), { recursive: true, force: true }) })

function protocol (name: string): Assignment {
  const { descriptorSet } = loadService({ proto: PROTO })
  return {
    name,
    generation: 3,
    service: 'p.S',
    handlerPrefix: name,
    namespace: 'team',
    descriptorSet,
    proto: PROTO,
    concurrency: 2,
    accessJson: '',
    queue: { attempts: 0, backoffSeconds: 0, lockDurationSeconds: 0, maxStalledCount: 0, keepResultsSeconds: 0 },
    hold: { maxPending: 10, maxPendingPerPeer: 5, timeoutSeconds: 7 },
    methods: [{ name: 'rpc_x', requestStream: false, responseStream: true, timeoutSeconds: 9, idempotent: true, maxRequestBytes: 100, mode: 'interactive', requestType: 'p.M', responseType: 'p.M', accessJson: '' }]
  }
}

test('gives back what was kept, whole', async () => {
  const snapshot = fileSnapshot({ folder, peerId: 'me', logger })
  expect(await snapshot.load()).toEqual([])
  await snapshot.save([protocol('a'), protocol('b')])
  const kept = await fileSnapshot({ folder, peerId: 'me', logger }).load()
  expect(kept.map((assignment) => ({ ...assignment, descriptorSet: Buffer.from(assignment.descriptorSet) })))
    .toEqual([protocol('a'), protocol('b')].map((assignment) => ({ ...assignment, descriptorSet: Buffer.from(assignment.descriptorSet) })))
  expect(warnings).toEqual([])
})

test('writes the newest of many saves and leaves no half-written file behind', async () => {
  const snapshot = fileSnapshot({ folder, peerId: 'me', logger })
  await Promise.all([snapshot.save([protocol('a')]), snapshot.save([protocol('b')]), snapshot.save([protocol('c')])])
  expect((await snapshot.load()).map(({ name }) => name)).toEqual(['c'])
  expect(await readdir(folder)).toEqual([SNAPSHOT_FILE])
})

test.each([
  ['the file of another gateway', 'other', undefined, 'it belongs to peer me, and this is other'],
  ['a broken file', 'me', '{"format":1,"pee', 'JSON'],
  ['another format', 'me', '{"format":9}', 'its format is 9; this gateway writes 1']
])('does not use %s, and says why', async (_, peerId, text, words) => {
  await fileSnapshot({ folder, peerId: 'me', logger }).save([protocol('a')])
  if (text !== undefined) await writeFile(join(folder, SNAPSHOT_FILE), text)
  expect(await fileSnapshot({ folder, peerId, logger }).load()).toEqual([])
  expect(warnings).toEqual([expect.stringContaining(words)])
})

test('a folder that cannot be written costs a warning, not the gateway', async () => {
  await writeFile(folder, 'a file stands where the folder should be')
  await fileSnapshot({ folder, peerId: 'me', logger }).save([protocol('a')])
  expect(warnings).toEqual([expect.stringContaining('assignments not kept')])
  expect(await readFile(folder, 'utf8')).toContain('a file stands')
})
