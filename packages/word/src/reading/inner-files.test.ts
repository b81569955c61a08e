import { expect, test } from 'vitest'
import { docx, p, tbl, tc, tr } from '../../test/ooxml.ts'
import { PNG } from '../../test/plans.ts'
import { drawing, findAll, para, picture, r, readBody, rels, t, W } from '../../test/word-xml.ts'
import { importDocx } from '../import-docx.ts'

test('[WD84] another Word file taken in is read where it stands, with its lists, pictures, notes and comments', () => {
  const comment = (id: number, text: string) =>
    `<w:comments ${W}><w:comment w:id="${id}" w:author="甲">${p(text)}</w:comment></w:comments>`
  const remarked = (text: string) =>
    para(
      '<w:commentRangeStart w:id="0"/>',
      r(t(text)),
      '<w:commentRangeEnd w:id="0"/>',
      r('<w:commentReference w:id="0"/>'),
    )
  const inner = docx(
    remarked('里面第一行') +
      para(r(t('有图')), r(drawing(picture('a'))), r(t('有注')), r('<w:footnoteReference w:id="2"/>')) +
      tbl(2, tr(tc('左'), tc('右'))),
    {
      parts: {
        'word/_rels/document.xml.rels': rels(
          ['a', 'image', 'media/a.png'],
          ['f', 'footnotes', 'footnotes.xml'],
          ['c', 'comments', 'comments.xml'],
        ),
        'word/media/a.png': PNG,
        'word/footnotes.xml': `<w:footnotes ${W}><w:footnote w:id="2">${p('里面的注')}</w:footnote></w:footnotes>`,
        'word/comments.xml': comment(0, '里面的话'),
      },
    },
  )
  const plan = readBody(remarked('外面') + '<w:altChunk r:id="k"/>' + p('下文'), {
    'word/_rels/document.xml.rels': rels(['k', 'aFChunk', 'k.docx'], ['c', 'comments', 'comments.xml']),
    'word/k.docx': inner,
    'word/comments.xml': comment(0, '外面的话'),
  })
  expect(JSON.stringify(plan.doc)).toMatch(/外面.*里面第一行.*有图.*有注.*\[注1\].*左.*右.*下文.*里面的注/s)
  expect(findAll(plan.doc, 'image')).toHaveLength(1)
  expect(findAll(plan.doc, 'attachment')).toEqual([])
  expect(plan.report.counts).toMatchObject({ tables: 1, images: 1, comments: 2 })
  expect(plan.report.comments.map(({ text, anchor, spans }) => [text, anchor, spans[0]?.quote])).toEqual([
    ['外面的话', '外面', '外面'],
    ['里面的话', '里面第一行', '里面第一行'],
  ])
})
test('[WD84] files in files are read within the limits of the whole, and no deeper than anybody lays them', () => {
  const around = (inner: Uint8Array, text: string) =>
    docx(p(text) + '<w:altChunk r:id="k"/>', {
      parts: { 'word/_rels/document.xml.rels': rels(['k', 'aFChunk', 'k.docx']), 'word/k.docx': inner },
    })
  let file = docx(p('最里面'))
  for (const text of ['五', '四', '三', '二', '一']) file = around(file, `第${text}层`)
  const plan = importDocx(file)
  if (!plan.ok) throw new Error(plan.refusal.code)
  const words = JSON.stringify(plan.value.doc)
  for (const text of ['一', '二', '三', '四']) expect(words).toContain(`第${text}层`)
  expect(words).not.toContain('第五层')
  expect(findAll(plan.value.doc, 'attachment')).toHaveLength(1)
  const code = (inner: Uint8Array, limits: object) => {
    const result = importDocx(around(inner, '外'), { limits })
    return result.ok ? 'ok' : result.refusal.code
  }
  const many = docx(Array.from({ length: 40 }, (_, index) => p(`第${index}行`)).join(''))
  expect(code(many, { characters: 500 })).toBe('word/too-long')
  expect(
    code(docx(p('x'), { parts: { 'word/media/a': new Uint8Array(2_000_000) } }), { unpackedBytes: 1_000_000 }),
  ).toBe('word/unpacked-too-large')
  expect(code(docx(p('x')), { entries: 5 })).toBe('word/too-many-parts')
})
