import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether a program can be started here. */
export const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** What LibreOffice makes of a file: the same file opened and saved, or its pages. */
export type OfficeFormat = 'docx' | 'pdf'
const FILTERS: Readonly<Record<OfficeFormat, string>> = { docx: 'docx:MS Word 2007 XML', pdf: 'pdf' }

const FONTS = join(import.meta.dirname, '../../../deploy/fonts.conf')
/** How long LibreOffice may take for one file; a layout that never ends is a failure, not a wait. */
const PATIENCE_MS = 45_000

/** LibreOffice with a folder and a profile of its own; one start converts many files, for the start is what it costs. */
export class Office {
  readonly folder = mkdtempSync(join(tmpdir(), 'gongyan-office-'))

  /** The files by name, each converted; a file that LibreOffice could not open is absent. */
  async convert(files: ReadonlyMap<string, Uint8Array>, to: OfficeFormat): Promise<Map<string, Uint8Array>> {
    const [from, out] = [join(this.folder, `from-${to}`), join(this.folder, to)]
    for (const folder of [from, out]) mkdirSync(folder, { recursive: true })
    for (const [name, bytes] of files) writeFileSync(join(from, `${name}.docx`), bytes)
    const program = spawn(
      'soffice',
      [
        '--headless',
        `-env:UserInstallation=file://${this.folder}/profile`,
        '--convert-to',
        FILTERS[to],
        '--outdir',
        out,
        ...[...files.keys()].map((name) => join(from, `${name}.docx`)),
      ],
      { detached: true, stdio: 'ignore', env: { ...process.env, FONTCONFIG_FILE: FONTS } },
    )
    // LibreOffice is several processes: only its group ends them all.
    const patience = setTimeout(() => process.kill(-(program.pid ?? 0), 'SIGKILL'), PATIENCE_MS)
    const progress = watch(out, () => patience.refresh())
    await once(program, 'exit')
    progress.close()
    clearTimeout(patience)
    const made = new Map<string, Uint8Array>()
    for (const name of files.keys()) {
      try {
        made.set(name, readFileSync(join(out, `${name}.${to}`)))
      } catch {
        // Absent is the answer.
      }
    }
    return made
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
