/** How many checks went which way. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    NOTHING,
  )

/** The last line of a test run. */
export const summaryOf = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** A run that passed nothing has shown nothing. */
export const isGood = ({ passed, failed }: Tally): boolean => failed === 0 && passed > 0

/** One command that either passes or fails. */
export const tallyOfCommand = (exitCode: number): Tally =>
  exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/** The files of a vitest run that failed, from its JSON report. */
export function failedFiles(report: string | null): string[] {
  if (report === null) return []
  const { testResults } = JSON.parse(report) as VitestReport
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name)
}

/** Whether a run that failed may be judged by trying its failed files again: it says where it failed, and that is in few places. */
export const isWorthAnother = (failed: readonly string[]): boolean => failed.length > 0 && failed.length <= 2

/**
 * What a vitest run counts for, from its JSON report (null where it wrote none) and its exit code. A file that could not be
 * run counts as one failure, and so does a run that failed without saying where. Files that were run `again` are counted by
 * that run and left out here.
 */
export function tallyOfVitest(report: string | null, exitCode: number, again: readonly string[] = []): Tally {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const { testResults } = JSON.parse(report) as VitestReport
  const counted = sum(
    testResults
      .filter(({ name }) => !again.includes(name))
      .map(({ status, assertionResults }) => {
        const passed = assertionResults.filter((result) => result.status === 'passed').length
        const failed = assertionResults.filter((result) => result.status === 'failed').length
        const broken = status === 'failed' && failed === 0 ? 1 : 0
        return { passed, failed: failed + broken, skipped: assertionResults.length - passed - failed }
      }),
  )
  return exitCode !== 0 && counted.failed === 0 && again.length === 0 ? { ...counted, failed: 1 } : counted
}
