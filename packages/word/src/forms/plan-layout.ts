import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS, SECTIONS } from '@gongyan/domain'
import { fold } from '../understanding/labels.ts'
import type { LeftPart, WordForm } from './model.ts'
import type { Piece } from './plan-parts.ts'
import { besideSlots, headerSlot, isWords, labelOfNode, partOf, slotFor, takeApart } from './plan-parts.ts'

/** What a slot is given. `id` names it in the order of the plan. */
export type Content =
  /** `echo` where the fact stands in another place already. */
  | { readonly kind: 'field'; readonly id: string; readonly node: DocJson; readonly echo?: true }
  | { readonly kind: 'nodes'; readonly id: string; readonly nodes: readonly DocJson[]; readonly label: string | null }

type Token =
  | { t: 'title'; id: string | null; node: DocJson }
  | { t: 'header'; fields: { id: string; key: unknown; label: unknown }[] }
  | { t: 'heading'; node: DocJson }
  | { t: 'nodes'; id: string }
  | { t: 'table'; index: number }

const labelOf = (field: DocJson): string => {
  const key = String(field.attrs?.['key'] ?? '')
  return String(
    field.attrs?.['label'] ?? HEADER_FIELDS[key as keyof typeof HEADER_FIELDS] ?? key.replace(/^extra:/, ''),
  )
}

/** Whether a title tells no more than the 课题, but for what kind of paper it is: 《秋天》教学设计. */
function isSaidBy(title: DocJson, topic: DocJson | undefined): boolean {
  // Text books number their texts: 18 富饶的西沙群岛.
  const [whole = '', part = ''] = [title, topic].map((node) =>
    node ? fold(labelOfNode(node)).replace(/^\d+/, '') : '',
  )
  return whole === '' || part.includes(whole) || (part !== '' && whole.includes(part))
}

/** Which part of a plan goes to which place of a form, what is appended, and what is left out. */
export class PlanLayout {
  readonly left: LeftPart[] = []
  readonly tables: DocJson[] = []
  readonly appended: (Content & { readonly heading: string })[] = []
  title = ''
  private readonly bySlot = new Map<string, Content[]>()
  private readonly tokens: Token[] = []
  private readonly given = new Map<string, LeftPart>()
  private readonly form: WordForm
  private count = 0

  constructor(form: WordForm, doc: DocJson) {
    this.form = form
    const pieces = takeApart(doc, form.tables.length > 0)
    const topic = pieces
      .flatMap((piece) => (piece.kind === 'header' ? piece.fields : []))
      .find((field) => field.attrs?.['key'] === 'topic')
    const seen = new Map<string, number>()
    const hosted = new Map<string, string>()
    for (const piece of pieces) this.take(piece, topic, seen, hosted)
  }

  contents(slot: string): readonly Content[] {
    return this.bySlot.get(slot) ?? []
  }

  /** The order of the plan with the bookmarks under which its parts were written; what was left out is not in it. */
  order(names: ReadonlyMap<string, string>): unknown[] {
    return this.tokens.flatMap((token): unknown[] => {
      if (token.t === 'title') return [{ ...token, id: token.id === null ? null : (names.get(token.id) ?? null) }]
      if (token.t === 'header') {
        const fields = token.fields.flatMap((field) => {
          const name = names.get(field.id)
          return name === undefined ? [] : [{ ...field, id: name }]
        })
        return fields.length > 0 ? [{ t: 'header', fields }] : []
      }
      if (token.t === 'nodes') {
        const name = names.get(token.id)
        return name === undefined ? [] : [{ t: 'nodes', id: name }]
      }
      return [token]
    })
  }

  /** What was given a place that turned out not to take it. */
  lost(names: ReadonlyMap<string, string>): LeftPart[] {
    return [...this.given].flatMap(([id, part]) => (names.has(id) ? [] : [part]))
  }

  private titled(node: DocJson, topic: DocJson | undefined, id: string): void {
    const slot =
      this.form.slots.find(({ target }) => target?.kind === 'title') ??
      (topic ? null : headerSlot(this.form, 'topic', '', 0, true))
    const field: Content = { kind: 'field', id, node }
    const isAppended = !slot && !isSaidBy(node, topic) && this.form.rest['title'] === 'append'
    if (!topic) this.echo(node, 'topic', '', id, slot?.id)
    if (slot) this.give(slot.id, field, null)
    else if (isAppended) this.appended.push({ ...field, heading: HEADER_FIELDS.topic })
    else if (!isSaidBy(node, topic)) this.left.push(partOf.title(node))
    this.tokens.push({ t: 'title', id: slot || isAppended ? id : null, node })
  }

  /** A fact that a running head or a text box asks for too is said there again. */
  private echo(node: DocJson, key: string, label: string, id: string, home: string | undefined): void {
    if (!isWords(node) || (node.content ?? []).length === 0) return
    for (const slot of besideSlots(this.form, key, label))
      if (slot.id !== home && this.contents(slot.id).length === 0)
        this.give(slot.id, { kind: 'field', id, node, echo: true }, null)
  }

  private give(slot: string, content: Content, part: LeftPart | null): void {
    if (part) this.given.set(content.id, part)
    this.bySlot.set(slot, [...(this.bySlot.get(slot) ?? []), content])
  }

  private take(piece: Piece, topic: DocJson | undefined, seen: Map<string, number>, hosted: Map<string, string>): void {
    const nth = (key: string) => {
      const number = seen.get(key) ?? 0
      seen.set(key, number + 1)
      return number
    }
    const id = `p${++this.count}`
    switch (piece.kind) {
      case 'title':
        this.title ||= labelOfNode(piece.node)
        return this.titled(piece.node, topic, id)
      case 'header': {
        const token: Token = { t: 'header', fields: [] }
        piece.fields.forEach((field, index) => {
          const key = String(field.attrs?.['key'] ?? '')
          const number = nth(`header ${key}`)
          const slot = headerSlot(this.form, key, labelOf(field), number, isWords(field))
          const part = partOf.header(field)
          const own = `${id}.${index}`
          if (number === 0) this.echo(field, key, labelOf(field), own, slot?.id)
          if (slot && this.contents(slot.id).length === 0)
            this.give(slot.id, { kind: 'field', id: own, node: field }, part)
          else if (this.form.rest[part.key] === 'append')
            this.appended.push({ kind: 'field', id: own, node: field, heading: labelOf(field) })
          else {
            // An empty field says nothing that could be lost.
            if ((field.content ?? []).length > 0) this.left.push(part)
            return
          }
          token.fields.push({ id: own, key: field.attrs?.['key'], label: field.attrs?.['label'] })
        })
        this.tokens.push(token)
        return
      }
      case 'front': {
        const part = partOf.front(piece.nodes)
        if (this.form.rest['front'] !== 'append') return void this.left.push(part)
        this.appended.push({ kind: 'nodes', id, nodes: piece.nodes, label: null, heading: '' })
        this.tokens.push({ t: 'nodes', id })
        return
      }
      case 'nodes':
        return this.section(piece, id, nth, hosted)
      case 'process':
        this.tables.push(piece.node)
        this.tokens.push({ t: 'table', index: this.tables.length - 1 })
    }
  }

  private section(
    piece: Extract<Piece, { kind: 'nodes' }>,
    id: string,
    nth: (key: string) => number,
    hosted: Map<string, string>,
  ): void {
    const { key, heading, nodes } = piece
    const part = partOf.section(key, heading, nodes)
    const occurrence =
      heading || nodes.some((node) => node.attrs?.['section'] === key)
        ? nth(`section ${key}`)
        : Math.max(0, nth(`section ${key}`) - 1)
    if (heading && nodes.length === 0) {
      // 教学过程 is a heading above its table, which has a place of its own.
      if (key === 'process' || this.hasPlace(key, part.label, occurrence))
        this.tokens.push({ t: 'heading', node: heading })
      return
    }
    const slot = slotFor(this.form, key, part.label, occurrence)
    if (!slot && this.form.rest[part.key] !== 'append') {
      if (heading && key === 'process') this.tokens.push({ t: 'heading', node: heading })
      return void this.left.push(part)
    }
    if (heading) this.tokens.push({ t: 'heading', node: heading })
    this.tokens.push({ t: 'nodes', id })
    if (!slot) {
      this.appended.push({ kind: 'nodes', id, nodes, label: null, heading: part.label })
      return
    }
    const guest =
      slot.target?.kind === 'section' &&
      slot.target.key !== key &&
      !(key.startsWith('extra:') && slot.target.key.startsWith('extra:'))
    const shared = hosted.has(slot.id) && hosted.get(slot.id) !== key
    hosted.set(slot.id, key)
    const label = heading ? labelOfNode(heading) : (SECTIONS[key as keyof typeof SECTIONS] ?? '')
    this.give(slot.id, { kind: 'nodes', id, nodes, label: (guest || shared) && heading ? label : null }, part)
  }

  private hasPlace(key: string, label: string, nth: number): boolean {
    return slotFor(this.form, key, label, nth) !== null
  }
}
