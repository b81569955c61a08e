import type { DocJson } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'
import { child, descendants, elements, find, textOf } from '../opc/xml.ts'
import type { ReadBlocks, ReadingContext } from './context.ts'
import { SHOWN } from './media.ts'
import type { Block, ImportedMedia } from './model.ts'
import { readPictureNote } from './picture-note.ts'

const EMU_PER_PIXEL = 9525
/** Earlier exports named a picture after its size in the plan. */
const OWN_NAME = /^图片 (\d*)×(\d*)$/
const OWN_ATTACHMENT = /^附件 (.+)$/s

export interface Drawn {
  inline: DocJson[]
  floating: DocJson[]
  boxes: Block[]
}

const pixels = (emu: string | undefined): number | null =>
  Number(emu) > 0 ? Math.max(1, Math.round(Number(emu) / EMU_PER_PIXEL)) : null
const own = (text: string | undefined): number | null => (text ? Number(text) : null)

function pictureNode(
  ctx: ReadingContext,
  media: ImportedMedia | null,
  alt: string | null,
  name: string,
  width: number | null,
  height: number | null,
): DocJson[] {
  if (!media) return alt ? [{ type: 'text', text: `［图片：${alt}］` }] : [{ type: 'text', text: '［图片］' }]
  ctx.counts.images++
  const attachment = ctx.own ? OWN_ATTACHMENT.exec(name) : null
  if (attachment || !SHOWN.has(media.mediaType))
    return [
      {
        type: 'attachment',
        attrs: { fileId: media.key, name: attachment?.[1] ?? alt ?? media.name, mediaType: media.mediaType },
      },
    ]
  const noted = readPictureNote(ctx.own, name, width, height)
  const size = ctx.own ? OWN_NAME.exec(name) : null
  return [
    {
      type: 'image',
      attrs: {
        fileId: media.key,
        alt,
        ...(noted?.size ?? { width: size ? own(size[1]) : width, height: size ? own(size[2]) : height }),
      },
      ...(noted ? { marks: noted.marks } : {}),
    },
  ]
}

const paragraphOf = (text: string): Block => ({
  kind: 'paragraph',
  content: text === '' ? [] : [{ type: 'text', text }],
  styleName: '',
  outline: null,
  list: null,
  align: null,
  indent: null,
  bold: false,
  size: 21,
  rule: false,
  bookmarks: [],
})

/** Words of a chart or a SmartArt picture, which live in parts of their own. */
function partTexts(ctx: ReadingContext, relationshipId: string | undefined, name: string): Block[] {
  const rel = ctx.pack.relationships(ctx.part).get(relationshipId ?? '')
  const root = rel && !rel.external && ctx.pack.has(rel.target) ? ctx.pack.xml(rel.target) : null
  if (!root) return []
  const texts =
    name === 'c:chart'
      ? [...descendants(root, 'a:t'), ...descendants(root, 'c:v')].map(textOf)
      : [...descendants(root, 'a:p')].map((paragraph) => [...descendants(paragraph, 'a:t')].map(textOf).join(''))
  return texts.filter((text) => text.trim() !== '').map(paragraphOf)
}

/** `w:drawing`: pictures, text boxes, charts, SmartArt, alone or in groups. */
export function readDrawing(node: Xml, ctx: ReadingContext, readBlocks: ReadBlocks): Drawn {
  const out: Drawn = { inline: [], floating: [], boxes: [] }
  for (const frame of elements(node)) {
    const extent = child(frame, 'wp:extent')
    const properties = child(frame, 'wp:docPr')?.attrs ?? {}
    const pictures = [...descendants(frame, 'pic:pic')]
    for (const picture of pictures) {
      const blip = find(picture, 'a:blip')
      const described = find(picture, 'pic:cNvPr')?.attrs ?? {}
      const alt =
        (pictures.length === 1 ? properties['descr'] || properties['title'] : '') || described['descr'] || null
      const size = pictures.length === 1 ? extent : find(picture, 'a:ext')
      const media = ctx.embed(blip?.attrs['r:embed'] ?? blip?.attrs['r:link'])
      const place = frame.name === 'wp:anchor' ? out.floating : out.inline
      place.push(
        ...pictureNode(ctx, media, alt, properties['name'] ?? '', pixels(size?.attrs['cx']), pixels(size?.attrs['cy'])),
      )
    }
    for (const content of descendants(frame, 'w:txbxContent'))
      out.boxes.push({ kind: 'box', blocks: readBlocks(content) })
    for (const name of ['c:chart', 'dgm:relIds']) {
      const data = find(frame, name)
      const texts = data ? partTexts(ctx, data.attrs['r:id'] ?? data.attrs['r:dm'], name) : []
      if (texts.length > 0) out.boxes.push({ kind: 'box', blocks: texts })
    }
  }
  return out
}

/** Points or pixels of a VML style, in pixels. */
function styleLength(style: string, name: string): number | null {
  const match = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([\\d.]+)(pt|px|in|cm|mm)?`).exec(style)
  if (!match) return null
  const unit = { pt: 96 / 72, px: 1, in: 96, cm: 96 / 2.54, mm: 96 / 25.4 }[match[2] ?? 'pt'] ?? 1
  return Math.max(1, Math.round(Number(match[1]) * unit))
}

/** `w:pict` and `w:object`: the older VML drawings, and previews of embedded objects such as old equations. */
export function readVml(node: Xml, ctx: ReadingContext, readBlocks: ReadBlocks): Drawn {
  const out: Drawn = { inline: [], floating: [], boxes: [] }
  const visit = (parent: Xml, style: string, alt: string | null) => {
    for (const part of elements(parent)) {
      if (part.name === 'w:txbxContent') out.boxes.push({ kind: 'box', blocks: readBlocks(part) })
      else if (part.name === 'v:imagedata')
        out.inline.push(
          ...pictureNode(
            ctx,
            ctx.embed(part.attrs['r:id']),
            part.attrs['o:title'] || alt,
            '',
            styleLength(style, 'width'),
            styleLength(style, 'height'),
          ),
        )
      else if (part.name === 'v:textpath' && part.attrs['string'])
        out.boxes.push({ kind: 'box', blocks: [paragraphOf(part.attrs['string'])] })
      else visit(part, part.attrs['style'] ?? style, part.attrs['alt'] ?? alt)
    }
  }
  visit(node, '', null)
  return out
}
