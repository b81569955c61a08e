import { defineConfig } from 'vitest/config'

const WITH_DATABASE = ['**/*.pg.test.ts', '**/*.collab.test.ts']
const PROCESSES = ['**/*.process.test.ts']
const JOURNEYS = ['e2e/**/*.e2e.test.ts']
const NEVER = ['**/node_modules/**', '**/dist/**', '.cache/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,mjs}'],
          exclude: [...NEVER, ...WITH_DATABASE, ...PROCESSES, ...JOURNEYS],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'pg',
          include: WITH_DATABASE,
          exclude: NEVER,
          globalSetup: ['packages/testing/src/postgres-setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'process',
          include: PROCESSES,
          exclude: NEVER,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: JOURNEYS,
          exclude: NEVER,
          globalSetup: ['packages/testing/src/postgres-setup.ts', 'packages/testing/src/web-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
