import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema } from '@gongyan/documents'
import { HEADER_FIELDS, PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import fc from 'fast-check'
import { sortMarks } from '../src/reading/marks.ts'

/** One pixel, red: the smallest real picture. */
export const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
)

const WORDS = [
  '春天',
  '分数',
  ' ',
  '　',
  '“引号”',
  'tomato',
  '3.14',
  '<b>&amp;',
  '第1课时',
  '教学目标',
  '\t',
  '师：好。',
  '𠮷野家',
  '①',
  '（5分钟）',
  'é',
  '👍',
]
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((words) => words.join(''))
const id = fc.stringMatching(/^[0-9a-z]{16}$/)

const flag = (type: string) => fc.constant({ type })
const mark = fc.oneof(
  ...['strong', 'em', 'underline', 'strike', 'superscript', 'subscript', 'emphasisDot', 'highlight', 'redPen'].map(
    flag,
  ),
  fc
    .constantFrom('https://example.edu.cn/a?b=1&c=2', 'mailto:a@example.cn', '#top')
    .map((href) => ({ type: 'link', attrs: { href } })),
  fc.constantFrom('lì', 'chūn tiān').map((annotation) => ({ type: 'ruby', attrs: { annotation } })),
)
const marks = fc.array(mark, { maxLength: 3 }).map((list) => {
  const unique = list.filter((one, index) => list.findIndex(({ type }) => type === one.type) === index)
  return sortMarks(
    unique.filter(({ type }) => type !== 'subscript' || !unique.some((other) => other.type === 'superscript')),
  )
})
const marked = (node: fc.Arbitrary<DocJson>, keep: (type: string) => boolean = () => true) =>
  fc.tuple(node, marks).map(([value, list]) => {
    const kept = list.filter(({ type }) => keep(type))
    return kept.length > 0 ? { ...value, marks: kept } : value
  })

const LATEX = [
  '\\frac{1}{2}+\\frac{1}{4}',
  'x^2',
  '\\frac{b}{a}\\pm\\frac{d}{c}',
  '\\unknown{命令}',
  'a_{1}',
  '\\sqrt 2',
  '\\text{速度}=\\frac{s}{t}',
  '12\\div 3=4',
  '\\left( x \\right)',
]
const inline: fc.Arbitrary<DocJson> = fc.oneof(
  { weight: 6, arbitrary: marked(text.map((value) => ({ type: 'text', text: value }))) },
  { weight: 1, arbitrary: marked(fc.constant({ type: 'hardBreak' }), (type) => type !== 'ruby') },
  {
    weight: 1,
    arbitrary: fc
      .record({ latex: fc.constantFrom(...LATEX), display: fc.boolean() })
      .map((attrs) => ({ type: 'formula', attrs })),
  },
  {
    weight: 1,
    arbitrary: marked(
      fc
        .record({
          alt: fc.option(text, { nil: null }),
          width: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: null }),
          height: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: null }),
        })
        .map((attrs) => ({ type: 'image', attrs: { fileId: 'picture', ...attrs } })),
      (type) => type !== 'ruby',
    ),
  },
)
const line = fc.array(inline, { maxLength: 4 })
const section = fc.constantFrom(...Object.keys(SECTIONS), 'extra:安全教育', 'extra:a "b" & <c>')
const paragraph = fc
  .record({
    content: line,
    section: fc.option(section, { nil: null, freq: 6 }),
    align: fc.constantFrom(null, null, 'left', 'center', 'right', 'justify'),
    indent: fc.constantFrom(null, null, 1, 2),
  })
  .map(({ content, ...attrs }): DocJson => ({ type: 'paragraph', attrs, content }))

const FORMATS = [null, '（{一}）', '{①}', '{a})', '第{1}步', '{I}.']
const { block } = fc.letrec<{
  block: DocJson
  list: DocJson
  table: DocJson
  box: DocJson
  item: DocJson
  cell: DocJson[]
}>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: paragraph },
    { weight: 1, arbitrary: fc.constant({ type: 'rule' }) },
    { weight: 2, arbitrary: tie('list') },
    { weight: 1, arbitrary: tie('table') },
    { weight: 1, arbitrary: tie('box') },
  ),
  item: fc
    .tuple(paragraph, fc.array(tie('block'), { maxLength: 2, depthIdentifier: 'deep' }))
    .map(([first, rest]) => ({ type: 'listItem', content: [first, ...rest] })),
  list: fc
    .tuple(
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(...FORMATS),
      fc.array(tie('item'), { minLength: 1, maxLength: 3, depthIdentifier: 'deep' }),
    )
    .map(([ordered, start, format, content]) =>
      ordered ? { type: 'orderedList', attrs: { start, format }, content } : { type: 'bulletList', content },
    ),
  box: fc
    .array(tie('block'), { minLength: 1, maxLength: 2, depthIdentifier: 'deep' })
    .map((content) => ({ type: 'box', content })),
  cell: fc.array(tie('block'), { minLength: 1, maxLength: 2, depthIdentifier: 'deep' }),
  table: fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      fc.boolean(),
      fc.infiniteStream(tie('cell')),
      fc.infiniteStream(fc.nat()),
      fc.infiniteStream(id),
    )
    .map(([rows, columns, process, widths, cells, dice, ids]) =>
      grid(
        rows,
        columns,
        process,
        widths,
        () => cells.next().value,
        () => dice.next().value,
        () => ids.next().value,
      ),
    ),
}))

const next = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('stream ended')
  return value
}

/** A table whose cells cover the grid exactly, merged at random. */
function grid(
  rows: number,
  columns: number,
  process: boolean,
  widths: boolean,
  cell: () => DocJson[] | undefined,
  dice: () => number | undefined,
  newId: () => string | undefined,
): DocJson {
  const taken = Array.from({ length: rows }, () => Array.from({ length: columns }, () => false))
  const columnWidths = Array.from({ length: columns }, () => 40 + (next(dice()) % 200))
  const fields = [...Object.keys(PROCESS_FIELDS), null]
  const content = taken.map((lineTaken, row): DocJson => {
    const cells: DocJson[] = []
    for (let column = 0; column < columns; column++) {
      if (lineTaken[column]) continue
      let colspan = 1
      while (column + colspan < columns && !lineTaken[column + colspan] && next(dice()) % 4 === 0) colspan++
      const head = process && row === 0
      const rowspan = head ? 1 : Math.min(rows - row, 1 + (next(dice()) % 5 === 0 ? 1 : 0))
      for (let r = row; r < row + rowspan; r++)
        for (let c = column; c < column + colspan; c++) (taken[r] as boolean[])[c] = true
      const attrs = { colspan, rowspan, colwidth: widths ? columnWidths.slice(column, column + colspan) : null }
      cells.push(
        head || next(dice()) % 9 === 0
          ? {
              type: 'tableHeader',
              attrs: { ...attrs, field: head ? fields[next(dice()) % fields.length] : null },
              content: next(cell()),
            }
          : { type: 'tableCell', attrs, content: next(cell()) },
      )
    }
    const objectives = next(dice()) % 4 === 0 ? ['obj1', 'obj2'] : null
    return { type: 'tableRow', attrs: { rowId: next(newId()), objectives }, content: cells }
  })
  return {
    type: 'table',
    attrs: { kind: process ? 'process' : 'plain', period: process && next(dice()) % 2 === 0 ? '第一课时' : null },
    content,
  }
}

const headerField = fc
  .record({
    key: fc.constantFrom(...Object.keys(HEADER_FIELDS), 'extra:学校'),
    label: fc.constantFrom(null, '执 教', '课题名称'),
    content: line,
  })
  .map(({ key, label, content }): DocJson => ({ type: 'headerField', attrs: { key, label }, content }))
const heading = fc
  .record({ level: fc.integer({ min: 2, max: 4 }), section: fc.option(section, { nil: null }), content: line })
  .map(({ content, ...attrs }): DocJson => ({ type: 'heading', attrs, content }))
const objective = fc
  .record({ objectiveId: id, literacy: fc.constantFrom(null, '科学思维'), content: line })
  .map(({ content, ...attrs }): DocJson => ({ type: 'objective', attrs, content }))

/** Whole lesson plans, normalised as ProseMirror holds them. */
export const plan: fc.Arbitrary<DocJson> = fc
  .tuple(
    text,
    fc.array(headerField, { minLength: 1, maxLength: 5 }),
    fc.array(
      fc.oneof({ weight: 2, arbitrary: heading }, { weight: 2, arbitrary: objective }, { weight: 5, arbitrary: block }),
      { maxLength: 8 },
    ),
  )
  .map(([title, header, body]) =>
    normalise({
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: title }] },
        { type: 'header', content: header },
        ...body,
      ],
    }),
  )

/** Joins neighbouring texts of equal marks, drops what a header label says anyway, and lets the schema fill in attributes. */
function normalise(doc: DocJson): DocJson {
  // Ids are unique in a plan; shrinking may repeat them.
  const seen = new Set<string>()
  const unique = (value: unknown): string => {
    let name = String(value)
    for (let count = 1; seen.has(name); count++) name = `${String(value).slice(0, 13)}${String(count).padStart(3, '0')}`
    seen.add(name)
    return name
  }
  const join = (node: DocJson): DocJson => {
    const content: DocJson[] = []
    for (const child of (node.content ?? []).map(join)) {
      const last = content.at(-1)
      if (
        child.text !== undefined &&
        last?.text !== undefined &&
        JSON.stringify(child.marks ?? []) === JSON.stringify(last.marks ?? [])
      )
        content[content.length - 1] = { ...last, text: last.text + child.text }
      else content.push(child)
    }
    if (node.attrs?.['rowId'] !== undefined)
      node = { ...node, attrs: { ...node.attrs, rowId: unique(node.attrs['rowId']) } }
    if (node.attrs?.['objectiveId'] !== undefined)
      node = { ...node, attrs: { ...node.attrs, objectiveId: unique(node.attrs['objectiveId']) } }
    return node.content ? { ...node, content } : node
  }
  const node = lessonPlanSchema.nodeFromJSON(join(doc))
  node.check()
  return node.toJSON() as DocJson
}
