import { WordPackage } from '../opc/package.ts'
import { crc32 } from '../opc/unzip.ts'
import type { Xml } from '../opc/xml.ts'
import { descendants, elements, isOn } from '../opc/xml.ts'
import type { ImportLimits } from '../refusal.ts'
import { DEFAULT_LIMITS, RefusalSignal } from '../refusal.ts'
import type { FormRefusal, FormRefusalCode, FormStory } from './model.ts'
import { getAttribute, KeptPart } from './tree.ts'

/** More cells than any blank form of a plan has. */
const MOST_CELLS = 5_000
/** Tables in tables; the deepest forms have two. */
const DEEPEST = 6
const MAIN =
  /^http:\/\/(?:schemas\.openxmlformats\.org\/wordprocessingml\/2006|purl\.oclc\.org\/ooxml\/wordprocessingml)\/main$/

/** Carries a refusal out of the depth; `readForm` and `writeForm` turn it into a value. */
export class FormSignal extends Error {
  readonly refusal: FormRefusal
  constructor(code: FormRefusalCode, detail: string | null = null) {
    super(code)
    this.refusal = { code, detail }
  }
}

/** The document part of a form, both as it is read and as it is written, after all checks of what a form may be. */
export interface FormPart {
  readonly pack: WordPackage
  readonly root: Xml
  readonly body: Xml
  readonly kept: KeptPart
  readonly fingerprint: string
}

function measure(root: Xml): void {
  let cells = 0
  const walk = (node: Xml, depth: number): void => {
    for (const child of elements(node)) {
      if (child.name === 'w:tc' && ++cells > MOST_CELLS) throw new FormSignal('form/too-many-cells', `${cells} cells`)
      const below = child.name === 'w:tbl' ? depth + 1 : depth
      if (below > DEEPEST) throw new FormSignal('form/nested-too-deep', `${below} tables`)
      walk(child, below)
    }
  }
  walk(root, 0)
}

function isUtf8(source: Uint8Array): boolean {
  const head = new TextDecoder().decode(source.subarray(0, 200))
  const encoding = /encoding\s*=\s*["']([^"']+)/.exec(head)?.[1] ?? 'utf-8'
  return source[0] !== 0xfe && source[0] !== 0xff && /^utf-8$/i.test(encoding)
}

/** Opens a form; signals whatever it is that makes it none. */
export function openForm(bytes: Uint8Array, limits: Partial<ImportLimits> = {}): FormPart {
  const pack = new WordPackage(bytes, { ...DEFAULT_LIMITS, ...limits })
  const part = pack.documentPart
  if (/macro/i.test(pack.contentType(part)) || pack.names.some((name) => /vbaProject|vbaData/i.test(name)))
    throw new FormSignal('form/has-macros')
  const source = pack.read(part)
  const root = pack.xml(part)
  const body = root && elements(root).find(({ name }) => name === 'w:body')
  if (!source || !body) throw new RefusalSignal('word/not-a-docx', 'no body')
  measure(root)
  if (!isUtf8(source)) throw new FormSignal('form/unusual', 'encoding')
  const kept = new KeptPart(source, part)
  if (kept.root.tag !== 'w:document' || !MAIN.test(getAttribute(kept.root, 'xmlns:w') ?? ''))
    throw new FormSignal('form/unusual', 'prefix')
  return { pack, root, body, kept, fingerprint: `${crc32(source).toString(16)}-${source.length}` }
}

/** A running head or foot of a form. */
export interface RunningPart {
  readonly story: FormStory
  readonly root: Xml
  readonly kept: KeptPart
}

/** The running heads and feet that are seen on some page, each once; those written in an unusual manner have no places. */
export function runningParts({ pack, root }: Pick<FormPart, 'pack' | 'root'>): RunningPart[] {
  const settings = pack.related(pack.documentPart, 'settings')
  const hasEven = isOn((settings === null ? null : pack.xml(settings)) ?? undefined, 'w:evenAndOddHeaders')
  const found = new Map<string, RunningPart>()
  for (const section of descendants(root, 'w:sectPr'))
    for (const { name, attrs } of elements(section)) {
      const kind = name === 'w:headerReference' ? 'head' : name === 'w:footerReference' ? 'foot' : null
      const isSeen = attrs['w:type'] === 'first' ? isOn(section, 'w:titlePg') : attrs['w:type'] !== 'even' || hasEven
      const rel = pack.relationships(pack.documentPart).get(attrs['r:id'] ?? '')
      if (!kind || !isSeen || !rel || rel.external || found.has(rel.target)) continue
      const part = openRunning(pack, rel.target)
      if (part) found.set(rel.target, { story: { kind, part: rel.target }, ...part })
    }
  return [...found.values()]
}

function openRunning(pack: WordPackage, part: string): { root: Xml; kept: KeptPart } | null {
  const source = pack.read(part)
  const root = source && pack.xml(part)
  if (!source || !root || !isUtf8(source)) return null
  measure(root)
  const kept = new KeptPart(source, part)
  return MAIN.test(getAttribute(kept.root, 'xmlns:w') ?? '') && /^w:(?:hdr|ftr)$/.test(kept.root.tag)
    ? { root, kept }
    : null
}
