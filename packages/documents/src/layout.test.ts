import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createUpdate, docJsonOf, LESSON_PLAN_LAYOUTS, lessonPlanTemplate, raiseLayout } from './index.ts'

test('[LAY7] every layout of lesson plans has its steps to the newest, and from the newest there is nothing to do', () => {
  const { current, migrations } = LESSON_PLAN_LAYOUTS
  for (let layout = 1; layout <= current; layout++)
    expect(() => raiseLayout(new Y.Doc(), layout, LESSON_PLAN_LAYOUTS)).not.toThrow()
  expect(migrations.every(({ from, to }) => to === from + 1)).toBe(true)
  const ydoc = new Y.Doc()
  Y.applyUpdate(
    ydoc,
    createUpdate(lessonPlanTemplate('standard', { title: '课', subject: null, grade: null, lead: null })),
  )
  const before = docJsonOf(ydoc)
  let updates = 0
  ydoc.on('update', () => updates++)
  raiseLayout(ydoc, current, LESSON_PLAN_LAYOUTS)
  expect([updates, docJsonOf(ydoc)]).toEqual([0, before])
})

test('[LAY7] a layout from which no steps lead is said to be so, and nothing is changed', () => {
  const ydoc = new Y.Doc()
  const step = { from: 2, to: 3, migrate: (doc: Y.Doc) => void doc.getMap('x').set('y', 1) }
  expect(() => raiseLayout(ydoc, 1, { current: 3, migrations: [step] })).toThrow('no steps lead from layout 1 to 3')
  expect(() => raiseLayout(ydoc, 4, { current: 3, migrations: [step] })).toThrow('no steps lead')
  expect(ydoc.store.clients.size).toBe(0)
  raiseLayout(ydoc, 2, { current: 3, migrations: [step] })
  expect(ydoc.getMap('x').get('y')).toBe(1)
})
