import { expect, test } from 'vitest'
import { failedFiles, isGood, isWorthAnother, sum, summaryOf, tallyOfCommand, tallyOfVitest } from './tally.ts'

const report = (...files: { status: string; results: string[] }[]): string =>
  JSON.stringify({
    testResults: files.map(({ status, results }, index) => ({
      name: `${index + 1}.test.ts`,
      status,
      assertionResults: results.map((r) => ({ status: r })),
    })),
  })

test('the last line names skipped tests only where there are some', () => {
  expect(summaryOf({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(summaryOf({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

test('a run is good only if something passed and nothing failed', () => {
  expect(isGood({ passed: 1, failed: 0, skipped: 9 })).toBe(true)
  expect(isGood({ passed: 0, failed: 0, skipped: 9 })).toBe(false)
  expect(isGood({ passed: 9, failed: 1, skipped: 0 })).toBe(false)
})

test('tests are counted by how they ended; skipped ones never as passed', () => {
  const text = report(
    { status: 'passed', results: ['passed', 'skipped', 'pending', 'todo'] },
    { status: 'failed', results: ['passed', 'failed'] },
  )
  expect(tallyOfVitest(text, 1)).toEqual({ passed: 2, failed: 1, skipped: 3 })
})

test('a file that cannot be run, a run that fails without saying where, and a run without a report are failures', () => {
  expect(
    tallyOfVitest(report({ status: 'failed', results: [] }, { status: 'passed', results: ['passed'] }), 1),
  ).toEqual({ passed: 1, failed: 1, skipped: 0 })
  expect(tallyOfVitest(report({ status: 'passed', results: ['passed'] }), 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  })
  expect(tallyOfVitest(null, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('every command counts as one check', () => {
  expect(sum([tallyOfCommand(0), tallyOfCommand(2), tallyOfCommand(0)])).toEqual({ passed: 2, failed: 1, skipped: 0 })
})

test('files that were run again count by that run; a few are worth it, and a run that does not say where it failed is not', () => {
  const text = report(
    { status: 'passed', results: ['passed', 'passed'] },
    { status: 'failed', results: ['passed', 'failed'] },
    { status: 'failed', results: [] },
  )
  expect(failedFiles(text)).toEqual(['2.test.ts', '3.test.ts'])
  expect(failedFiles(null)).toEqual([])
  expect(tallyOfVitest(text, 1, ['2.test.ts', '3.test.ts'])).toEqual({ passed: 2, failed: 0, skipped: 0 })
  expect(tallyOfVitest(text, 1, ['2.test.ts'])).toEqual({ passed: 2, failed: 1, skipped: 0 })
  expect([0, 1, 2, 3].map((count) => isWorthAnother(Array.from({ length: count }, String)))).toEqual([
    false,
    true,
    true,
    false,
  ])
})
