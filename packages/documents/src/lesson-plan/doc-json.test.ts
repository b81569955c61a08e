import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BODY, createUpdate, docJsonOf, fitsSchema, lessonPlanTemplate, plainText, readLessonPlan } from '../index.ts'

const whole = (): Y.Doc => {
  const ydoc = new Y.Doc()
  Y.applyUpdate(
    ydoc,
    createUpdate(lessonPlanTemplate('standard', { title: '秋天的雨', subject: null, grade: null, lead: null })),
  )
  return ydoc
}

test('[HT7] a plan is read as the editor writes it, marks and attributes with it', () => {
  const ydoc = whole()
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  ydoc.getXmlFragment(BODY).push([paragraph])
  paragraph.setAttribute('id', 'a1')
  paragraph.insert(0, [text])
  text.insert(0, '秋天的雨')
  text.format(0, 2, { strong: {}, 'link--abcdEF12': { href: 'https://example.org' } })
  expect(docJsonOf(ydoc)).toEqual(yXmlFragmentToProsemirrorJSON(ydoc.getXmlFragment(BODY)))
})

test('[HT7] what no editor writes is passed over, and the rest is read', () => {
  const ydoc = whole()
  const before = docJsonOf(ydoc)
  const body = ydoc.getXmlFragment(BODY)
  // As a foreign client may: types of Yjs that no node is made of.
  for (const foreign of [new Y.XmlHook('hook'), new Y.Map(), new Y.Array(), new Y.Text('x')])
    body.push([foreign as unknown as Y.XmlElement])
  expect(docJsonOf(ydoc)).toEqual(before)

  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  body.push([paragraph])
  paragraph.insert(0, [text, new Y.XmlHook('hook') as unknown as Y.XmlElement])
  text.insert(0, '雨', { strong: true })
  text.insertEmbed(1, { image: 'x' })
  text.insertEmbed(2, new Y.Map())
  const attributes = { big: 2n, bytes: new Uint8Array(3), map: new Y.Map(), nan: Number.NaN, good: [1, { a: null }] }
  for (const [name, value] of Object.entries(attributes)) paragraph.setAttribute(name, value as unknown as string)
  const read = docJsonOf(ydoc)
  expect(read.content?.at(-1)).toEqual({
    type: 'paragraph',
    attrs: { good: [1, { a: null }] },
    content: [{ type: 'text', text: '雨', marks: [{ type: 'strong', attrs: {} }] }],
  })
  expect(JSON.parse(JSON.stringify(read))).toEqual(read)
})

test('[HT7] twenty thousand nodes within each other end nobody who reads them', () => {
  const ydoc = whole()
  let inner: Y.XmlFragment = ydoc.getXmlFragment(BODY)
  ydoc.transact(() => {
    for (let depth = 0; depth < 20_000; depth++) {
      const next = new Y.XmlElement('blockquote')
      inner.push([next])
      inner = next
    }
  })
  const read = docJsonOf(ydoc)
  expect(readLessonPlan(read).title).toBe(readLessonPlan(docJsonOf(whole())).title)
  expect(plainText(read).trim()).toBe(plainText(docJsonOf(whole())).trim())
  expect(fitsSchema(read)).toBe(false)
})
