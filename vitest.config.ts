import { defineConfig } from 'vitest/config'

/** Keep the processor at work: reading and writing files, thousands of random requests, LibreOffice. */
const BUSY = [
  'apps/server/test/{forms,fuzz.prop,imports,imports-whole,policy-matrix,print,word}.pg.test.ts',
  'collab-server/src/compaction/thread.pg.test.ts',
  'packages/db/src/lesson-plan/visible.prop.pg.test.ts',
]
/** Judge by a clock, or put a load on the machine that others would be judged by: beside nothing else. */
const ALONE_WITH_DATABASE = [
  'apps/server/test/{rooms-guard,rooms-notices,session}.pg.test.ts',
  'collab-server/test/{cluster,limits,slow-readers}.collab.test.ts',
]
const ALONE = ['bench/**/*.process.test.ts', 'tools/npm-start.process.test.ts']
const WITH_DATABASE = ['**/*.pg.test.ts', '**/*.collab.test.ts']
const PROCESSES = ['**/*.process.test.ts']
const JOURNEYS = ['e2e/**/*.e2e.test.ts']
const NEVER = ['**/node_modules/**', '**/dist/**', '.cache/**']

const DATABASE = {
  globalSetup: ['packages/testing/src/postgres-setup.ts'],
  testTimeout: 90_000,
  hookTimeout: 90_000,
  // A server's modules take seconds to load: once for all files.
  isolate: false,
}
const PROCESS = { testTimeout: 120_000, hookTimeout: 120_000 }

/**
 * Every project runs one file at a time. `tools/test/lanes.ts` says which of them run side by side: `unit` and `busy` have
 * one of two cores, those that mostly wait (`pg`, `process`) have the other; the rest has the machine to itself.
 */
export default defineConfig({
  test: {
    maxWorkers: 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,mjs}'],
          exclude: [...NEVER, ...WITH_DATABASE, ...PROCESSES, ...JOURNEYS],
          testTimeout: 20_000,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'busy', include: BUSY, exclude: NEVER, ...DATABASE, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          include: WITH_DATABASE,
          exclude: [...NEVER, ...BUSY, ...ALONE_WITH_DATABASE],
          ...DATABASE,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: PROCESSES,
          exclude: [...NEVER, ...ALONE],
          ...PROCESS,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'pg-alone',
          include: ALONE_WITH_DATABASE,
          exclude: NEVER,
          ...DATABASE,
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, exclude: NEVER, ...PROCESS, sequence: { groupOrder: 5 } },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: JOURNEYS,
          exclude: NEVER,
          globalSetup: ['packages/testing/src/postgres-setup.ts', 'packages/testing/src/web-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 6 },
        },
      },
    ],
  },
})
