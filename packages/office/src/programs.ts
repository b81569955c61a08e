import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Programs {
  readonly soffice: string | null
  readonly pdftoppm: string | null
  readonly pdfinfo: string | null
  readonly pdfunite: string | null
  readonly bwrap: string | null
  readonly unshare: string | null
}

/** The programs of this machine; LibreOffice's by its setting, else all from the PATH. */
export function findPrograms(soffice: string | null, path: string = process.env['PATH'] ?? ''): Programs {
  const onPath = (name: string) =>
    path
      .split(delimiter)
      .map((folder) => runnable(join(folder, name)))
      .find((found) => found !== null) ?? null
  return {
    soffice: soffice === 'absent' ? null : soffice === null ? onPath('soffice') : runnable(soffice),
    pdftoppm: onPath('pdftoppm'),
    pdfinfo: onPath('pdfinfo'),
    pdfunite: onPath('pdfunite'),
    bwrap: onPath('bwrap'),
    unshare: onPath('unshare'),
  }
}

/** Where a program really lies, or null where there is none that may be run. */
function runnable(path: string): string | null {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile() ? realpathSync(path) : null
  } catch {
    return null
  }
}
