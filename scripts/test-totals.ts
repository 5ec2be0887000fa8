/**
 * Adds up what the steps of `scripts/steps.sh` left in the folders named on the command line: a table, then `N passed, N failed` as the last line.
 *
 * Tests are counted one by one. Beside failed tests, each of these counts as one failure: a failed step, a suite without a report or without
 * tests, a test file that did not load, a folder without steps and, when CI is set, a skipped test. Status 1 when anything failed.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is used of the report of vitest's `json` reporter. */
interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string, status: string, assertionResults: { status: string }[] }[]
}

/** One line of the table. */
interface Row {
  name: string
  seconds: string
  outcome: string
  passed: number
  failed: number
}

const countSkipped = Boolean(process.env['CI'])

function readRows (folder: string): Row[] {
  const file = join(folder, 'steps.tsv')
  if (!existsSync(file)) return [{ name: folder, seconds: '', outcome: 'ended before its first step', passed: 0, failed: 1 }]
  return readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => {
    const [kind = '', name = '', status = '', seconds = ''] = line.split('\t')
    return kind === 'suite' ? suiteRow(folder, { name, status, seconds }) : stepRow({ name, status, seconds })
  })
}

function stepRow ({ name, status, seconds }: { name: string, status: string, seconds: string }): Row {
  return { name, seconds, outcome: status === '0' ? 'ok' : `failed, status ${status}`, passed: 0, failed: status === '0' ? 0 : 1 }
}

function suiteRow (folder: string, step: { name: string, status: string, seconds: string }): Row {
  const file = join(folder, `${step.name}.json`)
  if (!existsSync(file)) return { ...stepRow(step), outcome: `no report, status ${step.status}`, failed: 1 }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  const skipped = report.numPendingTests + report.numTodoTests
  const brokenFiles = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.every((test) => test.status !== 'failed')).length
  let failed = report.numFailedTests + brokenFiles + (countSkipped ? skipped : 0)
  if (failed === 0 && (step.status !== '0' || report.numPassedTests === 0)) failed = 1
  const words = [`${report.numPassedTests} passed`, `${report.numFailedTests} failed`, `${skipped} skipped`, `${brokenFiles} files did not load`, `status ${step.status}`]
  return { name: step.name, seconds: step.seconds, outcome: words.join(', '), passed: report.numPassedTests, failed }
}

function main (folders: string[]): void {
  const rows = folders.flatMap(readRows)
  for (const row of rows) console.log(`${row.seconds.padStart(5)} s  ${row.name.padEnd(18)} ${row.outcome}`)
  const sum = (key: 'passed' | 'failed'): number => rows.reduce((total, row) => total + row[key], 0)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  if (sum('failed') > 0) process.exitCode = 1
}

main(process.argv.slice(2))
