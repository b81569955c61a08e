import { createUpdate, lessonPlanTemplate } from '@gongyan/documents'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createPlanReader } from './plan-reader.ts'
import { readUpdate } from './read-update.ts'

/** Readings in this thread; another has modules of its own. */
const here = vi.hoisted(() => ({ readings: 0 }))
vi.mock('./read-update.ts', async (original) => {
  const real = await original<typeof import('./read-update.ts')>()
  return {
    readUpdate: (...all: Parameters<typeof real.readUpdate>) => {
      here.readings += 1
      return real.readUpdate(...all)
    },
  }
})

/** A plan into which so many paragraphs were written. */
function aPlan(paragraphs: number): Uint8Array {
  const ydoc = new Y.Doc()
  Y.applyUpdate(
    ydoc,
    createUpdate(lessonPlanTemplate('standard', { title: '秋天的雨', subject: null, grade: null, lead: null })),
  )
  ydoc.transact(() => {
    for (let n = 0; n < paragraphs; n++) {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(`第${n}段：学生读课文，说一说秋天的雨像什么。`)])
      ydoc.getXmlFragment('body').push([paragraph])
    }
  })
  return Y.encodeStateAsUpdate(ydoc)
}

test.each([
  ['small', 0, 2],
  ['large', 2_000, 0],
])('[CMP1] a %s plan is read where nobody who types waits for it', async (_, paragraphs, readHere) => {
  // As PostgreSQL's driver gives it: its slice() would be no copy.
  const update = Buffer.from(aPlan(paragraphs))
  const size = update.length
  const expected = readUpdate(update)
  const reader = createPlanReader({ read: async () => ({ update, seq: 7n }) })
  onTestFinished(() => reader.close())
  here.readings = 0
  expect(await reader.readCommitted('3f0c1d7e-0000-4000-8000-000000000000')).toEqual({ seq: 7, doc: expected })
  expect(await reader.readPast(update)).toEqual(expected)
  expect(here.readings).toBe(readHere)
  // The document in memory still has its bytes.
  expect(update.length).toBe(size)
})
