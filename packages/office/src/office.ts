import { availableParallelism, tmpdir } from 'node:os'
import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { absent, createWorkplace } from './workplace.ts'
import type { Workplace } from './workplace.ts'
import { convertAll } from './convert.ts'
import type { Converted, Target } from './convert.ts'
import { carrierOf, sniffMetafile } from './metafile.ts'
import type { Metafile } from './metafile.ts'
import { countPages, drawPage, isBlank, joinPdfs } from './pages.ts'
import { findPrograms } from './programs.ts'
import type { OfficeRefusal } from './refusal.ts'
import { findSandbox } from './sandbox.ts'
import type { Isolation, OfficeSettings } from './settings.ts'
import { createSlots } from './slots.ts'
import { sniffDocument } from './sniff.ts'
import type { DocumentKind } from './sniff.ts'
import { removeLeftFolders } from './work-folder.ts'

export type { Converted, Target } from './convert.ts'

export interface Office {
  /** Documents can be converted: LibreOffice is here. */
  readonly canConvert: boolean
  /** Pages of a PDF can be drawn: poppler is here. */
  readonly canDraw: boolean
  /** PDFs can be counted and joined: poppler's `pdfinfo` and `pdfunite` are here. */
  readonly canJoin: boolean
  /** How a run is kept apart on this machine. */
  readonly isolation: Isolation
  /** Converts documents, each judged by its bytes; the answers stand in the order of the files. */
  convert(files: readonly Uint8Array[], to: Target, signal?: AbortSignal): Promise<readonly Converted[]>
  /** Windows metafiles (EMF, WMF) as PNG, one after the other; those for which there was no time left are refused. */
  drawMetafiles(files: readonly Uint8Array[], signal?: AbortSignal): Promise<readonly Converted[]>
  countPages(pdf: Uint8Array, signal?: AbortSignal): Promise<Result<number, OfficeRefusal>>
  /** Several PDFs as one, in their order. */
  joinPdfs(pdfs: readonly Uint8Array[], signal?: AbortSignal): Promise<Converted>
  /** A page of a PDF, from 1, as PNG whose longer edge has so many pixels. */
  drawPage(pdf: Uint8Array, page: number, longEdge: number, signal?: AbortSignal): Promise<Converted>
}

/** Pixels per millimetre of a metafile, as for a page of 190 dots per inch, and the bounds of the longer edge. */
const PIXELS_PER_MM = 7.5
const EDGE = { least: 48, most: 2_400 } as const
/** How many times the time of one file all metafiles of a document may take. */
const METAFILES_TIME = 3

/** LibreOffice and poppler as they are on this machine, kept apart as well as it allows; what is missing says so when asked. */
export async function createOffice(settings: OfficeSettings): Promise<Office> {
  const { limits, tempFolder = tmpdir() } = settings
  const programs = findPrograms(settings.soffice)
  const { soffice } = programs
  await removeLeftFolders(tempFolder)
  const sandbox = await findSandbox(programs, tempFolder, settings.isolation)
  const slots = createSlots(settings.atOnce ?? availableParallelism(), limits.waiting)
  const workplace: Workplace = createWorkplace({ slots, sandbox, limits, tempFolder })

  const convert = async (
    files: readonly Uint8Array[],
    to: Target,
    signal?: AbortSignal,
  ): Promise<readonly Converted[]> => {
    if (!soffice) return files.map(() => absent('soffice'))
    const answers: Converted[] = []
    const kinds = new Map<Exclude<DocumentKind, 'pdf'>, number[]>()
    for (const [index, bytes] of files.entries()) {
      const kind = judge(bytes, limits.fileBytes)
      if (!kind.ok) answers[index] = kind
      else kinds.set(kind.value, [...(kinds.get(kind.value) ?? []), index])
    }
    for (const [kind, indexes] of kinds) {
      const inputs = indexes.map((index) => files[index] as Uint8Array)
      const done = await convertAll(workplace, soffice, inputs, kind, to, signal)
      for (const [at, index] of indexes.entries()) answers[index] = done[at] as Converted
    }
    return answers
  }

  const drawMetafile = async (pdf: Uint8Array, { size }: Metafile, signal?: AbortSignal): Promise<Converted> => {
    // A picture of nothing would stand where one was that LibreOffice cannot read.
    const blank = await isBlank(workplace, programs, pdf, signal)
    if (!blank.ok) return blank
    if (blank.value) return refuse({ code: 'office/failed', detail: 'blank' })
    const edge = Math.round(Math.max(size.width, size.height) * PIXELS_PER_MM)
    return drawPage(workplace, programs, pdf, 1, Math.min(EDGE.most, Math.max(EDGE.least, edge)), signal)
  }

  return {
    canConvert: soffice !== null,
    canDraw: programs.pdftoppm !== null && programs.pdfinfo !== null,
    canJoin: programs.pdfunite !== null && programs.pdfinfo !== null,
    isolation: sandbox.isolation,
    convert,
    async drawMetafiles(files, signal) {
      if (!programs.pdftoppm) return files.map(() => absent('pdftoppm'))
      const metafiles = files.map(sniffMetafile)
      const known = [...metafiles.keys()].filter((index) => metafiles[index])
      const carriers = known.map((index) => carrierOf(files[index] as Uint8Array, metafiles[index] as Metafile))
      // All of them are pictures of one document, and have a few times what a document has: each may hang for as long as that.
      const late = AbortSignal.timeout(limits.seconds * 1000 * METAFILES_TIME)
      const ending = signal ? AbortSignal.any([signal, late]) : late
      const drawn: Converted[] = []
      try {
        for (const [at, pdf] of (await convert(carriers, 'pdf', ending)).entries())
          drawn.push(pdf.ok ? await drawMetafile(pdf.value, metafiles[known[at] as number] as Metafile, ending) : pdf)
      } catch (error) {
        if (signal?.aborted || !late.aborted) throw error
      }
      const answerFor = (index: number): Converted =>
        known.includes(index)
          ? (drawn[known.indexOf(index)] ?? refuse({ code: 'office/timeout', detail: 'metafiles' }))
          : refuse({ code: 'office/unsupported', detail: 'no metafile' })
      return files.map((_, index) => answerFor(index))
    },
    countPages: (pdf, signal) => countPages(workplace, programs, pdf, signal),
    joinPdfs: (pdfs, signal) => joinPdfs(workplace, programs, pdfs, signal),
    drawPage: (pdf, page, longEdge, signal) => drawPage(workplace, programs, pdf, page, longEdge, signal),
  }
}

/** What a file is, where LibreOffice is to open it at all. */
function judge(bytes: Uint8Array, fileBytes: number): Result<Exclude<DocumentKind, 'pdf'>, OfficeRefusal> {
  if (bytes.byteLength > fileBytes) return refuse({ code: 'office/too-large', detail: `${bytes.byteLength} bytes` })
  const kind = sniffDocument(bytes)
  if (kind === 'encrypted') return refuse({ code: 'office/encrypted', detail: null })
  return kind === null || kind === 'pdf' ? refuse({ code: 'office/unsupported', detail: kind }) : ok(kind)
}
