import type { Xml } from '../opc/xml.ts'
import { child, elements, isOn, val } from '../opc/xml.ts'

interface Style {
  id: string
  name: string
  type: string
  basedOn: string | undefined
  node: Xml
}

/** The styles of a document; a file without a styles part has none and everything is body text. */
export class Styles {
  private readonly styles = new Map<string, Style>()
  private readonly defaults = new Map<string, string>()
  private readonly defaultSize: number

  constructor(root: Xml | null) {
    for (const node of root ? elements(root) : []) {
      if (node.name !== 'w:style') continue
      const id = node.attrs['w:styleId'] ?? ''
      const type = node.attrs['w:type'] ?? 'paragraph'
      this.styles.set(id, { id, type, name: val(node, 'w:name') ?? id, basedOn: val(node, 'w:basedOn'), node })
      if (['1', 'true', 'on'].includes(node.attrs['w:default'] ?? '')) this.defaults.set(type, id)
    }
    const base = child(child(root ?? undefined, 'w:docDefaults'), 'w:rPrDefault')
    this.defaultSize = Number(val(child(base, 'w:rPr'), 'w:sz')) || 21
  }

  private *chain(id: string | undefined, type: string): Generator<Style> {
    const seen = new Set<string>()
    for (
      let style = this.styles.get(id ?? this.defaults.get(type) ?? '');
      style && !seen.has(style.id);
      style = this.styles.get(style.basedOn ?? '')
    ) {
      seen.add(style.id)
      yield style
    }
  }

  /** The name of a style in lower case without spaces, for Word translates ids but not built-in names. */
  nameOf(id: string | undefined, type = 'paragraph'): string {
    const style = this.styles.get(id ?? this.defaults.get(type) ?? '')
    return (style?.name ?? id ?? '').toLowerCase().replaceAll(/\s+/g, '')
  }

  /** The first value that `pick` finds along a style and what it is based on. */
  private first<T>(id: string | undefined, type: string, pick: (node: Xml) => T | undefined): T | undefined {
    for (const { node } of this.chain(id, type)) {
      const found = pick(node)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Heading level from 0, by outline level or by the built-in name (`heading 2`, `标题 2`). */
  outlineOf(id: string | undefined): number | null {
    const level = this.first(id, 'paragraph', (node) => {
      const outline = Number(val(child(node, 'w:pPr'), 'w:outlineLvl') ?? Number.NaN)
      if (outline >= 0 && outline <= 8) return outline
      const named = /^(?:heading|标题)\s*([1-9])$/i.exec(val(node, 'w:name') ?? '')
      return named ? Number(named[1]) - 1 : undefined
    })
    return level ?? null
  }

  numberingOf(id: string | undefined): Xml | undefined {
    return this.first(id, 'paragraph', (node) => child(child(node, 'w:pPr'), 'w:numPr'))
  }

  /** The paragraph property of that name along the style chain. */
  paragraphProperty(id: string | undefined, name: string): Xml | undefined {
    return this.first(id, 'paragraph', (node) => child(child(node, 'w:pPr'), name))
  }

  isBold(id: string | undefined, type: string): boolean {
    return (
      this.first(id, type, (node) =>
        child(child(node, 'w:rPr'), 'w:b') ? isOn(child(node, 'w:rPr'), 'w:b') : undefined,
      ) ?? false
    )
  }

  sizeOf(id: string | undefined): number {
    return (
      this.first(id, 'paragraph', (node) => Number(val(child(node, 'w:rPr'), 'w:sz')) || undefined) ?? this.defaultSize
    )
  }

  /** Whether a character style is the one in which Word shows the prompt of an empty control. */
  readonly isPrompt = (id: string | undefined): boolean =>
    id !== undefined && /^(?:placeholdertext|占位符文本)$/.test(this.nameOf(id, 'character'))

  /** The colour of a paragraph style's letters. */
  colorOf(id: string | undefined): string | undefined {
    return this.first(id, 'paragraph', (node) => val(child(node, 'w:rPr'), 'w:color'))
  }

  /** The style that a numbered list borrows its levels from. */
  listStyle(id: string): Xml | undefined {
    return this.styles.get(id)?.node
  }

  /** Run properties of a character style, nearest first. */
  runProperties(id: string | undefined): Xml[] {
    if (id === undefined) return []
    return [...this.chain(id, 'character')].flatMap(({ node }) => child(node, 'w:rPr') ?? [])
  }
}
