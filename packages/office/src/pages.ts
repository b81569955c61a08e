import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { absent, refusalOf } from './workplace.ts'
import type { Workplace } from './workplace.ts'
import type { Programs } from './programs.ts'
import type { OfficeRefusal } from './refusal.ts'

/** How many pages a PDF has. */
export function countPages(
  workplace: Workplace,
  { pdfinfo }: Programs,
  pdf: Uint8Array,
  signal?: AbortSignal,
): Promise<Result<number, OfficeRefusal>> {
  if (!pdfinfo) return Promise.resolve(absent('pdfinfo'))
  return workplace(async (work) => {
    await work.put('in/a.pdf', pdf)
    const end = await work.run(pdfinfo, [`${work.place}/in/a.pdf`])
    if (end.kind !== 'ended' || end.code !== 0) return refusalOf(end)
    const pages = Number(/^Pages:\s+(\d+)/m.exec(end.output)?.[1])
    return Number.isSafeInteger(pages) && pages > 0 ? ok(pages) : refuse({ code: 'office/failed', detail: 'no pages' })
  }, signal)
}

/** Several PDFs as one, in their order. */
export function joinPdfs(
  workplace: Workplace,
  { pdfunite }: Programs,
  pdfs: readonly Uint8Array[],
  signal?: AbortSignal,
): Promise<Result<Uint8Array, OfficeRefusal>> {
  if (!pdfunite) return Promise.resolve(absent('pdfunite'))
  return workplace(async (work) => {
    for (const [index, pdf] of pdfs.entries()) await work.put(`in/${index}.pdf`, pdf)
    const end = await work.run(pdfunite, [
      ...pdfs.map((_, index) => `${work.place}/in/${index}.pdf`),
      `${work.place}/out/a.pdf`,
    ])
    const bytes = await work.get('out/a.pdf')
    return bytes && end.kind === 'ended' && end.code === 0 ? ok(bytes) : refusalOf(end)
  }, signal)
}

/** A page of a PDF as PNG, its longer edge so many pixels. */
export function drawPage(
  workplace: Workplace,
  { pdftoppm }: Programs,
  pdf: Uint8Array,
  page: number,
  longEdge: number,
  signal?: AbortSignal,
): Promise<Result<Uint8Array, OfficeRefusal>> {
  if (!pdftoppm) return Promise.resolve(absent('pdftoppm'))
  return workplace(async (work) => {
    await work.put('in/a.pdf', pdf)
    const end = await work.run(pdftoppm, [
      ...drawing(page, longEdge),
      '-png',
      `${work.place}/in/a.pdf`,
      `${work.place}/out/a`,
    ])
    const bytes = await work.get('out/a.png')
    if (bytes && end.kind === 'ended' && end.code === 0) return ok(bytes)
    // Its code for a page range that is not there.
    if (end.kind === 'ended' && end.code === WRONG_RANGE) return refuse({ code: 'office/no-such-page', detail: null })
    return refusalOf(end)
  }, signal)
}

const WRONG_RANGE = 99
const drawing = (page: number, longEdge: number): string[] => [
  '-f',
  String(page),
  '-l',
  String(page),
  '-singlefile',
  '-scale-to',
  String(longEdge),
]

const LOOK_EDGE = 200
const WHITE = 0xff

/** Whether nothing at all is drawn on the first page. */
export function isBlank(
  workplace: Workplace,
  { pdftoppm }: Programs,
  pdf: Uint8Array,
  signal?: AbortSignal,
): Promise<Result<boolean, OfficeRefusal>> {
  if (!pdftoppm) return Promise.resolve(absent('pdftoppm'))
  return workplace(async (work) => {
    await work.put('in/a.pdf', pdf)
    const end = await work.run(pdftoppm, [
      ...drawing(1, LOOK_EDGE),
      '-gray',
      `${work.place}/in/a.pdf`,
      `${work.place}/out/a`,
    ])
    const grey = await work.get('out/a.pgm')
    if (!grey || end.kind !== 'ended' || end.code !== 0) return refusalOf(end)
    // After the head (`P5`, width, height, 255, each followed by one blank) comes one byte for each pixel.
    const head = /^P5\s\d+\s\d+\s\d+\s/.exec(Buffer.from(grey.subarray(0, 64)).toString('latin1'))?.[0].length ?? 0
    return ok(grey.subarray(head).every((pixel) => pixel === WHITE))
  }, signal)
}
