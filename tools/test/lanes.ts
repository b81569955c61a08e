/** Vitest projects that one run walks through, one file after the other. */
export type Lane = readonly string[]

/**
 * The runs of the laws: the lanes of a step go side by side, each on a processor of its own, the steps one after the other.
 * Beside files that keep a processor at work go those that mostly wait for a database, a lease or a process; what judges by a
 * clock goes by itself.
 */
export const LAWS: readonly (readonly Lane[])[] = [
  [
    ['unit', 'busy'],
    ['pg', 'process'],
  ],
  [['pg-alone', 'alone']],
]

/** The journeys come last, alone, since they first build the web app. */
export const JOURNEYS: Lane = ['e2e']
