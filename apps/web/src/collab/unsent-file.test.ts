import { createUpdate, docJsonOf } from '@gongyan/documents'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeUnsentFile, readUnsentFile } from './unsent-file.ts'

const PLAN_ID = '0198f2aa-5c1e-7b7e-9c55-2b8d53a7f001'
function aPlan(text: string): Y.Doc {
  const ydoc = new Y.Doc()
  Y.applyUpdate(
    ydoc,
    createUpdate({
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: '平行四边形的面积' }] },
        { type: 'paragraph', content: [{ type: 'text', text }] },
      ],
    }),
  )
  return ydoc
}
const written = (ydoc: Y.Doc) => makeUnsentFile(ydoc, PLAN_ID, ['没送出去的内容']).text()

test('what was saved is read back whole, with the plan it belongs to', async () => {
  const ydoc = aPlan('剪一剪，拼一拼。𠮷')
  const text = await written(ydoc)
  expect(text).toContain('剪一剪，拼一拼。𠮷')
  const saved = readUnsentFile(text)
  expect(saved?.planId).toBe(PLAN_ID)
  expect(saved?.doc).toEqual(docJsonOf(ydoc))
})

test('put back into a plan that went on without it, it adds what was missing and doubles nothing', async () => {
  const mine = aPlan('剪一剪。')
  const theirs = new Y.Doc()
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
  const line = (ydoc: Y.Doc) => ydoc.getXmlFragment('body').get(1) as Y.XmlElement
  ;(line(mine).get(0) as Y.XmlText).insert(0, '我写的：')
  line(theirs).insert(1, [new Y.XmlText('他们写的。')])
  const saved = readUnsentFile(await written(mine))
  if (!saved) throw new Error('the file is whole')
  Y.applyUpdate(theirs, saved.update)
  Y.applyUpdate(theirs, saved.update)
  const text = JSON.stringify(docJsonOf(theirs))
  expect(text.match(/我写的：/g)).toHaveLength(1)
  expect(text.match(/他们写的。/g)).toHaveLength(1)
  expect(text.match(/平行四边形的面积/g)).toHaveLength(1)
})

test('an editor that changed line ends, or words of the readable part, does no harm', async () => {
  const text = await written(aPlan('原来的话'))
  const edited = text.replace(/\r\n/g, '\n').replace('没送出去的内容', '给李老师：')
  expect(JSON.stringify(readUnsentFile(edited)?.doc)).toContain('原来的话')
})

test('files of before plans wrote their id are read', async () => {
  const text = (await written(aPlan('从前的文件'))).replace(/Plan: .*\r\n/, '')
  expect(readUnsentFile(text)).toMatchObject({ planId: null })
  expect(JSON.stringify(readUnsentFile(text)?.doc)).toContain('从前的文件')
})

test.each([
  ['', 'nothing'],
  ['随便一份记事本文件', 'no data'],
  ['-----BEGIN GONGYAN UPDATE-----\r\n????\r\n-----END GONGYAN UPDATE-----', 'no base64'],
  ['-----BEGIN GONGYAN UPDATE-----\r\nAAAA\r\n-----END GONGYAN UPDATE-----', 'an empty document'],
  ['-----BEGIN GONGYAN UPDATE-----\r\n/////////w==\r\n-----END GONGYAN UPDATE-----', 'no update'],
])('%j is %s and read as none', (text) => {
  expect(readUnsentFile(text)).toBeNull()
})

test('a file that was cut off is read as none', async () => {
  const text = await written(aPlan('断在半路的文件'))
  expect(readUnsentFile(text.slice(0, -60))).toBeNull()
})
