import { randomUUID } from 'node:crypto'
import { createLog, createSql, findSnapshot, unpackSnapshot } from '@gongyan/db'
import { useTestDatabase } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { WorkerFault, createWorkerThread } from './thread.ts'

async function aDocument() {
  const databaseUrl = await useTestDatabase()
  const sql = createSql(databaseUrl, { max: 1 })
  onTestFinished(() => sql.end({ timeout: 1 }))
  const name = `lessonPlan:${randomUUID()}`
  const doc = new Y.Doc()
  doc.getText('body').insert(0, '秋天的雨')
  const bytes = Y.encodeStateAsUpdate(doc)
  await createLog(sql, { name, layout: 1, authorId: null, source: 'test', at: new Date(), bytes })
  return { databaseUrl, sql, name, bytes }
}

test('[CMP1] a question that takes too long fails alone: the thread is ended and another answers the next', async () => {
  const { databaseUrl, sql, name, bytes } = await aDocument()
  const thread = createWorkerThread({ databaseUrl, jobTimeoutMs: 8_000 })
  onTestFinished(() => thread.close())
  // The document is locked for longer than a question may take.
  const letGo = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const blocking = sql.begin(async (tx) => {
    await tx`LOCK TABLE collab_snapshots IN ACCESS EXCLUSIVE MODE`
    held.resolve()
    await letGo.promise
  })
  await held.promise
  await expect(thread.ask('snapshot', { name })).rejects.toThrow(WorkerFault)
  letGo.resolve()
  await blocking
  expect(await thread.ask('snapshot', { name })).toMatchObject({ kind: 'kept', seq: 1n })
  const kept = await findSnapshot(sql, name, 10n)
  expect(kept && Buffer.from(unpackSnapshot(kept) ?? []).equals(bytes)).toBe(true)
})

test('[CMP1] questions about what is not there are answered, and after closing none is', async () => {
  const { databaseUrl } = await aDocument()
  const thread = createWorkerThread({ databaseUrl })
  expect(await thread.ask('snapshot', { name: 'lessonPlan:none' })).toEqual({ kind: 'gone' })
  const late = thread.ask('snapshot', { name: 'lessonPlan:none' })
  await Promise.all([expect(late).rejects.toThrow(WorkerFault), thread.close()])
  await expect(thread.ask('snapshot', { name: 'lessonPlan:none' })).rejects.toThrow('closed')
})
