import type { DocJson } from '@gongyan/documents'
import type { ProcessField, Result, Wording } from '@gongyan/domain'
import { HEADER_FIELDS, ok, refuse } from '@gongyan/domain'
import type { Xml } from '../opc/xml.ts'
import { descendants, elements } from '../opc/xml.ts'
import { BodyReader } from '../reading/body.ts'
import { ReadingContext } from '../reading/context.ts'
import type { Block } from '../reading/model.ts'
import type { ImportLimits } from '../refusal.ts'
import { RefusalSignal } from '../refusal.ts'
import type { ImportReport } from '../report.ts'
import { joinLines } from '../understanding/columns.ts'
import { Converter } from '../understanding/convert.ts'
import { ForeignPlan } from '../understanding/foreign-plan.ts'
import { periodOf } from '../understanding/labels.ts'
import { Passages } from '../understanding/passages.ts'
import { isFormName } from '../understanding/title.ts'
import { Vocabulary } from '../understanding/vocabulary.ts'
import { placeCells } from '../writing/grid.ts'
import type { AsideFact, AsideSource } from './asides.ts'
import { boxesIn, readAside } from './asides.ts'
import type { FormPart } from './form-part.ts'
import { FormSignal, openForm, runningParts } from './form-part.ts'
import type { FormColumn, FormDoubt, FormRefusal, FormSlot, FormTable, FormTarget, WordForm } from './model.ts'
import { Paths } from './paths.ts'
import type { Candidate } from './probe.ts'
import { placesIn, Probe, wordsOf } from './probe.ts'

export interface FormReading {
  readonly form: WordForm
  /** What a person should look at first. */
  readonly doubts: readonly FormDoubt[]
}

/** The value of `read`, with what it signals as a refusal. */
export function catchFormRefusal<T>(read: () => T): Result<T, FormRefusal> {
  try {
    return ok(read())
  } catch (error) {
    if (error instanceof FormSignal || error instanceof RefusalSignal) return refuse(error.refusal)
    throw error
  }
}

/**
 * Understands a school's own form, empty or filled: where its fields, sections and columns are. The understanding is that of
 * an import; it is given the form with a marker in every blank place and asked where each marker went.
 */
export function readForm(
  bytes: Uint8Array,
  options: {
    readonly limits?: Partial<ImportLimits>
    /** What the school says about its own words. */
    readonly wordings?: readonly Wording[]
  } = {},
): Result<FormReading, FormRefusal> {
  return catchFormRefusal(() => {
    const part = openForm(bytes, options.limits)
    if (descendants(part.body, 'w:tbl').next().done) throw new FormSignal('form/no-fields', 'no table')
    const paths = new Paths(part.root)
    const probe = new Probe(paths, part.kept.root)
    const read = new BodyReader(new ReadingContext(part.pack, part.pack.documentPart, null)).blocks(part.body)
    const blocks = probe.blocks(read)
    const vocabulary = new Vocabulary(options.wordings ?? [])
    let count = 0
    const newId = () => `f${++count}`
    const foreign = new ForeignPlan(vocabulary, new Converter(null, newId), newId, new Passages([]))
    const { nodes, title } = foreign.read(blocks, '', [])
    const finder = new Finder(probe.candidates, paths, foreign.builder.report.columns)
    for (const node of nodes) finder.top(node)
    finder.titlePlace(title)
    if (finder.slots.length === 0 && finder.tables.length === 0) throw new FormSignal('form/no-fields', 'no field')
    for (const fact of asidesOf(part, paths, vocabulary, read)) finder.aside(fact)
    const front = nodes.find(({ type }) => type === 'paragraph')
    const named = [front ? wordsOf(front) : '', wordsOf({ type: 'text', text: title })].find(
      (text) => text.trim() !== '',
    )
    const doubts = finder.doubts
    if (
      finder.tables.length === 0 &&
      !finder.slots.some(({ target }) => target?.kind === 'section' && target.key === 'process')
    )
      doubts.unshift({ kind: 'no-process', at: null, column: null, text: '' })
    return {
      form: {
        version: 1,
        fingerprint: part.fingerprint,
        title: (named ?? '').trim(),
        slots: finder.slots,
        tables: finder.tables,
        rest: {},
      },
      doubts,
    }
  })
}

/** The facts asked for in text boxes, then those in running heads and feet. */
function asidesOf(part: FormPart, paths: Paths, vocabulary: Vocabulary, body: readonly Block[]): AsideFact[] {
  const boxes = (blocks: readonly Block[], source: Omit<AsideSource, 'story'>, name: string) =>
    boxesIn(blocks).flatMap((box) =>
      readAside(vocabulary, box.blocks, { ...source, story: { kind: 'box', part: name } }),
    )
  const document = part.pack.documentPart
  return [
    ...boxes(body, { paths, root: part.kept.root }, document),
    ...runningParts(part).flatMap(({ story, root, kept }) => {
      const ctx = new ReadingContext(part.pack, story.part, null)
      const blocks = ctx.inStory(story.part, root, () => new BodyReader(ctx).blocks(root))
      const source = { paths: new Paths(root), root: kept.root }
      return [...readAside(vocabulary, blocks, { ...source, story }), ...boxes(blocks, source, story.part)]
    }),
  ]
}

/** Goes through what the understanding made of a marked form and notes where each place went. */
class Finder {
  readonly slots: FormSlot[] = []
  readonly tables: FormTable[] = []
  readonly doubts: FormDoubt[] = []
  private readonly used = new Set<number>()
  private section: { key: string; label: string; taken: boolean } | null = null
  private subheading: number | null = null
  private readonly candidates: readonly Candidate[]
  private readonly paths: Paths

  private readonly sure: ImportReport['columns']

  constructor(candidates: readonly Candidate[], paths: Paths, sure: ImportReport['columns']) {
    this.candidates = candidates
    this.paths = paths
    this.sure = sure
  }

  top(node: DocJson): void {
    if (node.type === 'header') return (node.content ?? []).forEach((field) => this.field(field))
    if (node.type === 'title') return
    const key = node.attrs?.['section']
    if (node.type === 'heading') {
      const places = placesIn(node)
      for (const place of places) this.used.add(place)
      if (typeof key === 'string') {
        this.section = { key, label: wordsOf(node).trim(), taken: false }
        if (key.startsWith('extra:'))
          this.doubts.push({ kind: 'section-own', at: null, column: null, text: this.section.label })
      }
      // Only a heading that announces a 课时 belongs to the table below it.
      this.subheading = periodOf(wordsOf(node)) === null ? this.subheading : (places[0] ?? null)
      return
    }
    if (typeof key === 'string')
      this.section = { key, label: wordsOf(node).split(/[：:]/)[0]?.trim() ?? '', taken: false }
    if (node.type === 'table' && node.attrs?.['kind'] === 'process') return this.process(node)
    if (!this.section || this.section.key === 'unmapped') return
    this.content(node)
  }

  /** In a form that holds a lesson, the line that was taken for its title is one more place. */
  titlePlace(title: string): void {
    if (title === '' || isFormName(title) || !this.doubts.some(({ kind }) => kind === 'filled')) return
    const place = this.candidates.findIndex(
      ({ kind, prompt }, id) => kind === 'filled' && !this.used.has(id) && joinLines(prompt) === title,
    )
    if (place !== -1) this.slot({ kind: 'title' }, '', place)
  }

  private field(node: DocJson): void {
    const key = String(node.attrs?.['key'] ?? '')
    const label = String(node.attrs?.['label'] ?? '')
    const place = placesIn(node).find((id) => !this.used.has(id))
    if (place !== undefined)
      this.slot(
        { kind: 'header', key },
        label || (HEADER_FIELDS[key as keyof typeof HEADER_FIELDS] ?? key.replace(/^extra:/, '')),
        place,
      )
  }

  /** A place beside the page's text. */
  aside({ key, label, place, prompt, isFilled }: AsideFact): void {
    const id = `s${this.slots.length + 1}`
    if (isFilled) this.doubts.push({ kind: 'filled', at: id, column: null, text: prompt })
    this.slots.push({ id, target: { kind: 'header', key }, label, place, prompt })
  }

  /** The first free place of a section takes all of it; further ones are the same room. */
  private content(node: DocJson): void {
    const { section } = this
    if (!section) return
    for (const place of placesIn(node)) {
      if (this.used.has(place)) continue
      const candidate = this.candidates[place]
      if (section.taken || !candidate) {
        this.used.add(place)
        this.widen(candidate)
        continue
      }
      // The blank line that Word puts after a table is no place to write.
      if (
        section.key === 'process' &&
        candidate.place.how === 'paragraphs' &&
        candidate.kind === 'blank' &&
        this.tables.length > 0
      )
        continue
      section.taken = true
      this.slot({ kind: 'section', key: section.key }, section.label, place)
    }
  }

  /** A further paragraph of what a section says now belongs to its place. */
  private widen(candidate: Candidate | undefined): void {
    const last = this.slots.at(-1)
    if (last?.place.how !== 'paragraphs' || candidate?.place.how !== 'paragraphs') return
    const [a, b] = [last.place.path, candidate.place.path]
    if (
      a.length === b.length &&
      a.slice(0, -1).every((step, index) => step === b[index]) &&
      b.at(-1) === last.place.last + 1
    )
      this.slots[this.slots.length - 1] = {
        ...last,
        place: { ...last.place, last: candidate.place.last },
        prompt: `${last.prompt}\n${candidate.prompt}`.trim(),
      }
  }

  private slot(target: FormTarget, label: string, place: number): void {
    const candidate = this.candidates[place]
    if (!candidate) return
    this.used.add(place)
    const id = `s${this.slots.length + 1}`
    if (
      this.slots.some(
        (slot) =>
          slot.target?.kind === target.kind &&
          target.kind === 'header' &&
          slot.target.kind === 'header' &&
          slot.target.key === target.key,
      )
    )
      this.doubts.push({ kind: 'same-twice', at: id, column: null, text: label })
    if (candidate.kind === 'filled') this.doubts.push({ kind: 'filled', at: id, column: null, text: candidate.prompt })
    this.slots.push({ id, target, label, place: candidate.place, prompt: candidate.prompt })
  }

  private process(node: DocJson): void {
    const { lines } = placeCells(node)
    const rows = node.content ?? []
    const isHead = (index: number) => (rows[index]?.content ?? []).every(({ type }) => type === 'tableHeader')
    const heads = rows.findIndex((_, index) => !isHead(index))
    const headCount = heads === -1 ? rows.length : heads
    const around = (cell: DocJson | null) =>
      cell ? placesIn(cell).flatMap((id) => this.candidates[id]?.around ?? []) : []
    // A head is made of plain cells, so the innermost one says which table it is.
    const headCell = lines.flatMap((line) => line.flatMap(({ cell }) => around(cell).at(-1) ?? []))[0]
    const table = headCell && this.up(headCell, 'w:tbl')
    if (!table) return
    const all = rowsOf(table)
    const number = (row: Xml) => all.indexOf(row)
    /** The cell of the form that one of the understanding was made from, whatever is inside it. */
    const sourceOf = (cell: DocJson | null): Xml | undefined =>
      around(cell).find((tc) => this.up(tc, 'w:tbl') === table)
    /** Every line of the understanding, as the row element it was made from. */
    const rowOf = (index: number): Xml | null => {
      for (const { cell, row } of lines[index] ?? []) {
        const source = row === index ? sourceOf(cell) : undefined
        if (source) return this.up(source, 'w:tr')
      }
      return null
    }
    for (const id of placesIn(node)) this.used.add(id)
    const headRows = rows.slice(0, headCount).flatMap((_, index) => rowOf(index) ?? [])
    const bodyRows = rows.slice(headCount).flatMap((_, index) => rowOf(headCount + index) ?? [])
    const leaves = lines[Math.max(0, headCount - 1)] ?? []
    const leafAt = (column: number) =>
      leaves.find((leaf) => leaf.column <= column && column < leaf.column + leaf.colspan)
    /** Columns by the cells of one row. */
    const columnsOf = (index: number): FormColumn[] => {
      const row = rowOf(index)
      const cells = row ? cellsOf(row) : []
      return (lines[index] ?? []).flatMap(({ cell, column, row: from }) => {
        const leaf = leafAt(column)
        const source = sourceOf(cell)
        const at = source && from === index ? cells.indexOf(source) : -1
        if (at === -1 || !leaf?.cell) return []
        const field = (leaf.cell.attrs?.['field'] as ProcessField | null | undefined) ?? null
        const known = this.sure.find(
          ({ table, index: number }) => table === this.tables.length + 1 && number === leaves.indexOf(leaf) + 1,
        )
        return [{ cell: at, label: joinLines(wordsOf(leaf.cell)), field, sure: known?.sure ?? false }]
      })
    }
    let model = -1
    let columns: FormColumn[] = []
    for (let index = headCount; index < rows.length; index++) {
      const found = columnsOf(index)
      if (
        found.length > columns.length &&
        (lines[index] ?? []).every(({ rowspan }) => rowspan === 1 || columns.length === 0)
      ) {
        columns = found
        const row = rowOf(index)
        model = row ? number(row) : -1
      }
    }
    const id = `t${this.tables.length + 1}`
    if (columns.length === 0) {
      columns = columnsOf(headCount - 1)
      model = number(headRows.at(-1) as Xml)
      this.doubts.push({ kind: 'no-model-row', at: id, column: null, text: '' })
    }
    const period = typeof node.attrs?.['period'] === 'string' ? node.attrs['period'] : null
    const heading = this.subheading === null ? null : this.candidates[this.subheading]
    const headingRow = heading?.cell ? this.up(heading.cell, 'w:tr') : null
    const inTable = headingRow && all.includes(headingRow) ? [number(headingRow)] : []
    this.tables.push({
      id,
      period,
      table: this.paths.of(table),
      heading: period === null ? [] : inTable,
      head: headRows.map(number),
      body: bodyRows.map(number),
      headingParagraph:
        period !== null && heading && !heading.cell && heading.place.how === 'paragraphs' ? heading.place.path : null,
      model,
      columns,
    })
    this.subheading = null
    const filled = placesIn(node).filter(
      (place) =>
        this.candidates[place]?.kind === 'filled' &&
        bodyRows.some((row) => this.candidates[place]?.around.some((tc) => this.up(tc, 'w:tr') === row)),
    )
    if (filled.length > 0)
      this.doubts.push({
        kind: 'filled',
        at: id,
        column: null,
        text: filled.map((place) => this.candidates[place]?.prompt ?? '').join('、'),
      })
    columns.forEach(({ field, label, sure }, column) => {
      if (field === null || field === 'extra') this.doubts.push({ kind: 'column-unknown', at: id, column, text: label })
      else if (!sure) this.doubts.push({ kind: 'column-unsure', at: id, column, text: label })
    })
  }

  private up(node: Xml | null, name: string): Xml | null {
    let at: Xml | undefined = node ?? undefined
    while (at && at.name !== name) at = this.paths.parent(at)
    return at ?? null
  }
}

const WRAPPERS = new Set(['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'])
const within = (node: Xml, name: string): Xml[] =>
  elements(node).flatMap((child) =>
    child.name === name ? [child] : WRAPPERS.has(child.name) ? within(child, name) : [],
  )
const rowsOf = (table: Xml): Xml[] => within(table, 'w:tr')
const cellsOf = (row: Xml): Xml[] => within(row, 'w:tc')
