import { strFromU8, unzipSync } from 'fflate'

const FIELD = /PAGEREF (gy_plan_\d+)\b(?:(?!fldCharType="end")[\s\S])*?<w:t(?: [^>]*)?>(\d+)<\/w:t>/g

/** The pages that the contents of a book name, by bookmark, once a program that lays out pages has saved the book. */
export function pagesInContents(docx: Uint8Array): ReadonlyMap<string, number> {
  const document = unzipSync(docx, { filter: ({ name }) => name === 'word/document.xml' })['word/document.xml']
  return new Map(
    [...strFromU8(document ?? new Uint8Array()).matchAll(FIELD)].map(([, bookmark, page]) => [
      bookmark ?? '',
      Number(page),
    ]),
  )
}
