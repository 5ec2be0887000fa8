/** `npm run -s policy`: the scaling policy as lines of JSON, one answer to each question; docs/scaling.md has the questions. */
import { createInterface } from 'node:readline'
import { createPolicyLines } from '@subnetes/scaling'

const answer = createPolicyLines()
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() !== '') process.stdout.write(`${answer(line)}\n`)
}
