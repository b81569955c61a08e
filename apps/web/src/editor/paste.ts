import { newLocalId } from '@gongyan/documents'
import { Fragment, Slice } from '@tiptap/pm/model'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ID_ATTRIBUTE } from './local-ids.ts'

const styleOf = (element: Element): string => (element.getAttribute('style') ?? '').toLowerCase()

/** Whether a colour of Word is the red of a teacher's pen. */
function isRed(style: string): boolean {
  const match = /(?:^|;)\s*color:\s*(#[0-9a-f]{3,6}|red|rgb\([^)]*\))/.exec(style)
  if (!match?.[1]) return false
  if (match[1] === 'red') return true
  const hex = /^#([0-9a-f]{6})$/.exec(match[1])?.[1]
  const parts = hex
    ? [hex.slice(0, 2), hex.slice(2, 4), hex.slice(4, 6)].map((part) => Number.parseInt(part, 16))
    : (match[1].match(/\d+/g) ?? []).map(Number)
  const [r = 0, g = 0, b = 0] = parts
  return r > 160 && g < 90 && b < 90
}

const wrap = (element: Element, tag: string, attribute?: string) => {
  const outer = element.ownerDocument.createElement(tag)
  if (attribute) outer.setAttribute(attribute, '')
  outer.append(...element.childNodes)
  element.append(outer)
}

/** Turns what Word says by style into the marks of a plan. */
function readStyles(root: HTMLElement): void {
  for (const element of root.querySelectorAll('span, font, p, a')) {
    const style = styleOf(element)
    if (!style && element.tagName !== 'FONT') continue
    if (/font-weight:\s*(bold|[6-9]00)/.test(style)) wrap(element, 'strong')
    if (/font-style:\s*italic/.test(style)) wrap(element, 'em')
    if (/text-decoration[^;]*underline/.test(style)) wrap(element, 'u')
    if (/text-decoration[^;]*line-through/.test(style)) wrap(element, 's')
    if (/vertical-align:\s*super/.test(style)) wrap(element, 'sup')
    if (/vertical-align:\s*sub/.test(style)) wrap(element, 'sub')
    if (/text-emphasis|mso-text-animation|layout-grid-mode:char.*emphasis/.test(style))
      wrap(element, 'span', 'data-emphasis-dot')
    if (/background(-color)?:\s*(yellow|#ff0\b|#ffff00)|mso-highlight/.test(style)) wrap(element, 'mark')
    if (isRed(style) || /^(red|#f00|#ff0000)$/i.test(element.getAttribute('color') ?? ''))
      wrap(element, 'span', 'data-red-pen')
  }
}

const CIRCLED = /^[\u2460-\u2473]/
function formatOf(marker: string): string | null {
  if (CIRCLED.test(marker)) return marker.replace(CIRCLED, '{①}')
  if (/[一二三四五六七八九十]/.test(marker)) return marker.replace(/[一二三四五六七八九十]+/, '{一}')
  return /^\d+[.．]$/.test(marker) ? null : marker.replace(/\d+/, '{1}')
}

/** Word writes lists as paragraphs with a printed number; they become lists again. */
function readLists(root: HTMLElement): void {
  let list: HTMLElement | null = null
  for (const paragraph of root.querySelectorAll<HTMLElement>('p')) {
    const isItem = /mso-list:\s*l\d/.test(styleOf(paragraph)) || /MsoListParagraph/.test(paragraph.className)
    const marker = [...paragraph.querySelectorAll<HTMLElement>('span')].find((span) =>
      /mso-list:\s*ignore/.test(styleOf(span)),
    )
    if (!isItem || !marker) {
      list = null
      continue
    }
    const text = (marker.textContent ?? '').replace(/[\s\u00a0]+/g, '')
    marker.remove()
    const isOrdered = /[\p{N}一二三四五六七八九十a-zA-Z]/u.test(text)
    const tag = isOrdered ? 'OL' : 'UL'
    if (!list || list.tagName !== tag || list.nextElementSibling !== paragraph) {
      list = root.ownerDocument.createElement(tag)
      const format = isOrdered ? formatOf(text) : null
      if (format) list.setAttribute('data-format', format)
      paragraph.before(list)
    }
    const item = root.ownerDocument.createElement('li')
    item.append(paragraph)
    list.append(item)
  }
}

/**
 * HTML of the clipboard as the plan can hold it: without scripts, styles, comments and Word's own elements; lists, tables,
 * emphasis and red kept. Pictures that are not ours are left out (a picture alone arrives as a file). Works on a document of
 * its own, so nothing of it is loaded or run.
 */
export function cleanHtml(html: string): string {
  const parsed = new DOMParser().parseFromString(
    html.replace(/<!--[\s\S]*?-->/g, '').replace(/<!\[(?:if|endif)[^\]]*\]>/gi, ''),
    'text/html',
  )
  const root = parsed.body
  for (const element of root.querySelectorAll(
    'script, style, meta, link, title, xml, iframe, object, embed, form, input, button, svg, video, audio, base',
  ))
    element.remove()
  for (const element of root.querySelectorAll('*'))
    if (element.tagName.includes(':') && element.textContent?.replace(/[\s\u00a0]/g, '') === '') element.remove()
  if (!root.querySelector('[data-pm-slice]')) {
    readLists(root)
    readStyles(root)
  }
  for (const image of root.querySelectorAll('img')) if (!image.dataset['fileId']) image.remove()
  // Word fills the gap between characters with spaces that mean nothing here.
  for (const span of root.querySelectorAll('span'))
    if (/mso-spacerun:\s*yes/.test(styleOf(span))) span.textContent = (span.textContent ?? '').replace(/\u00a0/g, ' ')
  for (const element of root.querySelectorAll('*'))
    for (const name of element.getAttributeNames())
      if (!/^(data-|colspan|rowspan|href|start|alt|width|height|scope)/.test(name)) element.removeAttribute(name)
  return root.innerHTML
}

/** Copied rows and objectives get new ids; what was cut (its id is nowhere in the document any more) comes back as itself. */
export function renewIds(slice: Slice, existing: ReadonlySet<string>): Slice {
  const taken = new Set(existing)
  const renew = (node: Node): Node => {
    const attribute = ID_ATTRIBUTE[node.type.name]
    const content = node.isText ? node.content : Fragment.from(children(node).map(renew))
    if (node.isText) return node
    if (!attribute) return node.copy(content)
    const id = (node.attrs[attribute] as string | null) || null
    const kept = id !== null && !taken.has(id) ? id : newLocalId()
    taken.add(kept)
    return node.type.create({ ...node.attrs, [attribute]: kept }, content, node.marks)
  }
  return new Slice(Fragment.from(childrenOf(slice.content).map(renew)), slice.openStart, slice.openEnd)
}
const childrenOf = (fragment: Fragment): Node[] => {
  const nodes: Node[] = []
  fragment.forEach((node) => nodes.push(node))
  return nodes
}
const children = (node: Node): Node[] => childrenOf(node.content)

/** All ids of rows and objectives in a document. */
export function idsOf(doc: Node): Set<string> {
  const ids = new Set<string>()
  doc.descendants((node) => {
    const attribute = ID_ATTRIBUTE[node.type.name]
    const id: unknown = attribute ? node.attrs[attribute] : null
    if (typeof id === 'string' && id !== '') ids.add(id)
    return !node.isTextblock
  })
  return ids
}

const picturesOf = (files: FileList | undefined | null): File[] =>
  [...(files ?? [])].filter((file) => file.type.startsWith('image/'))

/** What comes in through the clipboard or is dropped. `onPictures` uploads and puts them in. */
export function paste({
  onPictures,
}: {
  onPictures: (view: EditorView, files: readonly File[], pos: number) => void
}): Plugin {
  return new Plugin({
    key: new PluginKey('paste'),
    props: {
      transformPastedHTML: cleanHtml,
      transformPasted(slice, view) {
        // A move by dragging takes the original away in the same step.
        const isMove = Boolean((view as unknown as { dragging?: { move: boolean } | null }).dragging?.move)
        return isMove ? slice : renewIds(slice, idsOf(view.state.doc))
      },
      handlePaste(view, event) {
        const pictures = picturesOf(event.clipboardData?.files)
        // Word puts a picture of the text beside the text.
        if (pictures.length === 0 || (event.clipboardData?.types ?? []).includes('text/html')) return false
        onPictures(view, pictures, view.state.selection.from)
        return true
      },
      handleDrop(view, event) {
        const pictures = picturesOf(event.dataTransfer?.files)
        if (pictures.length === 0) return false
        event.preventDefault()
        onPictures(
          view,
          pictures,
          view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.from,
        )
        return true
      },
    },
  })
}
