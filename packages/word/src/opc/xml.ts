import { SaxesParser } from 'saxes'
import { RefusalSignal } from '../refusal.ts'

/** An element of an XML part: names and attributes carry the usual prefix of their namespace, whatever the file calls it. */
export interface Xml {
  readonly name: string
  readonly attrs: Readonly<Record<string, string>>
  readonly children: (Xml | string)[]
}

const TRANSITIONAL = 'http://schemas.openxmlformats.org/'
const STRICT = 'http://purl.oclc.org/ooxml/'
const MICROSOFT = 'http://schemas.microsoft.com/office/'
const PREFIXES: Record<string, string> = {
  [`${TRANSITIONAL}wordprocessingml/2006/main`]: 'w',
  [`${STRICT}wordprocessingml/main`]: 'w',
  [`${TRANSITIONAL}officeDocument/2006/math`]: 'm',
  [`${STRICT}officeDocument/math`]: 'm',
  [`${TRANSITIONAL}officeDocument/2006/relationships`]: 'r',
  [`${STRICT}officeDocument/relationships`]: 'r',
  [`${TRANSITIONAL}package/2006/relationships`]: 'rel',
  [`${TRANSITIONAL}package/2006/content-types`]: 'ct',
  [`${TRANSITIONAL}drawingml/2006/main`]: 'a',
  [`${STRICT}drawingml/main`]: 'a',
  [`${TRANSITIONAL}drawingml/2006/wordprocessingDrawing`]: 'wp',
  [`${STRICT}drawingml/wordprocessingDrawing`]: 'wp',
  [`${TRANSITIONAL}drawingml/2006/picture`]: 'pic',
  [`${STRICT}drawingml/picture`]: 'pic',
  [`${TRANSITIONAL}drawingml/2006/chart`]: 'c',
  [`${STRICT}drawingml/chart`]: 'c',
  [`${TRANSITIONAL}drawingml/2006/diagram`]: 'dgm',
  [`${STRICT}drawingml/diagram`]: 'dgm',
  [`${TRANSITIONAL}markup-compatibility/2006`]: 'mc',
  [`${MICROSOFT}word/2010/wordprocessingShape`]: 'wps',
  [`${MICROSOFT}word/2010/wordprocessingGroup`]: 'wpg',
  [`${MICROSOFT}word/2010/wordprocessingCanvas`]: 'wpc',
  [`${MICROSOFT}word/2010/wordprocessingDrawing`]: 'wp14',
  [`${MICROSOFT}drawing/2010/main`]: 'a14',
  [`${MICROSOFT}word/2010/wordml`]: 'w14',
  [`${MICROSOFT}word/2012/wordml`]: 'w15',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
  'http://www.w3.org/XML/1998/namespace': 'xml',
  'urn:gongyan:lesson-plan': 'gy',
}
/** Elements whose character data is content; white space elsewhere is indentation. */
const TEXT = new Set(['w:t', 'w:delText', 'w:instrText', 'w:delInstrText', 'm:t', 'a:t', 'c:v', 'dc:title', 'gy:n'])
/** Deeper than any real document (nested tables cost four levels each), shallow enough for recursive readers. */
const MAX_DEPTH = 400

const decode = (bytes: Uint8Array): string => {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

/** The root element of an XML part; refuses a DTD, malformed XML and nesting beyond any document. Entities are never expanded. */
export function parseXml(bytes: Uint8Array, part: string): Xml {
  const parser = new SaxesParser({ xmlns: true, position: false })
  const root: Xml = { name: '', attrs: {}, children: [] }
  const stack: Xml[] = [root]
  const prefixed = new Map<string, string>()
  const nameOf = (uri: string, local: string) => {
    if (uri === '') return local
    const key = `${uri} ${local}`
    let name = prefixed.get(key)
    if (name === undefined) prefixed.set(key, (name = `${PREFIXES[uri] ?? '?'}:${local}`))
    return name
  }
  /** What a branch requires is told in prefixes of the file: here in ours, `?` for a namespace that nobody here reads. */
  const requirements = (prefixes: string) =>
    (prefixes.match(/\S+/g) ?? []).map((prefix) => PREFIXES[parser.resolve(prefix) ?? ''] ?? '?').join(' ')
  parser.on('doctype', () => {
    throw new RefusalSignal('word/has-dtd', part)
  })
  parser.on('error', (error) => {
    throw new RefusalSignal('word/damaged', `${part}: ${error.message}`)
  })
  parser.on('opentag', (tag) => {
    if (stack.length > MAX_DEPTH) throw new RefusalSignal('word/damaged', `${part}: nested too deep`)
    const attrs: Record<string, string> = {}
    for (const attribute of Object.values(tag.attributes))
      if (attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns')
        attrs[nameOf(attribute.uri, attribute.local)] = attribute.value
    const element: Xml = { name: nameOf(tag.uri, tag.local), attrs, children: [] }
    if (element.name === 'mc:Choice') attrs['Requires'] = requirements(attrs['Requires'] ?? '')
    stack.at(-1)?.children.push(element)
    stack.push(element)
  })
  parser.on('closetag', () => void stack.pop())
  const text = (value: string) => {
    const top = stack.at(-1)
    if (top && TEXT.has(top.name)) top.children.push(value)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.write(decode(bytes)).close()
  const element = root.children.find((child) => typeof child !== 'string')
  if (!element) throw new RefusalSignal('word/damaged', `${part}: no root`)
  return element
}

/** Child elements, in order. */
export const elements = (node: Xml): Xml[] => node.children.filter((child): child is Xml => typeof child !== 'string')
/** The first child element of that name. */
export const child = (node: Xml | undefined, name: string): Xml | undefined =>
  node?.children.find((candidate): candidate is Xml => typeof candidate !== 'string' && candidate.name === name)
/** The `w:val` of a child element. */
export const val = (node: Xml | undefined, name: string): string | undefined => child(node, name)?.attrs['w:val']
/** Whether an on/off property is on (present without a value, or not `0`, `false`, `off`). */
export const isOn = (node: Xml | undefined, name: string): boolean => {
  const property = child(node, name)
  return property !== undefined && !['0', 'false', 'off', 'none'].includes(property.attrs['w:val'] ?? '1')
}
/** Character data directly in an element. */
export const textOf = (node: Xml | undefined): string =>
  node?.children.filter((part) => typeof part === 'string').join('') ?? ''
/** Every element of that name below, in document order. */
export function* descendants(node: Xml, name: string): Generator<Xml> {
  for (const part of node.children) {
    if (typeof part === 'string') continue
    if (part.name === name) yield part
    yield* descendants(part, name)
  }
}
/** The first element of that name below. */
export const find = (node: Xml, name: string): Xml | undefined => descendants(node, name).next().value ?? undefined
