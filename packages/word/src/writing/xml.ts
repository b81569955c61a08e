const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}
/** What XML 1.0 cannot hold: control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex -- these characters are the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A value with U+FFFD in place of these characters, in whatever string of it they stand. */
export function replaceForbidden<T>(value: T): T {
  if (typeof value === 'string') return value.replace(FORBIDDEN, '\ufffd') as T
  if (Array.isArray(value)) return value.map(replaceForbidden) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceForbidden(inner)])) as T
}

/** Text for an element or a quoted attribute; characters that XML cannot hold are left out. */
export const escapeXml = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"\n\r\t]/g, (character) => ESCAPES[character] ?? '')
