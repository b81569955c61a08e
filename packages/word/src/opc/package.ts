import type { ImportLimits } from '../refusal.ts'
import { RefusalSignal } from '../refusal.ts'
import { foreignKind, otherPackage } from './foreign-kind.ts'
import type { Budget } from './unzip.ts'
import { ZipReader } from './unzip.ts'
import type { Xml } from './xml.ts'
import { elements, parseXml } from './xml.ts'

export interface Relationship {
  readonly type: string
  readonly target: string
  readonly external: boolean
}

/** `a/b/../c` → `a/c`; a path that climbs out of the package stays inside it. */
function resolvePart(base: string, target: string): string {
  const path = target.startsWith('/') ? [] : base.split('/').slice(0, -1)
  for (const step of decodeSafely(target).split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.' && step !== '') path.push(step)
  }
  return path.join('/')
}
const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The parts of a .docx and how they refer to each other. External targets are named and never opened. */
export class WordPackage {
  private readonly zip: ZipReader
  private readonly types = new Map<string, string>()
  private readonly cache = new Map<string, Map<string, Relationship>>()
  readonly documentPart: string
  readonly limits: ImportLimits
  private readonly budget: Budget

  /** A file inside of another one takes from what that one may unpack. */
  constructor(bytes: Uint8Array, limits: ImportLimits, outer: WordPackage | null = null) {
    this.limits = limits
    this.budget = outer?.budget ?? { bytes: limits.unpackedBytes, entries: limits.entries }
    if (bytes.length > limits.fileBytes) throw new RefusalSignal('word/too-large', `${bytes.length} bytes`)
    if (bytes.length === 0) throw new RefusalSignal('word/empty')
    if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new RefusalSignal(foreignKind(bytes))
    this.zip = new ZipReader(bytes, this.budget)
    const types = this.xml('[Content_Types].xml')
    for (const entry of types ? elements(types) : []) {
      const type = entry.attrs['ContentType'] ?? ''
      if (entry.name === 'ct:Default') this.types.set(`.${(entry.attrs['Extension'] ?? '').toLowerCase()}`, type)
      else this.types.set((entry.attrs['PartName'] ?? '').replace(/^\//, '').toLowerCase(), type)
    }
    const main = [...this.relationships('').values()].find(
      ({ type, external }) => type === 'officeDocument' && !external,
    )
    const part = main?.target ?? 'word/document.xml'
    const mimetype = this.zip.has('mimetype') ? new TextDecoder().decode(this.zip.read('mimetype') ?? undefined) : ''
    const other = otherPackage(this.zip.has(part) ? this.contentType(part) : '', mimetype)
    if (other) throw new RefusalSignal(other)
    if (!this.zip.has(part)) throw new RefusalSignal('word/not-a-docx', 'no document part')
    this.documentPart = part
  }

  /** All part names, as written. */
  get names(): string[] {
    return this.zip.names
  }

  has(part: string): boolean {
    return this.zip.has(part)
  }

  read(part: string): Uint8Array | null {
    return this.zip.read(part)
  }

  /** The root of an XML part, or null when there is none of that name. */
  xml(part: string): Xml | null {
    const bytes = this.zip.read(part)
    return bytes && parseXml(bytes, part)
  }

  contentType(part: string): string {
    const extension = /\.[^./]+$/.exec(part)?.[0] ?? ''
    return this.types.get(part.toLowerCase()) ?? this.types.get(extension.toLowerCase()) ?? 'application/octet-stream'
  }

  /** Relationships of a part by id; `type` is the last word of the type's address, targets are part names. */
  relationships(part: string): Map<string, Relationship> {
    const known = this.cache.get(part)
    if (known) return known
    const slash = part.lastIndexOf('/') + 1
    const root = this.xml(`${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`)
    const found = new Map<string, Relationship>()
    for (const { attrs } of root ? elements(root) : []) {
      const external = attrs['TargetMode'] === 'External'
      const target = attrs['Target'] ?? ''
      found.set(attrs['Id'] ?? '', {
        type: (attrs['Type'] ?? '').split('/').at(-1) ?? '',
        target: external ? target : resolvePart(part, target),
        external,
      })
    }
    this.cache.set(part, found)
    return found
  }

  /** The first related part of a type. */
  related(part: string, type: string): string | null {
    return [...this.relationships(part).values()].find((rel) => rel.type === type && !rel.external)?.target ?? null
  }
}
