import { expect, test } from 'vitest'
import { documentName, parseDocumentName } from './document-name.ts'

const ID = '0198a1b2-3c4d-4e5f-8a9b-0c1d2e3f4a5b'

test('[LP10] a document’s wire name is its kind and id, whatever the case of the id', () => {
  expect(parseDocumentName(documentName({ kind: 'lessonPlan', id: ID }))).toEqual({ kind: 'lessonPlan', id: ID })
  expect(parseDocumentName(`lessonPlan:${ID.toUpperCase()}`)).toEqual({ kind: 'lessonPlan', id: ID })
})
test.each([
  '',
  'lessonPlan',
  'lessonPlan:',
  `lessonplan:${ID}`,
  `observation:${ID}`,
  `lessonPlan:${ID}:x`,
  ` lessonPlan:${ID}`,
  `lessonPlan:${ID}\n`,
  `lessonPlan:${ID.slice(1)}`,
  ID,
])('[LP10] %j names nothing', (name) => {
  expect(parseDocumentName(name)).toBeNull()
})
