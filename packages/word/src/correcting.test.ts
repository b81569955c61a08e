import { readLessonPlan, type DocJson } from '@gongyan/documents'
import { HEADER_FIELDS, PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import { describe, expect, test } from 'vitest'
import { docx, p, tbl, tc, tr } from '../test/ooxml.ts'
import type { ImportOptions } from './index.ts'
import { exportDocx, importDocx, importDocxInWorker, DEFAULT_LIMITS } from './index.ts'
import table from './synonyms.json' with { type: 'json' }
import { fold } from './understanding/labels.ts'

const B = { bold: true, center: true }
const TITLE = p('《观潮》教案', { ...B, size: 32 })
const step = (minutes: number) => tr(tc(`导入（${minutes}分钟）`), tc('播放录像'), tc('观看'), tc('有趣'))
const PROCESS = tbl(4, tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B), tc('妙处', B)), step(5))

function read(body: string, options: ImportOptions = {}) {
  const result = importDocx(docx(body), options)
  if (!result.ok) throw new Error(result.refusal.code)
  return { ...result.value, reading: readLessonPlan(result.value.doc) }
}
const fields = (body: string, options: ImportOptions = {}) =>
  read(body, options).report.columns.map(({ header, field, sure }) => [header, field, sure])

test('[WD25] the table of words is data: every key is one of ours, no words have two meanings, every sign is a pattern', () => {
  const twice = (words: Record<string, readonly string[]>) => {
    // One meaning may list the same words in several spellings.
    const all = Object.values(words).flatMap((list) => [...new Set(list.map(fold))])
    return all.filter((word, at) => word === '' || all.indexOf(word) !== at)
  }
  expect(Object.keys(table.header).filter((key) => !(key in HEADER_FIELDS))).toEqual([])
  expect(Object.keys(table.section).filter((key) => !(key in SECTIONS))).toEqual([])
  expect(Object.keys(table.column).filter((key) => key !== 'content' && !(key in PROCESS_FIELDS))).toEqual([])
  for (const words of [table.header, table.section, table.column]) expect(twice(words)).toEqual([])
  for (const [pattern = '', key = ''] of table.sectionSigns) {
    expect(new RegExp(pattern).test('')).toBe(false)
    expect(key in SECTIONS).toBe(true)
  }
  const around = Object.values(table.modifiers).flatMap(({ before, after }) => [before, after])
  const names = [table.courseNames, table.documentWords, table.placeWords, table.subjects, table.totals]
  for (const words of [table.ownSections, table.endings, ...Object.values(table.spoken), ...around, ...names]) {
    expect(words.filter((word, at) => fold(word) === '' || words.indexOf(word) !== at)).toEqual([])
    expect(words).not.toEqual([])
  }
  for (const [pattern = '', key = ''] of table.columnSigns) {
    expect(new RegExp(pattern).test('')).toBe(false)
    expect(key in PROCESS_FIELDS).toBe(true)
  }
})

describe('what a school says about its own words', () => {
  test('[WD26] a column is what the school says, surely', () => {
    expect(fields(TITLE + PROCESS).at(-1)).toEqual(['妙处', 'extra', false])
    expect(
      fields(TITLE + PROCESS, { wordings: [{ kind: 'column', words: ' 妙 处：', means: 'intent' }] }).at(-1),
    ).toEqual(['妙处', 'intent', true])
  })
  test('[WD26] it wins over the built-in table, and keeps a column as it stands where the school says so', () => {
    const wordings = [
      { kind: 'column', words: '教师活动', means: 'teacherStudents' },
      { kind: 'column', words: '学生活动', means: 'extra' },
    ] as const
    expect(fields(TITLE + PROCESS, { wordings })).toEqual([
      ['环节', 'phase', true],
      ['教师活动', 'teacherStudents', true],
      ['学生活动', 'extra', true],
      ['妙处', 'extra', false],
    ])
  })
  test('[WD26] a head of nothing but the school’s own words becomes a 教学过程', () => {
    const strange = tbl(2, tr(tc('我来', B), tc('你来', B)), tr(tc('播放录像'), tc('观看')))
    expect(fields(TITLE + strange)).toEqual([])
    const wordings = [
      { kind: 'column', words: '我来', means: 'teacher' },
      { kind: 'column', words: '你来', means: 'students' },
    ] as const
    expect(fields(TITLE + strange, { wordings })).toEqual([
      ['我来', 'teacher', true],
      ['你来', 'students', true],
    ])
  })
  test('[WD26] a label is a fact, a section, the school’s own, or none at all', () => {
    const body =
      TITLE +
      tbl(4, tr(tc('包班老师', B), tc('王明'), tc('教材', B), tc('统编版'))) +
      p('锦囊', B) +
      p('慢慢来') +
      PROCESS
    const { reading } = read(body, {
      wordings: [
        { kind: 'header', words: '包班老师', means: 'lead' },
        { kind: 'header', words: '教材', means: 'extra' },
        { kind: 'section', words: '锦囊', means: 'methods' },
      ],
    })
    expect(reading.header).toEqual({ 主备人: '王明', 教材: '统编版' })
    expect(reading.sections).toEqual({ 教学方法: '慢慢来' })
    const none = read(TITLE + p('板书设计', B) + p('潮来前') + p('作业', B) + p('背诵'), {
      wordings: [{ kind: 'section', words: '作业', means: 'none' }],
    })
    expect(none.reading.sections).toEqual({ 板书: '潮来前\n作业\n背诵' })
  })
  test('[WD26] the words travel into the thread that reads', async () => {
    const bytes = docx(TITLE + PROCESS)
    const wordings = [{ kind: 'column', words: '妙处', means: 'intent' }] as const
    const result = await importDocxInWorker(bytes, DEFAULT_LIMITS, { wordings })
    expect(result.ok && result.value.report.columns.at(-1)?.field).toBe('intent')
  })
  test('[WD26] what is no wording never reaches a file', () => {
    const wrong = [{ kind: 'column', words: '妙处', means: 'board' }] as unknown as NonNullable<
      ImportOptions['wordings']
    >
    expect(() => read(TITLE + PROCESS, { wordings: wrong })).toThrow(TypeError)
  })
})

describe('placing what was left over', () => {
  const body = TITLE + p('教学目标', B) + p('会背诵') + PROCESS + p('本课由三年级组试教。') + p('试教两遍。')
  test('[WD27] a passage has the same key when the file is read again, and two alike have two', () => {
    const keys = (text: string) => read(text).report.unmapped.map(({ key }) => key)
    expect(keys(body)).toEqual(keys(body))
    const twice = keys(TITLE + p('教学目标', B) + p('会背诵') + PROCESS + p('待定。') + p('待定。'))
    expect(new Set(twice).size).toBe(2)
    expect(twice[1]).toBe(`${twice[0]}-2`)
  })
  test('[WD27] a placed passage stands at the end of its section, the others stay left over', () => {
    const [first, second] = read(body).report.unmapped
    const { report, reading } = read(body, {
      placements: [{ passage: second?.key ?? '', section: 'objectives' }],
    })
    expect(report.unmapped).toEqual([first])
    expect(reading.sections).toEqual({ 目标: '会背诵\n试教两遍。', 未归位的内容: '本课由三年级组试教。' })
    expect(reading.objectives.map(({ text }) => text)).toEqual(['会背诵', '试教两遍。'])
  })
  test('[WD27] a section that the plan has not begins at its end', () => {
    const placements = read(body).report.unmapped.map(({ key }) => ({ passage: key, section: 'reflection' as const }))
    const { report, reading } = read(body, { placements })
    expect(report.unmapped).toEqual([])
    expect(reading.sections).toEqual({ 目标: '会背诵', 反思: '本课由三年级组试教。\n试教两遍。' })
  })
  test('[WD27] a section of the school’s own becomes the one it is placed in', () => {
    const own = TITLE + p('教学目标', B) + p('会背诵') + p('锦囊妙计', B) + p('慢慢来')
    const [passage] = read(own).report.unmapped
    expect(passage?.kind).toBe('section')
    const placed = read(own, { placements: [{ passage: passage?.key ?? '', section: 'methods' }] })
    expect(placed.reading.sections).toEqual({ 目标: '会背诵', 教学方法: '慢慢来' })
  })
})

describe('several 课时 in one file', () => {
  const goals = p('教学目标', B) + p('会背诵')
  const period = (name: string, minutes: number) =>
    p(name, B) + tbl(4, tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B), tc('设计意图', B)), step(minutes))
  const body = TITLE + goals + period('第一课时', 40) + period('第二课时', 35) + p('板书设计', B) + p('潮来前')
  test('[WD28] the report names each with its minutes beside the length of a 课时', () => {
    expect(read(body).report.periods).toEqual([
      { title: '第一课时', minutes: 40, rows: 1, withoutMinutes: 0, length: 40, fits: true },
      { title: '第二课时', minutes: 35, rows: 1, withoutMinutes: 0, length: 40, fits: false },
    ])
    expect(read(TITLE + goals, { periodMinutes: 45 }).report.periods).toEqual([
      { title: null, minutes: 0, rows: 0, withoutMinutes: 0, length: 45, fits: null },
    ])
  })
  test('[WD28] one plan unless several are asked for', () => {
    const { plans, doc } = read(body)
    expect(plans).toEqual([{ title: '《观潮》教案', period: null, doc }])
    expect(read(TITLE + goals + PROCESS, { periods: 'each' }).plans).toHaveLength(1)
  })
  test('[WD28] each 课时 has its own steps and all that they share', () => {
    const { plans } = read(body, { periods: 'each' })
    const readings = plans.map((plan) => readLessonPlan(plan.doc))
    expect(plans.map(({ title, period: name }) => [title, name])).toEqual([
      ['《观潮》教案（第一课时）', '第一课时'],
      ['《观潮》教案（第二课时）', '第二课时'],
    ])
    expect(readings.map(({ title }) => title)).toEqual(plans.map(({ title }) => title))
    expect(readings.map(({ totalMinutes }) => totalMinutes)).toEqual([40, 35])
    for (const reading of readings) expect(reading.sections).toMatchObject({ 目标: '会背诵', 板书: '潮来前' })
  })
  test('[WD28] a section that each 课时 has stays with its own, and nothing is lost', () => {
    const each = (name: string, board: string) => period(name, 40) + p('板书设计', B) + p(board)
    const { plans } = read(TITLE + goals + each('第一课时', '潮来前') + each('第二课时', '潮来后'), { periods: 'each' })
    expect(plans.map((plan) => readLessonPlan(plan.doc).sections['板书'])).toEqual(['潮来前', '潮来后'])
  })
  test('[WD28] what they share has ids of its own in each plan, and what was left over stands where it stood', () => {
    const idsOf = (node: DocJson): unknown[] => [
      ...[node.attrs?.['objectiveId'], node.attrs?.['rowId']].filter((id) => typeof id === 'string'),
      ...(node.content ?? []).flatMap(idsOf),
    ]
    const line = (text: string) => tr(tc(text, { ...B, span: 4 }))
    const heads = tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B), tc('设计意图', B))
    const parted =
      TITLE +
      goals +
      tbl(
        4,
        line('第一课时'),
        heads,
        step(40),
        line('第二课时'),
        step(35),
        tr(tc('本课时由三年级组试教。', { span: 4 })),
      )
    const { plans } = read(parted, { periods: 'each' })
    const ids = plans.flatMap(({ doc }) => idsOf(doc))
    expect(new Set(ids).size).toBe(ids.length)
    expect(plans.map(({ doc }) => readLessonPlan(doc).sections['未归位的内容'])).toEqual([
      undefined,
      '本课时由三年级组试教。',
    ])
  })
  test('[WD28] it holds for a file of our own too', () => {
    const bytes = exportDocx(read(body).doc, () => undefined)
    const result = importDocx(bytes, { periods: 'each' })
    expect(result.ok && result.value.plans.map(({ period: name }) => name)).toEqual(['第一课时', '第二课时'])
  })
})

test('[WD29] every column and label is told with what it was taken for, how surely, and where it stands', () => {
  const { report } = read(
    TITLE +
      p('年级：四年级') +
      tbl(
        4,
        tr(tc('学科', B), tc('语文'), tc('审核人', B), tc('李红')),
        tr(tc('教学目标', B), tc('会背诵', { span: 3 })),
      ) +
      p('教学准备', B) +
      p('挂图') +
      p('拓展天地', B) +
      p('看日出') +
      PROCESS,
  )
  const place = (table: number | null, row: number | null, line: number | null) => ({ table, row, line })
  expect(report.header).toEqual([
    { key: 'grade', label: '年级', text: '四年级', sure: true, place: place(null, null, 2) },
    { key: 'subject', label: '学科', text: '语文', sure: true, place: place(1, 1, null) },
    { key: 'extra:审核人', label: '审核人', text: '李红', sure: false, place: place(1, 1, null) },
  ])
  expect(report.sections.map(({ label, sure, place: at }) => [label, sure, at])).toEqual([
    ['教学目标', true, place(1, 2, null)],
    ['教学准备', true, place(null, null, 3)],
    ['拓展天地', false, place(null, null, 5)],
  ])
  expect(report.columns.map(({ place: at }) => at)).toEqual(Array.from({ length: 4 }, () => place(2, 1, null)))
})
