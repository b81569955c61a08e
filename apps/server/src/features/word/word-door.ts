import type { DocJson } from '@gongyan/documents'
import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { pixelsOf, sniffDocument } from '@gongyan/office'
import type { Office, OfficeRefusalCode } from '@gongyan/office'
import type { ImportedMedia, ImportedPlan, ImportRefusalCode } from '@gongyan/word'

/** Why a file could not be read: it is no plan's, or LibreOffice had no time for it. */
export interface ReadingRefusal {
  readonly code: ImportRefusalCode | 'office/busy' | 'office/timeout'
  /** For the log; never content. */
  readonly detail: string | null
}

/** What a conversion that failed means to whoever brought the file. */
const MEANING: Readonly<Record<OfficeRefusalCode, ReadingRefusal['code']>> = {
  'office/absent': 'word/old-format',
  'office/busy': 'office/busy',
  'office/too-large': 'word/too-large',
  'office/unsupported': 'word/not-a-docx',
  'office/encrypted': 'word/encrypted',
  'office/timeout': 'office/timeout',
  'office/failed': 'word/damaged',
  'office/no-such-page': 'word/damaged',
}

/**
 * A file as the .docx the reader understands: .doc, .wps, .rtf and .odt are converted where LibreOffice is. A .docm is read as
 * it is, because the reader knows no macros. Without LibreOffice the bytes stay, and the reader says what to do.
 */
export async function toDocx(
  office: Office,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<Result<Uint8Array, ReadingRefusal>> {
  const kind = sniffDocument(bytes)
  if (kind === 'encrypted') return refuse({ code: 'word/encrypted', detail: null })
  if (kind === null || kind === 'docx' || kind === 'pdf' || !office.canConvert) return ok(bytes)
  const [converted] = await office.convert([bytes], 'docx', signal)
  if (converted?.ok) return converted
  const code = converted?.refusal.code ?? 'office/failed'
  return refuse({ code: MEANING[code], detail: `${code} ${converted?.refusal.detail ?? ''}`.trim() })
}

const METAFILES = new Set(['image/x-emf', 'image/x-wmf'])

/** A plan whose EMF and WMF pictures browsers show too, where LibreOffice could draw them; the others stay attached as they are. */
export async function withDrawnMetafiles(
  office: Office,
  plan: ImportedPlan,
  signal?: AbortSignal,
): Promise<ImportedPlan> {
  const metafiles = plan.media.filter(({ mediaType }) => METAFILES.has(mediaType))
  if (metafiles.length === 0 || !office.canConvert || !office.canDraw) return plan
  const answers = await office.drawMetafiles(
    metafiles.map(({ bytes }) => bytes),
    signal,
  )
  const drawn = new Map<string, ImportedMedia>()
  for (const [index, media] of metafiles.entries()) {
    const answer = answers[index]
    if (answer?.ok)
      drawn.set(media.key, { ...media, bytes: answer.value, mediaType: 'image/png', name: `${media.name}.png` })
  }
  const sizes = new Map(metafiles.map(({ key, bytes }) => [key, pixelsOf(bytes)]))
  return {
    ...plan,
    doc: shown(plan.doc, drawn, sizes),
    media: plan.media.map((media) => drawn.get(media.key) ?? media),
  }
}

/** The document with an image wherever an attachment has become a picture. */
function shown(
  node: DocJson,
  drawn: ReadonlyMap<string, ImportedMedia>,
  sizes: ReadonlyMap<string, { width: number; height: number } | null>,
): DocJson {
  const key = node.type === 'attachment' ? String(node.attrs?.['fileId']) : null
  if (key !== null && drawn.has(key)) {
    const size = sizes.get(key)
    return {
      type: 'image',
      attrs: {
        fileId: key,
        alt: node.attrs?.['name'] ?? null,
        width: size?.width ?? null,
        height: size?.height ?? null,
      },
      ...(node.marks && { marks: node.marks }),
    }
  }
  return node.content ? { ...node, content: node.content.map((child) => shown(child, drawn, sizes)) } : node
}
