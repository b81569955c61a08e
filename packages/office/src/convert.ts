import { join } from 'node:path'
import { ok, refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { refusalOf } from './workplace.ts'
import type { Workplace } from './workplace.ts'
import { writeProfile } from './profile.ts'
import type { OfficeRefusal } from './refusal.ts'
import { FILTERS } from './sniff.ts'
import type { DocumentKind } from './sniff.ts'

export type Target = 'docx' | 'pdf'
export type Converted = Result<Uint8Array, OfficeRefusal>

const OUTPUTS: Readonly<Record<Target, string>> = {
  docx: 'docx:MS Word 2007 XML',
  pdf: 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}',
}
/** LibreOffice prints this when it turns to a file. */
const TURNS = /^convert /
const END_OF_ZIP = Buffer.from('PK\u0005\u0006', 'latin1')

/** Whether an output is all there: a run that was ended may leave half of one. */
const isWhole = (bytes: Uint8Array, to: Target): boolean => {
  const tail = Buffer.from(bytes.subarray(-2_048))
  return to === 'pdf' ? tail.includes('%%EOF') : tail.includes(END_OF_ZIP)
}

/**
 * Converts files of one kind in one start of LibreOffice, which is what costs. Where a file ends the run, by hanging or
 * crashing, it alone is refused and those after it are taken up anew.
 */
export async function convertAll(
  workplace: Workplace,
  soffice: string,
  files: readonly Uint8Array[],
  kind: Exclude<DocumentKind, 'pdf'>,
  to: Target,
  signal?: AbortSignal,
): Promise<readonly Converted[]> {
  const answers = new Map<number, Converted>()
  const left = () => [...files.keys()].filter((index) => !answers.has(index))
  while (answers.size < files.length) {
    const pending = left()
    const round = await workplace(async (work) => {
      const [ending, filter] = FILTERS[kind]
      await writeProfile(join(work.folder, 'profile'))
      for (const index of pending) await work.put(`in/${index}.${ending}`, files[index] as Uint8Array)
      const end = await work.run(
        soffice,
        [
          '--headless',
          '--invisible',
          '--norestore',
          '--nologo',
          '--nodefault',
          '--nolockcheck',
          `-env:UserInstallation=file://${work.place}/profile`,
          `--infilter=${filter}`,
          '--convert-to',
          OUTPUTS[to],
          '--outdir',
          `${work.place}/out`,
          ...pending.map((index) => `${work.place}/in/${index}.${ending}`),
        ],
        (line) => TURNS.test(line),
      )
      for (const index of pending) {
        const bytes = await work.get(`out/${index}.${to}`)
        if (bytes && isWhole(bytes, to)) answers.set(index, ok(bytes))
      }
      return ok(end)
    }, signal)
    const missing = left()
    if (!round.ok) {
      for (const index of missing) answers.set(index, refuse(round.refusal))
      continue
    }
    const end = round.value
    const isOrderly = end.kind === 'ended' && end.killedBy === null && end.code === 0
    // A run that came to its end has tried every file; one that was ended has not got past the first that is missing.
    for (const index of isOrderly ? missing : missing.slice(0, 1)) answers.set(index, refusalOf(end))
  }
  return [...files.keys()].map((index) => answers.get(index) as Converted)
}
