import type { DocJson } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'
import { child, descendants, elements, find, textOf } from '../opc/xml.ts'
import { chosenBranch } from './alternate.ts'
import type { ReadBlocks, ReadingContext } from './context.ts'
import { unpackFile } from '../ole/package.ts'
import { isHuge, SHOWN, sniffMedia } from './media.ts'
import { lineOf } from './model.ts'
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

/** Wider than any paper; a larger number is a mistake or a trick. */
const MAX_SIDE = 10_000
const clamp = (side: number): number => Math.min(MAX_SIDE, Math.max(1, Math.round(side)))
const pixels = (emu: string | undefined): number | null => (Number(emu) > 0 ? clamp(Number(emu) / EMU_PER_PIXEL) : null)
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
  ctx.hear('')
  ctx.counts.images++
  const attachment = ctx.own ? OWN_ATTACHMENT.exec(name) : null
  const huge = isHuge(media.bytes, ctx.pack.limits.pixels)
  if (huge) ctx.leftOver.push({ text: alt ?? media.name, where: '尺寸太大的图片，留作附件' })
  if (attachment || huge || !SHOWN.has(media.mediaType)) return [fileNode(media, attachment?.[1] ?? alt ?? media.name)]
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

const NOTHING: Xml = { name: '', attrs: {}, children: [] }
const fileNode = (media: ImportedMedia, name: string): DocJson => ({
  type: 'attachment',
  attrs: { fileId: media.key, name, mediaType: media.mediaType },
})

/** The file that an object of another program packs; null where it is none of those. */
function packedFile(object: Xml, ctx: ReadingContext): ImportedMedia | null {
  const stored = ctx.embed(object.attrs['r:id'], '嵌入文件')
  if (!stored) return null
  if (ctx.unpacked.has(stored.key)) return stored
  const file = unpackFile(stored.bytes)
  return file && ctx.unpack(stored, { ...stored, ...file, mediaType: sniffMedia(file.bytes) })
}

/** A file, as our export noted it where it did. */
function notedFile(media: ImportedMedia, shape: string | undefined, ctx: ReadingContext): DocJson {
  const note = ctx.own?.get(shape ?? '')
  if (note?.['is'] !== 'file') return fileNode(media, media.name)
  const { name, mediaType, marks } = note
  return {
    type: 'attachment',
    attrs: {
      fileId: media.key,
      name: typeof name === 'string' ? name : media.name,
      mediaType: typeof mediaType === 'string' ? mediaType : media.mediaType,
    },
    ...(Array.isArray(marks) ? { marks: marks as NonNullable<DocJson['marks']> } : {}),
  }
}

const paragraphOf = (text: string): Block => lineOf(text === '' ? [] : [{ type: 'text', text }])

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

/** `w:drawing`: pictures, shapes filled with one, text boxes, charts, SmartArt, alone or in groups. */
export function readDrawing(node: Xml, ctx: ReadingContext, readBlocks: ReadBlocks): Drawn {
  const out: Drawn = { inline: [], floating: [], boxes: [] }
  for (const frame of elements(node)) {
    const extent = child(frame, 'wp:extent')
    const properties = child(frame, 'wp:docPr')?.attrs ?? {}
    const shapes: { shape: Xml; blip: Xml | undefined }[] = []
    // What stands in a text box is read with the text box; of what is stored twice one copy counts.
    const visit = (part: Xml): void => {
      if (part.name === 'pic:pic') shapes.push({ shape: part, blip: find(part, 'a:blip') })
      else if (part.name === 'w:txbxContent') out.boxes.push({ kind: 'box', blocks: readBlocks(part) })
      else if (part.name === 'mc:AlternateContent')
        for (const inner of elements(chosenBranch(part) ?? NOTHING)) visit(inner)
      else if (part.name === 'c:chart' || part.name === 'dgm:relIds') {
        const texts = partTexts(ctx, part.attrs['r:id'] ?? part.attrs['r:dm'], part.name)
        if (texts.length > 0) out.boxes.push({ kind: 'box', blocks: texts })
      } else {
        const fill = child(child(child(part, 'wps:spPr'), 'a:blipFill'), 'a:blip')
        if (fill) shapes.push({ shape: part, blip: fill })
        for (const inner of elements(part)) visit(inner)
      }
    }
    visit(frame)
    for (const { shape, blip } of shapes) {
      const alone = shapes.length === 1
      const described = (find(shape, 'pic:cNvPr') ?? find(shape, 'wps:cNvPr'))?.attrs ?? {}
      const alt = (alone ? properties['descr'] || properties['title'] : '') || described['descr'] || null
      const size = alone ? extent : find(shape, 'a:ext')
      const media = ctx.embed(blip?.attrs['r:embed'] ?? blip?.attrs['r:link'])
      const place = frame.name === 'wp:anchor' ? out.floating : out.inline
      place.push(
        ...pictureNode(ctx, media, alt, properties['name'] ?? '', pixels(size?.attrs['cx']), pixels(size?.attrs['cy'])),
      )
    }
  }
  return out
}

/** Points or pixels of a VML style, in pixels. */
function styleLength(style: string, name: string): number | null {
  const match = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([\\d.]+)(pt|px|in|cm|mm)?`).exec(style)
  if (!match) return null
  const unit = { pt: 96 / 72, px: 1, in: 96, cm: 96 / 2.54, mm: 96 / 25.4 }[match[2] ?? 'pt'] ?? 1
  return clamp(Number(match[1]) * unit) || null
}

/** Programs whose objects Word draws as a formula: the drawing is all there is to see. */
const IS_FORMULA = /^(?:Equation|MathType)/i
/** Fills that are a picture; patterns are a few dots of colour. */
const PICTURE_FILLS = new Set(['frame', 'tile'])

/** `w:pict` and `w:object`: the older VML drawings, and objects of other programs with the picture that stands for them. */
export function readVml(node: Xml, ctx: ReadingContext, readBlocks: ReadBlocks): Drawn {
  const out: Drawn = { inline: [], floating: [], boxes: [] }
  const visit = (parent: Xml, style: string, alt: string | null) => {
    // The icon of a packed file says no more than its name.
    const isIcon = elements(parent).some(
      (part) => part.name === 'o:OLEObject' && part.attrs['DrawAspect'] === 'Icon' && packedFile(part, ctx) !== null,
    )
    for (const part of elements(parent)) {
      if (isIcon && part.name !== 'o:OLEObject') continue
      const isFill = part.name === 'v:fill' && part.attrs['r:id'] && PICTURE_FILLS.has(part.attrs['type'] ?? '')
      if (part.name === 'w:txbxContent') out.boxes.push({ kind: 'box', blocks: readBlocks(part) })
      else if (part.name === 'mc:AlternateContent') visit(chosenBranch(part) ?? NOTHING, style, alt)
      else if (part.name === 'v:imagedata' || isFill)
        out.inline.push(
          ...pictureNode(
            ctx,
            ctx.embed(part.attrs['r:id'] ?? part.attrs['r:pict']),
            part.attrs['o:title'] || alt,
            '',
            styleLength(style, 'width'),
            styleLength(style, 'height'),
          ),
        )
      else if (part.name === 'v:textpath' && part.attrs['string'])
        out.boxes.push({ kind: 'box', blocks: [paragraphOf(part.attrs['string'])] })
      else if (part.name === 'o:OLEObject') {
        if (IS_FORMULA.test(part.attrs['ProgID'] ?? '')) continue
        const media = packedFile(part, ctx) ?? ctx.embed(part.attrs['r:id'], '嵌入文件')
        if (media) out.inline.push(notedFile(media, part.attrs['ShapeID'], ctx))
      } else visit(part, part.attrs['style'] ?? style, part.attrs['alt'] ?? alt)
    }
  }
  visit(node, '', null)
  return out
}
