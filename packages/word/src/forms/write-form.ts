import type { DocJson } from '@gongyan/documents'
import type { Result } from '@gongyan/domain'
import { placeComments } from '../comments/place.ts'
import type { PlanComment } from '../comments/plan-comment.ts'
import type { MediaSource } from '../writing/media.ts'
import { coreProperties } from '../writing/parts.ts'
import { completeGrid } from './complete-grid.ts'
import { Dresser } from './dresser.ts'
import { writeComments } from './form-comments.ts'
import { FormFile } from './form-file.ts'
import { FormSignal, openForm } from './form-part.ts'
import { Looks } from './looks.ts'
import type { FormRefusal, FormSlot, LeftPart, WordForm } from './model.ts'
import type { Found } from './places.ts'
import { find, rowsOf } from './places.ts'
import { PlanLayout } from './plan-layout.ts'
import { filesOf, partOf } from './plan-parts.ts'
import { catchFormRefusal } from './read-form.ts'
import { isStale, SlotWriter } from './write-slot.ts'
import { keepHeadingsWithTables } from './keep-headings.ts'
import type { Kept } from './tree.ts'
import { getAttribute, isKept, keptChild, keptElements } from './tree.ts'
import { BlockWriter } from './write-blocks.ts'

export interface FormMeta {
  /** Overrides the title of the plan in the file's properties. */
  readonly title?: string
  readonly authors?: readonly string[]
  /** 二次备课 in red, or in the form's own colour (the default). */
  readonly second?: 'red' | 'plain'
  /** Comments to be written as Word's own; none unless told. */
  readonly comments?: readonly PlanComment[]
}

export interface WrittenForm {
  readonly bytes: Uint8Array
  /** What of the plan is not in the file, because the form has no place for it. */
  readonly left: readonly LeftPart[]
  /** Comments, by their place in the list, whose words are gone or have no place; they stand at the nearest row or heading. */
  readonly moved: readonly number[]
}

/** What of a plan a form has no place for, before anything is written. */
export function missingParts(
  bytes: Uint8Array,
  form: WordForm,
  doc: DocJson,
  media: MediaSource = () => undefined,
): Result<readonly LeftPart[], FormRefusal> {
  const written = writeForm(bytes, form, doc, media)
  return written.ok ? { ok: true, value: written.value.left } : written
}

/**
 * A plan written into a school's own form. Every part that is not touched stays byte for byte, and what is touched keeps every
 * element and attribute we do not know. Row, objective and cell ids are in it invisibly, so that `importDocx` finds the same
 * plan. Equal arguments give equal bytes.
 */
export function writeForm(
  bytes: Uint8Array,
  form: WordForm,
  plan: DocJson,
  media: MediaSource,
  meta: FormMeta = {},
): Result<WrittenForm, FormRefusal> {
  return catchFormRefusal(() => {
    const comments = meta.comments ?? []
    const { doc, moved } = comments.length > 0 ? placeComments(plan, comments) : { doc: plan, moved: [] }
    const part = openForm(bytes)
    if (part.fingerprint !== form.fingerprint) throw new FormSignal('form/changed', part.fingerprint)
    const { root } = part.kept
    const strict = (getAttribute(root, 'xmlns:w') ?? '').startsWith('http://purl.oclc.org/')
    const file = new FormFile(
      part.pack,
      strict
        ? 'http://purl.oclc.org/ooxml/officeDocument/relationships'
        : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
    )
    file.adopt(file.document, part.kept)
    const layout = new PlanLayout(form, doc)
    // Parts of the file that no word of this plan is written into are not opened.
    const aside = new Set(
      form.slots.flatMap((slot) => {
        const { story } = slot.place
        const isWritten = layout.contents(slot.id).length > 0 || isStale(slot)
        return story && story.part !== file.document && isWritten ? [story.part] : []
      }),
    )
    const rootOf = ({ place: { story } }: FormSlot): Kept | null =>
      !story || story.part === file.document ? root : aside.has(story.part) ? file.edit(story.part).root : null
    // Places are found before anything moves.
    const slots = new Map(
      form.slots.flatMap((slot) => {
        const holder = rootOf(slot)
        return holder ? [[slot.id, locate(holder, slot)] as const] : []
      }),
    )
    const tables = form.tables.map((table) => {
      const { node, parents } = find(root, table.table)
      return {
        table,
        node,
        parents: [...parents, node],
        rows: rowsOf(node),
        paragraph: table.headingParagraph ? find(root, table.headingParagraph) : null,
      }
    })
    for (const { table, node, parents } of tables) completeGrid(root, parents.slice(0, -1), node, table)
    for (const { parents } of slots.values()) {
      const at = parents.findLastIndex(({ tag }) => tag === 'w:tbl')
      const node = parents[at]
      if (node) completeGrid(root, parents.slice(0, at), node, null)
    }
    forget(file, [root, ...[...aside].map((name) => file.edit(name).root)])
    const looks = new Looks(file)
    const dresser = new Dresser(file, looks, media, strict, [...aside])
    const left: LeftPart[] = []
    const context = {
      form,
      root,
      document: file.document,
      dresser,
      looks,
      redSecond: meta.second === 'red',
      left: (lost: LeftPart) => void left.push(lost),
    }
    const writer = new SlotWriter(context, slots)
    for (const slot of form.slots) writer.write(slot, layout.contents(slot.id))
    new BlockWriter(context, tables).write(layout.tables)
    writer.append(layout.appended)
    writer.close()
    keepHeadingsWithTables(keptChild(root, 'w:body') ?? root)
    const files = filesOf(doc).filter(({ attrs }) => dresser.named.has(String(attrs?.['name'] ?? '')))
    left.unshift(...layout.left, ...files.map(partOf.file), ...layout.lost(writer.names))
    dresser.notes.note('form', { order: layout.order(writer.names) })
    dresser.finish()
    const running = [...aside].map((name) => file.edit(name).root)
    const lost = writeComments(file, root, running, comments)
    file.extension('xml', 'application/xml')
    file.core(coreProperties(meta.title ?? layout.title, meta.authors ?? []))
    return { bytes: file.bytes(), left: merge(left), moved: [...new Set([...moved, ...lost])].sort((a, b) => a - b) }
  })
}

/** The elements of a slot: a cell, a paragraph, or neighbouring paragraphs. */
export interface SlotPlace extends Found {
  readonly nodes: readonly Kept[]
}

function locate(root: Kept, slot: FormSlot): SlotPlace {
  const found = find(root, slot.place.path)
  if (slot.place.how !== 'paragraphs') return { ...found, nodes: [found.node] }
  const siblings = keptElements(found.parents.at(-1) as Kept)
  return { ...found, nodes: siblings.slice(slot.place.path.at(-1) ?? 0, slot.place.last + 1) }
}

/** A form that was once an export of ours says nothing about the plan it held then. */
function forget(file: FormFile, roots: readonly Kept[]): void {
  file.dropOwnNotes()
  const forgetIn = (root: Kept): void => {
    const ids = new Set<string>()
    const walk = (node: Kept): void => {
      node.children = node.children.filter((child) => {
        if (!isKept(child)) return true
        const id = getAttribute(child, 'w:id') ?? ''
        if (child.tag === 'w:bookmarkStart' && (getAttribute(child, 'w:name') ?? '').startsWith('gy_')) {
          ids.add(id)
          return false
        }
        return !(child.tag === 'w:bookmarkEnd' && ids.has(id))
      })
      for (const child of keptElements(node)) walk(child)
    }
    walk(root)
  }
  roots.forEach(forgetIn)
}

/** The same part lost from several tables is one. */
function merge(parts: readonly LeftPart[]): LeftPart[] {
  const known = new Map<string, LeftPart>()
  for (const part of parts) {
    const before = known.get(part.key)
    known.set(part.key, before ? { ...before, characters: before.characters + part.characters } : part)
  }
  return [...known.values()].filter(({ characters }) => characters > 0)
}
