import { docJsonOf, plainText } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents/read'
import * as Y from 'yjs'

const BEGIN = '-----BEGIN GONGYAN UPDATE-----'
const END = '-----END GONGYAN UPDATE-----'

const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/**
 * A text file with the whole plan: first what a person reads in any editor, then a line `Plan: {id}` and the Yjs update in
 * base64 between the two lines `-----BEGIN GONGYAN UPDATE-----` and `-----END GONGYAN UPDATE-----`, from which any client can
 * take the work back.
 */
export function makeUnsentFile(ydoc: Y.Doc, planId: string, head: readonly string[]): Blob {
  const data = toBase64(Y.encodeStateAsUpdate(ydoc)).replace(/.{1,76}/g, '$&\r\n')
  const text = plainText(docJsonOf(ydoc)).replace(/\n/g, '\r\n')
  return new Blob(
    // The mark tells old Notepad that the file is UTF-8.
    ['\uFEFF', head.join('\r\n'), `\r\n\r\n${text}\r\n\r\nPlan: ${planId}\r\n${BEGIN}\r\n${data}${END}\r\n`],
    { type: 'text/plain;charset=utf-8' },
  )
}

/** What a saved file holds. */
export interface SavedText {
  /** The plan it belongs to; null in files of before plans wrote their id. */
  readonly planId: string | null
  readonly update: Uint8Array
  readonly doc: DocJson
}

/** Reads what `makeUnsentFile` wrote; null where the data at its end is missing or damaged. Editors may have changed its line ends. */
export function readUnsentFile(text: string): SavedText | null {
  const begin = text.lastIndexOf(BEGIN)
  const end = text.indexOf(END, begin)
  if (begin < 0 || end < 0) return null
  const planId = /\nPlan:\s*([0-9a-f-]{36})\s*$/i.exec(text.slice(0, begin))?.[1]?.toLowerCase() ?? null
  try {
    const letters = atob(text.slice(begin + BEGIN.length, end).replace(/\s+/g, ''))
    const update = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, update)
    const doc = docJsonOf(ydoc)
    return (doc.content ?? []).length > 0 ? { planId, update, doc } : null
  } catch {
    return null
  }
}
