import type { CollabServer } from '@gongyan/collab-server'
import { docJsonOf } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { createReplica } from '@gongyan/documents/replica'
import { documentName } from '@gongyan/domain'
import * as Y from 'yjs'

export interface CommittedPlan {
  readonly seq: number
  readonly doc: DocJson
}

/** The prose of a plan as it is committed now, whoever is still typing. */
export async function readCommittedPlan(collab: Pick<CollabServer, 'read'>, planId: string): Promise<CommittedPlan> {
  const { update, seq } = await collab.read(documentName({ kind: 'lessonPlan', id: planId }))
  const ydoc = createReplica()
  try {
    Y.applyUpdate(ydoc, update)
    return { seq: Number(seq), doc: docJsonOf(ydoc) }
  } finally {
    ydoc.destroy()
  }
}
