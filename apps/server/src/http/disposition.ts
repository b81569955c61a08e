/** RFC 8187's attr-char; everything else is written as %XX. */
const encode = (value: string): string =>
  encodeURIComponent(value).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** A Content-Disposition by RFC 6266: the name in full, and a plain one for old programs. */
export const attachment = (name: string, kind: 'attachment' | 'inline' = 'attachment'): string => {
  const whole = name.toWellFormed()
  const plain = whole.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encode(whole)}`
}

/** A title as a file name that Windows, macOS and Linux take: without their reserved characters, at most 100 characters. */
export const fileNameOf = (title: string, extension: string): string => {
  const name = [...title.replace(/[\p{Cc}<>:"/\\|?*]/gu, ' ').replace(/\s+/gu, ' ')]
    .slice(0, 100)
    .join('')
    .trim()
    .replace(/[. ]+$/, '')
  return `${name === '' || /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(name) ? '教案' : name}.${extension}`
}
