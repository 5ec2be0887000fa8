import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { askStatus } from './up-link.ts'

it('tells an up that does not answer from none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'subnetes-link-'))
  const socket = join(folder, 'silent.sock')
  const sockets: Socket[] = []
  const server = createServer((each) => { sockets.push(each) }).listen(socket)
  await once(server, 'listening')
  try {
    await expect(askStatus(folder)).rejects.toMatchObject({ code: 'unavailable', message: `no subnetes up runs with state folder ${folder}; start one, or name its folder with --state DIR` })
    await writeFile(join(folder, 'up.socket'), `${socket}\n`)
    await expect(askStatus(folder)).rejects.toMatchObject({ code: 'deadline_exceeded', message: expect.stringContaining('did not answer within 5 s; it may still do what was asked') as string })
  } finally {
    for (const each of sockets) each.destroy()
    server.close()
    await rm(folder, { recursive: true })
  }
}, 20_000)
