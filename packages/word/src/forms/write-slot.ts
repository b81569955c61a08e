import type { DocJson } from '@gongyan/documents'
import type { FormSlot } from './model.ts'
import { cellWidth, contentOf, fillCell, firstParagraph, letGrow, lineWidth, lookOf } from './places.ts'
import type { Content } from './plan-layout.ts'
import { isPrompt } from './probe.ts'
import { runsInLine } from './run-look.ts'
import { chosenOptions, replaceText, textPieces, tick } from './text-run.ts'
import type { Kept } from './tree.ts'
import { cloneKept, element, isKept, keptChild, keptDescendants } from './tree.ts'
import type { StoredBox } from './text-boxes.ts'
import { finishBoxes, storedBox } from './text-boxes.ts'
import type { SlotPlace } from './write-form.ts'
import type { TableContext } from './write-table.ts'

type FieldContent = Extract<Content, { kind: 'field' }>

/** The part of the file that a slot is in. */
const partOf = ({ place: { story } }: FormSlot, { document }: { readonly document: string }): string =>
  story?.part ?? document

const words = (node: DocJson): string =>
  node.text ?? (node.type === 'hardBreak' ? '\n' : (node.content ?? []).map(words).join(''))

const linesOf = ({ node }: SlotPlace): readonly Kept[] =>
  node.tag === 'w:p' ? [node] : contentOf(node).filter(({ tag }) => tag === 'w:p')
/** What stays of a frame such as 第 周 around a value that does not say it itself. */
function frameAround(prompt: string, value: string): [before: string, after: string] {
  const unit = /^第.+?(周|课时|节|单元|册|课)$/.exec(prompt)?.[1]
  return unit === undefined || value === '' || value.startsWith('第') || value.includes(unit) ? ['', ''] : ['第', unit]
}
const plain = (
  text: string,
  runs: (nodes: readonly DocJson[], names: readonly string[]) => (Kept | string)[],
): (Kept | string)[] => (text === '' ? [] : runs([{ type: 'text', text }], []))

/** A fact that only this form knows, such as the school's name. */
const isOwn = ({ target }: FormSlot): boolean => target?.kind === 'header' && target.key.startsWith('extra:')

/** A line that only ends a page set-up: programs take it away, with a mark in it. */
const isPageEnd = (node: Kept): boolean =>
  keptChild(keptChild(node, 'w:pPr'), 'w:sectPr') !== undefined && keptDescendants(node, 'w:r').next().done === true

/** Whether a place says something of an earlier plan: it goes where this one says nothing. */
export const isStale = (slot: FormSlot): boolean =>
  slot.target !== null && slot.prompt !== '' && !isPrompt(slot.prompt) && (!isOwn(slot) || WEEK.test(slot.prompt))

/** A week of the term, which no school has as a constant. */
const WEEK = /^第.+周$/
/** What a place says that says nothing any more. */
const emptied = (prompt: string, properties: Kept | undefined): Kept[] =>
  WEEK.test(prompt)
    ? [
        {
          ...element('<w:r></w:r>'),
          children: [
            ...(properties ? [cloneKept(properties)] : []),
            element('<w:t xml:space="preserve">第　　周</w:t>'),
          ],
        },
      ]
    : []

/** Writes header fields and sections into the places of a form. */
export class SlotWriter {
  /** The bookmark under which each part of the plan was written. */
  readonly names = new Map<string, string>()
  private readonly context: TableContext
  private readonly places: ReadonlyMap<string, SlotPlace>
  /** Blocks in the body after which the form goes on. */
  private readonly ends: { last: Kept; parent: Kept }[] = []
  private readonly boxed: StoredBox[] = []
  private readonly inline: { slot: FormSlot; place: SlotPlace; content: Content | undefined }[] = []

  constructor(context: TableContext, places: ReadonlyMap<string, SlotPlace>) {
    this.context = context
    this.places = places
  }

  write(slot: FormSlot, contents: readonly Content[]): void {
    const place = this.places.get(slot.id)
    if (!place || slot.target === null) return
    const inLine = slot.place.how === 'text' || slot.place.how === 'boxes'
    const box = slot.place.story?.kind === 'box' ? storedBox(place.parents) : null
    if (box && (contents.length > 0 || isStale(slot))) this.boxed.push(box)
    if (inLine && contents.every(({ kind }) => kind === 'field'))
      return void this.inline.push({ slot, place, content: contents[0] })
    const { root, looks } = this.context
    const cell = slot.place.how === 'cell'
    // A constant such as the school's name stays where the plan says nothing about it.
    if (contents.length === 0 && (slot.prompt === '' || (isOwn(slot) && !isPrompt(slot.prompt)))) return
    const first = firstParagraph(place.node)
    const style = looks.slot(lookOf(first, isPrompt(slot.prompt)))
    const width = cell ? cellWidth(root, place.parents, place.node) : lineWidth(root, [...place.parents, place.node])
    letGrow(place.parents.findLast(({ tag }) => tag === 'w:tr'))
    const blocks = contents.flatMap((content) =>
      this.context.dresser.within(partOf(slot, this.context), () => this.blocks(content, style, width, slot)),
    )
    if (blocks.length === 0) blocks.push(this.context.dresser.blank(style))
    if (blocks.at(-1)?.tag === 'w:tbl') blocks.push(this.context.dresser.blank(style))
    if (cell) return fillCell(place.node, blocks)
    const [parent] = place.parents.slice(-1)
    if (!parent) return
    // Behind a label in its own line, a section stands below that line.
    const at = parent.children.indexOf(place.node) + (inLine ? 1 : 0)
    const gone = new Set<Kept | string>(inLine ? [] : place.nodes)
    // A section's last page set-up lives in its last paragraph and stays.
    const set = inLine ? undefined : place.nodes.find((node) => keptDescendants(node, 'w:sectPr').next().value)
    if (set) {
      gone.delete(set)
      set.children = set.children.filter((child) => isKept(child) && child.tag === 'w:pPr')
    }
    parent.children = [
      ...parent.children.slice(0, at),
      ...blocks,
      ...parent.children.slice(at).filter((child) => !gone.has(child)),
    ]
    this.ends.push({ last: blocks.at(-1) as Kept, parent })
  }

  private blocks(content: Content, style: string, width: number, slot?: FormSlot): Kept[] {
    const { dresser } = this.context
    if (content.kind === 'field')
      return dresser.mark(dresser.line(content.node.content, style, width), this.value(content, slot))
    const name = dresser.notes.note('nodes', {})
    this.names.set(content.id, name)
    const made = dresser.section(content.nodes, style, width)
    return [
      ...(content.label === null ? [] : dresser.label(content.label, style)),
      ...dresser.mark(made.length > 0 ? made : [dresser.blank(style)], [name]),
    ]
  }

  /** The bookmark of a fact; none where it is said once more. */
  private value(content: FieldContent, slot: FormSlot | undefined): string[] {
    if (content.echo) return []
    const { story } = slot?.place ?? {}
    // Programs may drop bookmarks outside the page's text: there the note says the fact too.
    const note = story ? { story: story.kind, was: content.node.content ?? [] } : {}
    const name = this.context.dresser.notes.note('value', note)
    this.names.set(content.id, name)
    return [name]
  }

  /** What the form has no place for, under the form, in the look of its body text. */
  append(contents: readonly (Content & { readonly heading: string })[]): void {
    if (contents.length === 0) return
    const { root, dresser, looks } = this.context
    const body = root.children.find((child): child is Kept => isKept(child) && child.tag === 'w:body')
    if (!body) return
    const style = looks.slot({ paragraph: undefined, run: undefined, prompt: false, red: false })
    const width = lineWidth(root, [])
    const blocks = contents.flatMap((content) =>
      content.kind === 'field'
        ? this.labelled(content, style, width)
        : [
            ...(content.heading === '' ? [] : dresser.label(content.heading, style)),
            ...this.blocks(content, style, width),
          ],
    )
    const at = body.children.findLastIndex((child) => isKept(child) && child.tag === 'w:sectPr')
    const before = body.children.slice(0, at === -1 ? body.children.length : at)
    const last = before.findLast(isKept)
    const gap = last?.tag === 'w:tbl' ? [dresser.blank(style)] : []
    const tail = blocks.at(-1)?.tag === 'w:tbl' ? [dresser.blank(style)] : []
    const marked = dresser.mark([...gap, ...blocks], [dresser.notes.note('end', {})])
    body.children = [...before, ...marked, ...tail, ...body.children.slice(before.length)]
  }

  /** A fact behind its label, in one line. */
  private labelled(content: FieldContent & { readonly heading: string }, style: string, width: number): Kept[] {
    const { dresser } = this.context
    const label = [{ type: 'text', text: `${content.heading}：`, marks: [{ type: 'strong' }] }]
    const [before] = dresser.line(label, style, width)
    const made = this.blocks(content, style, width)
    const [first] = made
    if (before && first) first.children.splice(1, 0, ...before.children.slice(1))
    return made
  }

  /** Writes what stands inside lines, last places first, and marks where the form goes on after a section. */
  close(): void {
    const { dresser } = this.context
    const order = (slot: FormSlot) => (slot.place.how === 'text' ? slot.place.from : 0)
    for (const { slot, place, content } of this.inline.toSorted((a, b) => order(b.slot) - order(a.slot)))
      if (content?.kind === 'field') {
        dresser.within(partOf(slot, this.context), () => {
          if (slot.place.how === 'text') this.text(slot, slot.place, place, content)
          else if (slot.place.how === 'boxes') this.boxes(slot, slot.place.options, place, content)
        })
      } else if (slot.place.how === 'boxes') tick(linesOf(place), new Set())
      else if (slot.place.how === 'text' && isStale(slot))
        replaceText(place.node, slot.place.from, slot.place.to, (look) => emptied(slot.prompt, look))
    for (const { last, parent } of this.ends) {
      const next = parent.children
        .slice(parent.children.indexOf(last) + 1)
        .find((child): child is Kept => isKept(child) && firstParagraph(child) !== undefined && !isPageEnd(child))
      const paragraph = next && firstParagraph(next)
      if (!paragraph) continue
      const holder: Kept = { tag: 'w:p', open: '<w:p>', close: '</w:p>', children: [] }
      dresser.mark([holder], [dresser.notes.note('end', {})])
      const at = paragraph.children.findIndex((child) => isKept(child) && child.tag === 'w:pPr') + 1
      paragraph.children.splice(at, 0, ...holder.children)
    }
    finishBoxes(this.boxed)
  }

  private text(
    slot: FormSlot,
    { from, to }: { readonly from: number; readonly to: number },
    place: SlotPlace,
    content: FieldContent,
  ): void {
    const { dresser, root, looks } = this.context
    const style = looks.slot(lookOf(place.node, false))
    const names = this.value(content, slot)
    const width = lineWidth(root, [...place.parents, place.node])
    const [before, after] = frameAround(slot.prompt, words(content.node))
    const done = replaceText(place.node, from, to, (properties) => {
      const runs = (nodes: readonly DocJson[], marks: readonly string[]) =>
        runsInLine(dresser.mark(dresser.line(nodes, style, width), marks)[0], properties)
      return [...plain(before, runs), ...runs(content.node.content ?? [], names), ...plain(after, runs)]
    })
    if (!done && !content.echo) this.names.delete(content.id)
  }

  private boxes(slot: FormSlot, options: readonly string[], place: SlotPlace, content: FieldContent): void {
    const { dresser } = this.context
    const paragraphs = linesOf(place)
    const value = words(content.node)
    const chosen = chosenOptions(value, options)
    tick(paragraphs, new Set(chosen))
    const last = paragraphs.at(-1)
    if (chosen.length === 0 && value.trim() !== '' && last) {
      // 其他：what none of the boxes says is written beside them.
      const [line] = dresser.line(
        [{ type: 'text', text: ` ${value}` }],
        this.context.looks.slot(lookOf(last, false)),
        9000,
      )
      last.children.push(...runsInLine(line, lookOf(last, false).run))
    }
    const wrote = paragraphs
      .map((paragraph) => (textPieces(cloneKept(paragraph)) ?? []).map(({ text }) => text).join(''))
      .join('\n')
    const { story } = slot.place
    const note = { was: content.node.content ?? [], options, wrote, ...(story ? { story: story.kind } : {}) }
    const name = dresser.notes.note('boxes', note)
    if (content.echo) return
    dresser.mark([...paragraphs], [name])
    this.names.set(content.id, name)
  }
}
