import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ok } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { sniffDocument } from '@gongyan/office'
import type { Office, OfficeRefusal } from '@gongyan/office'
import { randomBytes } from 'node:crypto'
import type { Deps } from '../deps.ts'

/** The longer edge of a page's picture: small writing on A4 can be read. */
const LONG_EDGE = 1_600
/** What nobody has made for so long goes. */
export const KEEP_PAGES_MS = 7 * 24 * 3600_000
/** Refusals that are remembered; of more than that the oldest is forgotten. */
const MOST_REFUSED = 2_000
/** Refusals that say nothing of the file. */
const PASSING: ReadonlySet<OfficeRefusal['code']> = new Set(['office/absent', 'office/busy'])

type Drawn = Result<Uint8Array, OfficeRefusal>

/** Pictures of the pages of files, made when first asked for and kept by the hash of the file. */
export interface PagePictures {
  /** A page, from 1; `bytes` are asked for only where it has not been drawn yet. */
  page(sha256: Uint8Array, page: number, bytes: () => Promise<Uint8Array>, signal?: AbortSignal): Promise<Drawn>
  /** How many pages a file has. */
  count(
    sha256: Uint8Array,
    bytes: () => Promise<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<Result<number, OfficeRefusal>>
  /** Removes what was made longer ago than it is kept, and lets what was refused be tried again. */
  sweep(nowMs: number): Promise<void>
}

/** A cache below the data folder of this server: a file's PDF and the pages somebody looked at. */
export function createPagePictures({
  config,
  office,
}: {
  config: Pick<Deps['config'], 'dataDir'>
  office: Office
}): PagePictures {
  const root = join(config.dataDir, 'pages')
  const folderOf = (sha256: Uint8Array) => join(root, Buffer.from(sha256).toString('hex'))
  const underWay = new Map<string, Promise<Drawn>>()
  /** What nothing could be made of: a file that hangs would else cost everybody who looks at it the whole time again. */
  const refused = new Map<string, Drawn>()

  /** What is kept under a name, else made and kept; whoever asks meanwhile gets the same. */
  async function kept(path: string, make: () => Promise<Drawn>): Promise<Drawn> {
    const known = await readFile(path).catch(absent)
    if (known) return ok(known)
    const running = underWay.get(path) ?? refused.get(path)
    if (running) return running
    const making = make()
      .then(async (made) => {
        if (made.ok) await keep(path, made.value)
        else if (!PASSING.has(made.refusal.code)) refuseAgain(path, made)
        return made
      })
      .finally(() => underWay.delete(path))
    underWay.set(path, making)
    return making
  }

  function refuseAgain(path: string, refusal: Drawn): void {
    const [oldest] = refused.keys()
    if (oldest !== undefined && refused.size >= MOST_REFUSED) refused.delete(oldest)
    refused.set(path, refusal)
  }

  // Made for everybody who waits for it, so nobody's leaving ends it: LIMIT_OFFICE_SECONDS does.
  const pdfOf = (sha256: Uint8Array, bytes: () => Promise<Uint8Array>): Promise<Drawn> =>
    kept(join(folderOf(sha256), 'whole.pdf'), async () => {
      const source = await bytes()
      if (sniffDocument(source) === 'pdf') return ok(source)
      const [pdf] = await office.convert([source], 'pdf')
      return pdf as Drawn
    })

  return {
    page: (sha256, page, bytes) =>
      kept(join(folderOf(sha256), `${page}.png`), async () => {
        const pdf = await pdfOf(sha256, bytes)
        return pdf.ok ? office.drawPage(pdf.value, page, LONG_EDGE) : pdf
      }),
    async count(sha256, bytes) {
      const counted = await kept(join(folderOf(sha256), 'count'), async () => {
        const pdf = await pdfOf(sha256, bytes)
        const pages = pdf.ok ? await office.countPages(pdf.value) : pdf
        return pages.ok ? ok(Buffer.from(String(pages.value))) : pages
      })
      return counted.ok ? ok(Number(Buffer.from(counted.value).toString())) : counted
    },
    async sweep(nowMs) {
      refused.clear()
      for (const name of (await readdir(root).catch(absent)) ?? []) {
        const folder = join(root, name)
        const made = await stat(folder).catch(absent)
        if (made && nowMs - made.mtimeMs > KEEP_PAGES_MS) await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** Written aside and renamed, so that nobody reads half a page. */
async function keep(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(aside, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
    } finally {
      await handle.close()
    }
    await rename(aside, path)
  } finally {
    await rm(aside, { force: true })
  }
}

const absent = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null
  throw error
}
