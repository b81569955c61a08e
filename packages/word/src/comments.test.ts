import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocJson } from '@gongyan/documents'
import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { back, bytesOf, FORM_NAMES, formOf, SAMPLES } from '../test/forms/filled.ts'
import { docx, p, tbl, tc, tr } from '../test/ooxml.ts'
import { plan, PNG } from '../test/plans.ts'
import { withoutNames } from '../test/same-plan.ts'
import { para, r, rels, t, W } from '../test/word-xml.ts'
import { spanAt } from './comments/spans.ts'
import { textBlocks } from './comments/text-blocks.ts'
import { commentsIn, exportDocx, importDocx, writeDocx, writeForm } from './index.ts'
import type { PlanComment } from './index.ts'

const media = () => ({ bytes: PNG, mediaType: 'image/png' })
const SEED = Number(process.env['GONGYAN_SEED_NUMBER'] ?? Date.now() % 2 ** 31)
const RUNS = Number(process.env['GONGYAN_ROUND_TRIP_RUNS'] ?? 200)

const remark = (more: Partial<PlanComment>): PlanComment => ({
  author: '王老师',
  initials: 'W',
  date: '2026-09-01T08:00:00Z',
  text: '再具体些',
  anchor: '',
  replyTo: null,
  parent: null,
  isResolved: false,
  spans: [],
  ...more,
})

/** Comments about words of a plan picked by `dice`, with answers to some of them. */
function remarksOn(doc: DocJson, dice: readonly number[]): PlanComment[] {
  const blocks = textBlocks(doc.content ?? [])
  const written = blocks.filter(({ text }) => text.trim() !== '')
  const remarks: PlanComment[] = []
  for (const [index, number] of dice.entries()) {
    const block = written[number % Math.max(1, written.length)]
    if (!block) break
    // Whole characters, wherever they begin.
    const starts = [...block.text].reduce((all, letter) => [...all, (all.at(-1) ?? 0) + letter.length], [0])
    const first = (number >>> 8) % (starts.length - 1)
    const [from = 0, to = 0] = [starts[first], starts[first + 1 + ((number >>> 16) % (starts.length - 1 - first))]]
    const asked = remark({
      text: `第${index}条\n另一行`,
      isResolved: number % 3 === 0,
      anchor: block.text.slice(from, to),
      spans: [spanAt(blocks, block, from, to)],
      ...(number % 5 === 0 ? { date: null, initials: '', author: '' } : {}),
    })
    remarks.push(asked)
    if (number % 4 === 0)
      remarks.push(remark({ author: '李<老师>', text: '已改', parent: remarks.length - 1, replyTo: asked.text }))
  }
  return remarks
}

/** What a comment is, without the words it is about as a reader heard them. */
const thread = (comment: PlanComment) => ({ ...comment, anchor: '' })

const read = (bytes: Uint8Array) => {
  const result = importDocx(bytes)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}

test('[WD79] comments with answers, settled or not, come back at their words, and the plan is the same', () => {
  console.log(`comments: seed ${SEED}, ${RUNS} plans`)
  let count = 0
  fc.assert(
    fc.property(plan, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (doc, dice) => {
      const comments = remarksOn(doc, dice)
      const { bytes, moved } = writeDocx(doc, media, { comments })
      expect(moved).toEqual([])
      const again = read(bytes)
      expect(withoutNames(again.doc)).toEqual(withoutNames(doc))
      expect(again.report.comments.map(thread)).toEqual(comments.map(thread))
      count += comments.length
    }),
    { seed: SEED, numRuns: RUNS },
  )
  console.log(`comments: ${count} came back`)
  expect(count).toBeGreaterThan(RUNS)
}, 120_000)

test('[WD79] a file without comments is the same to the byte, and none are written that nobody chose', () => {
  const [doc] = fc.sample(plan, { seed: 7, numRuns: 1 })
  if (!doc) throw new Error('no plan')
  expect(writeDocx(doc, media, { comments: [] }).bytes).toEqual(exportDocx(doc, media))
  const parts = Object.keys(unzipSync(exportDocx(doc, media)))
  expect(parts.filter((name) => /comment/i.test(name))).toEqual([])
})

const words = (text: string): DocJson => ({ type: 'paragraph', content: [{ type: 'text', text }] })
const cell = (text: string): DocJson => ({ type: 'tableCell', content: [words(text)] })
const lesson = (...rows: DocJson[]): DocJson => ({
  type: 'doc',
  content: [
    { type: 'title', content: [{ type: 'text', text: '秋天' }] },
    { type: 'header', content: [{ type: 'headerField', attrs: { key: 'subject' } }] },
    { type: 'heading', attrs: { level: 2, section: 'process' }, content: [{ type: 'text', text: '教学过程' }] },
    { type: 'table', attrs: { kind: 'process' }, content: rows },
    { type: 'heading', attrs: { level: 2, section: 'homework' }, content: [{ type: 'text', text: '作业' }] },
    words('读给家人听'),
  ],
})
const step = (rowId: string, ...texts: string[]): DocJson => ({
  type: 'tableRow',
  attrs: { rowId },
  content: texts.map(cell),
})
const aboutWords = (doc: DocJson, text: string): PlanComment => {
  const blocks = textBlocks(doc.content ?? [])
  const block = blocks.find((one) => one.text.includes(text))
  if (!block) throw new Error(text)
  const from = block.text.indexOf(text)
  return remark({ text: `关于${text}`, anchor: text, spans: [spanAt(blocks, block, from, from + text.length)] })
}
/** The words each comment is about in a file, as it is read. */
const anchors = (bytes: Uint8Array) => read(bytes).report.comments.map(({ text, anchor }) => `${text}：${anchor}`)

describe('[WD80] a comment whose words have changed', () => {
  const before = lesson(step('r1', '导入', '看图说话', '5分钟'), step('r2', '精读', '指名读第一段', '20分钟'))
  const comments = [aboutWords(before, '说话'), aboutWords(before, '第一段'), aboutWords(before, '家人')]

  test('goes with its words where only what is around them changed, in any order of rows', () => {
    const after = lesson(
      step('r2', '精读', '分角色读第一段话', '18分钟'),
      step('r1', '导入', '听音乐，看图，再说话', '5分钟'),
    )
    const { bytes, moved } = writeDocx(after, media, { comments })
    expect(moved).toEqual([])
    expect(anchors(bytes)).toEqual(['关于说话：说话', '关于第一段：第一段', '关于家人：家人'])
  })

  test('stands at the cell, the row or the heading nearest to it where they are gone, and is told', () => {
    const after = lesson(step('r1', '导入', '听录音', '5分钟'))
    const { bytes, moved } = writeDocx(after, media, { comments })
    expect(moved).toEqual([0, 1])
    const places = read(bytes).report.comments.map(({ spans }) => spans[0])
    expect(places.map((span) => span?.scopes[0])).toEqual(['cell r1 1', 'section process', 'section homework'])
    expect(places.map((span) => span?.after)).toEqual(['听录音', '教学过程', '听'])
  })

  test('one character is not found in some other row', () => {
    const doc = lesson(step('r1', '导', '看', '5'), step('r2', '读', '看', '5'))
    const { moved } = writeDocx(lesson(step('r2', '读', '看', '5')), media, { comments: [aboutWords(doc, '看')] })
    expect(moved).toEqual([0])
  })
})

test('[WD79] a comment hung up in a line without words of its own is about the line, there and back', () => {
  const file = docx(
    p('《测试》教案') +
      p('教学反思', { bold: true }) +
      para(r(t('学生很投入')), r('<w:commentReference w:id="0"/>')) +
      p('下次少讲'),
    {
      parts: {
        'word/_rels/document.xml.rels': rels(['c', 'comments', 'comments.xml']),
        'word/comments.xml': `<w:comments ${W}><w:comment w:id="0" w:author="甲">${p('好')}</w:comment></w:comments>`,
      },
    },
  )
  const first = read(file)
  const [comment] = first.report.comments
  expect(comment?.spans).toMatchObject([{ quote: '', after: '学生很投入' }])
  const second = read(writeDocx(first.doc, media, { comments: first.report.comments }).bytes)
  expect(second.report.comments).toEqual(first.report.comments)
})

describe('[WD81] comments change nothing of what is understood', () => {
  /** The file with ranges of comments around runs of it, parting some runs in their middle. */
  const remarked = (bytes: Uint8Array, random: () => number): Uint8Array => {
    const files = unzipSync(bytes)
    const xml = strFromU8(files['word/document.xml'] as Uint8Array)
    let id = 900
    const parted = xml.replaceAll(
      /<w:r(?: [^>]*)?>(<w:rPr>(?:(?!<w:r[ >]).)*?<\/w:rPr>)?<w:t(?: [^>]*)?>([^<&]{2,})<\/w:t><\/w:r>/gs,
      (whole, properties: string | undefined, text: string) => {
        if (random() > 0.3) return whole
        const at = 1 + Math.floor(random() * (text.length - 1))
        if (/^\s|\s$/.test(text.slice(0, at)) || /^\s|\s$/.test(text.slice(at))) return whole
        const half = (part: string) => `<w:r>${properties ?? ''}<w:t xml:space="preserve">${part}</w:t></w:r>`
        const number = ++id
        return `${half(text.slice(0, at))}<w:commentRangeStart w:id="${number}"/>${half(text.slice(at))}<w:commentRangeEnd w:id="${number}"/>`
      },
    )
    expect(parted).not.toBe(xml)
    return zipSync({ ...files, 'word/document.xml': strToU8(parted) })
  }
  const understood = (bytes: Uint8Array) => {
    let count = 0
    const result = importDocx(bytes, { newId: () => `id${++count}` })
    if (!result.ok) throw new Error(result.refusal.code)
    const { comments: _, ...report } = result.value.report
    return { doc: result.value.doc, report }
  }

  test.each(SAMPLES)('%s', (name) => {
    const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/samples', name)))
    let state = SEED
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    for (let round = 0; round < 5; round++)
      expect(understood(remarked(bytes, random)), `seed ${SEED}, round ${round}`).toEqual(understood(bytes))
  })
})

test('[WD79] comments are written into a school’s form behind those it has, and are read back with the plan', () => {
  const before = lesson(step('r1', '导入', '看图说话', '5分钟'), step('r2', '精读', '指名读第一段', '20分钟'))
  const head: DocJson = {
    type: 'tableRow',
    attrs: { rowId: 'h' },
    content: ['phase', 'teacher', 'minutes'].map((field) => ({
      type: 'tableHeader',
      attrs: { field },
      content: [words({ phase: '环节', teacher: '教师活动', minutes: '时间' }[field] ?? '')],
    })),
  }
  const doc = lesson(head, ...(before.content?.[3]?.content ?? []))
  const asked = aboutWords(doc, '第一段')
  const comments = [
    aboutWords(doc, '说话'),
    { ...asked, isResolved: true },
    remark({ text: '改了', parent: 1, replyTo: asked.text }),
  ]
  const form = docx(
    para(
      '<w:commentRangeStart w:id="4"/>',
      r(t('教案')),
      '<w:commentRangeEnd w:id="4"/>',
      r('<w:commentReference w:id="4"/>'),
    ) +
      tbl(
        3,
        tr(tc('课题'), tc('', { span: 2 })),
        tr(tc('环节', { shade: true }), tc('教师活动', { shade: true }), tc('时间', { shade: true })),
        tr(tc(''), tc(''), tc('')),
        tr(tc('作业'), tc('', { span: 2 })),
      ),
    {
      parts: {
        'word/_rels/document.xml.rels': rels(['c', 'comments', 'comments.xml']),
        'word/comments.xml': `<w:comments ${W}><w:comment w:id="4" w:author="教务处">${p('请用宋体')}</w:comment></w:comments>`,
      },
    },
  )
  const written = writeForm(form, formOf(form), doc, media, { comments })
  if (!written.ok) throw new Error(written.refusal.code)
  expect(written.value.moved).toEqual([])
  const [own, ...ours] = back(written.value.bytes).report.comments
  expect(own).toMatchObject({ author: '教务处', text: '请用宋体' })
  expect(ours.map(({ author, text, anchor, isResolved }) => [author, text, anchor, isResolved])).toEqual([
    ['王老师', '关于说话', '说话', false],
    ['王老师', '关于第一段', '第一段', true],
    ['王老师', '改了', '第一段', false],
  ])
  expect(ours[2]?.replyTo).toBe('关于第一段')
})

test.each(FORM_NAMES)('[WD80] every comment of a plan is in the form %s, at its words or told as moved', (name) => {
  const bytes = bytesOf(`forms/${name}.docx`)
  for (const sample of SAMPLES) {
    const imported = read(bytesOf(`samples/${sample}`))
    const comments = [
      ...remarksOn(imported.doc, [3, 77_777, 123_456_789, 2 ** 30 + 12_345]),
      ...imported.report.comments,
    ]
    const form = formOf(bytes)
    const written = writeForm(bytes, form, imported.doc, media, { comments })
    if (!written.ok) throw new Error(written.refusal.code)
    const own = read(bytes).report.comments.length
    const again = back(written.value.bytes).report.comments.slice(own)
    expect(again.map(({ author, text, isResolved }) => [author, text, isResolved])).toEqual(
      comments.map(({ author, text, isResolved }) => [author, text, isResolved]),
    )
    for (const [index, comment] of comments.entries()) {
      if (comment.parent !== null || written.value.moved.includes(index) || comment.anchor === '') continue
      expect(again[index]?.anchor).toBe(comment.anchor.trim())
    }
  }
})

test('[WD79] comments of earlier reports, which say only the words, find them again', () => {
  const doc = lesson(step('r1', '导入', '看图说话', '5分钟'))
  const stored = {
    comments: [
      { author: '甲', text: '好', anchor: '看图', replyTo: null },
      { author: '乙', text: '是', anchor: '看图', replyTo: '好' },
    ],
  }
  const { bytes, moved } = writeDocx(doc, media, { comments: commentsIn(stored) })
  expect(moved).toEqual([])
  expect(read(bytes).report.comments.map(({ author, anchor, replyTo }) => [author, anchor, replyTo])).toEqual([
    ['甲', '看图', null],
    ['乙', '看图', '好'],
  ])
  expect(commentsIn(null)).toEqual([])
  expect(commentsIn({ comments: [3, null, { author: 5, parent: 9, spans: [{}] }] })).toHaveLength(1)
})
