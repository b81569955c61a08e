import { docJsonOf, plainText } from '@gongyan/documents'
import * as Y from 'yjs'

const toBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/**
 * A text file with the whole plan: first what a person reads in any editor, then the Yjs update in base64 between the two
 * lines `-----BEGIN GONGYAN UPDATE-----` and `-----END GONGYAN UPDATE-----`, from which any client can take the work back.
 */
export function makeUnsentFile(ydoc: Y.Doc, head: readonly string[]): Blob {
  const data = toBase64(Y.encodeStateAsUpdate(ydoc)).replace(/.{1,76}/g, '$&\r\n')
  const text = plainText(docJsonOf(ydoc)).replace(/\n/g, '\r\n')
  return new Blob(
    // The mark tells old Notepad that the file is UTF-8.
    [
      '\uFEFF',
      head.join('\r\n'),
      '\r\n\r\n',
      text,
      '\r\n\r\n-----BEGIN GONGYAN UPDATE-----\r\n',
      data,
      '-----END GONGYAN UPDATE-----\r\n',
    ],
    { type: 'text/plain;charset=utf-8' },
  )
}
