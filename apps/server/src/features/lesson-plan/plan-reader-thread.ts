/** The thread of `createPlanReader`. */
import { serveJobs } from '@gongyan/config/job-thread'
import type { DocJson } from '@gongyan/documents/read'
import { readUpdate } from './read-update.ts'

export interface ReadingJobs {
  read: { readonly question: { readonly update: Uint8Array; readonly older: boolean }; readonly answer: DocJson }
}

serveJobs<ReadingJobs>({ read: ({ update, older }) => readUpdate(update, { older }) })
