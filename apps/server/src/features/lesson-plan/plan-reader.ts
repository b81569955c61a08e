import type { CollabServer } from '@gongyan/collab-server'
import { createJobThread } from '@gongyan/config/job-thread'
import type { DocJson } from '@gongyan/documents'
import { documentName } from '@gongyan/domain'
import type { ReadingJobs } from './plan-reader-thread.ts'
import { readUpdate } from './read-update.ts'

export interface CommittedPlan {
  readonly seq: number
  readonly doc: DocJson
}

export interface PlanReader {
  /** The prose of a plan as it is committed now, whoever is still typing. Rejects with a CollabFault when there is none. */
  readCommitted(planId: string): Promise<CommittedPlan>
  /** The prose of a plan as it once was, from all of its updates then as one, in whatever layout. */
  readPast(update: Uint8Array): Promise<DocJson>
  close(): Promise<void>
}

/** Up to so many bytes are read at once, a few milliseconds' work; a plan with years of edits takes half a second. */
const READ_HERE_BYTES = 16_000

/** Reads plans so that nobody who types waits for it: large ones in a thread of their own. */
export function createPlanReader(collab: Pick<CollabServer, 'read'>): PlanReader {
  const thread = createJobThread<ReadingJobs>({
    script: new URL('./plan-reader-thread.ts', import.meta.url),
    name: 'gongyan-reading',
  })

  async function read(update: Uint8Array, older: boolean): Promise<DocJson> {
    if (update.length <= READ_HERE_BYTES) return readUpdate(update, { older })
    // A copy, also of a Buffer, whose slice() is none: what the document has in memory must not be given away.
    const given = new Uint8Array(update)
    return thread.ask('read', { update: given, older }, [given.buffer])
  }

  return {
    async readCommitted(planId) {
      const { update, seq } = await collab.read(documentName({ kind: 'lessonPlan', id: planId }))
      return { seq: Number(seq), doc: await read(update, false) }
    },
    readPast: (update) => read(update, true),
    close: () => thread.close(),
  }
}
