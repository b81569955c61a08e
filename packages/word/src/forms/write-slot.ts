import type { DocJson } from '@gongyan/documents'
import type { FormSlot } from './model.ts'
import { cellWidth, contentOf, fillCell, firstParagraph, letGrow, lineWidth, lookOf } from './places.ts'
import type { Content } from './plan-layout.ts'
import { isPrompt } from './probe.ts'
import { runsInLine } from './run-look.ts'
import { chosenOptions, replaceText, textPieces, tick } from './text-run.ts'
import type { Kept } from './tree.ts'
import { cloneKept, isKept, keptDescendants } from './tree.ts'
import type { SlotPlace } from './write-form.ts'
import type { TableContext } from './write-table.ts'

const words = (node: DocJson): string =>
  node.text ?? (node.type === 'hardBreak' ? '\n' : (node.content ?? []).map(words).join(''))

const linesOf = ({ node }: SlotPlace): readonly Kept[] =>
  node.tag === 'w:p' ? [node] : contentOf(node).filter(({ tag }) => tag === 'w:p')
/** A fact that only this form knows, such as the school's name. */
const isOwn = ({ target }: FormSlot): boolean => target?.kind === 'header' && target.key.startsWith('extra:')

/** Writes header fields and sections into the places of a form. */
export class SlotWriter {
  /** The bookmark under which each part of the plan was written. */
  readonly names = new Map<string, string>()
  private readonly context: TableContext
  private readonly places: ReadonlyMap<string, SlotPlace>
  /** Blocks in the body after which the form goes on. */
  private readonly ends: { last: Kept; parent: Kept }[] = []
  private readonly inline: { slot: FormSlot; place: SlotPlace; content: Content | undefined }[] = []

  constructor(context: TableContext, places: ReadonlyMap<string, SlotPlace>) {
    this.context = context
    this.places = places
  }

  write(slot: FormSlot, contents: readonly Content[]): void {
    const place = this.places.get(slot.id)
    if (!place || slot.target === null) return
    const inLine = slot.place.how === 'text' || slot.place.how === 'boxes'
    if (inLine && contents.every(({ kind }) => kind === 'field'))
      return void this.inline.push({ slot, place, content: contents[0] })
    const { root, looks } = this.context
    const cell = slot.place.how === 'cell'
    // A constant such as the school's name stays where the plan says nothing about it.
    if (contents.length === 0 && (slot.prompt === '' || (isOwn(slot) && !isPrompt(slot.prompt)))) return
    const first = firstParagraph(place.node)
    const style = looks.slot(lookOf(first, isPrompt(slot.prompt)))
    const width = cell ? cellWidth(root, place.parents, place.node) : lineWidth(root, place.parents)
    letGrow(place.parents.findLast(({ tag }) => tag === 'w:tr'))
    const blocks = contents.flatMap((content) => this.blocks(content, style, width))
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

  private blocks(content: Content, style: string, width: number): Kept[] {
    const { dresser } = this.context
    if (content.kind === 'field') {
      const name = dresser.notes.note('value', {})
      this.names.set(content.id, name)
      return dresser.mark(dresser.line(content.node.content, style, width), [name])
    }
    const name = dresser.notes.note('nodes', {})
    this.names.set(content.id, name)
    const made = dresser.section(content.nodes, style, width)
    return [
      ...(content.label === null ? [] : dresser.label(content.label, style)),
      ...dresser.mark(made.length > 0 ? made : [dresser.blank(style)], [name]),
    ]
  }

  /** What the form has no place for, under the form, in the look of its body text. */
  append(contents: readonly (Content & { readonly heading: string })[]): void {
    if (contents.length === 0) return
    const { root, dresser, looks } = this.context
    const body = root.children.find((child): child is Kept => isKept(child) && child.tag === 'w:body')
    if (!body) return
    const style = looks.slot({ paragraph: undefined, run: undefined, prompt: false, red: false })
    const width = lineWidth(root, [])
    const blocks = contents.flatMap((content) => [
      ...(content.heading === '' ? [] : dresser.label(content.heading, style)),
      ...this.blocks(content, style, width),
    ])
    const at = body.children.findLastIndex((child) => isKept(child) && child.tag === 'w:sectPr')
    const before = body.children.slice(0, at === -1 ? body.children.length : at)
    const last = before.findLast(isKept)
    const gap = last?.tag === 'w:tbl' ? [dresser.blank(style)] : []
    const tail = blocks.at(-1)?.tag === 'w:tbl' ? [dresser.blank(style)] : []
    const marked = dresser.mark([...gap, ...blocks], [dresser.notes.note('end', {})])
    body.children = [...before, ...marked, ...tail, ...body.children.slice(before.length)]
  }

  /** Writes what stands inside lines, last places first, and marks where the form goes on after a section. */
  close(): void {
    const { dresser } = this.context
    const order = (slot: FormSlot) => (slot.place.how === 'text' ? slot.place.from : 0)
    for (const { slot, place, content } of this.inline.toSorted((a, b) => order(b.slot) - order(a.slot)))
      if (content?.kind === 'field') {
        if (slot.place.how === 'text') this.text(slot.place.from, slot.place.to, place, content)
        else if (slot.place.how === 'boxes') this.boxes(slot.place.options, place, content)
      } else if (slot.place.how === 'boxes') tick(linesOf(place), new Set())
    for (const { last, parent } of this.ends) {
      const next = parent.children
        .slice(parent.children.indexOf(last) + 1)
        .find((child): child is Kept => isKept(child) && firstParagraph(child) !== undefined)
      const paragraph = next && firstParagraph(next)
      if (!paragraph) continue
      const holder: Kept = { tag: 'w:p', open: '<w:p>', close: '</w:p>', children: [] }
      dresser.mark([holder], [dresser.notes.note('end', {})])
      const at = paragraph.children.findIndex((child) => isKept(child) && child.tag === 'w:pPr') + 1
      paragraph.children.splice(at, 0, ...holder.children)
    }
  }

  private text(from: number, to: number, place: SlotPlace, content: Extract<Content, { kind: 'field' }>): void {
    const { dresser, root, looks } = this.context
    const style = looks.slot(lookOf(place.node, false))
    const name = dresser.notes.note('value', {})
    const width = lineWidth(root, place.parents)
    const done = replaceText(place.node, from, to, (properties) => {
      const [line] = dresser.mark(dresser.line(content.node.content, style, width), [name])
      return runsInLine(line, properties)
    })
    if (done) this.names.set(content.id, name)
  }

  private boxes(options: readonly string[], place: SlotPlace, content: Extract<Content, { kind: 'field' }>): void {
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
    const name = dresser.notes.note('boxes', { was: content.node.content ?? [], options, wrote })
    dresser.mark([...paragraphs], [name])
    this.names.set(content.id, name)
  }
}
