import { lstatSync, readlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Programs } from './programs.ts'
import { runLimited } from './run-limited.ts'
import type { Isolation } from './settings.ts'

export interface Sandbox {
  readonly isolation: Isolation
  /** Where a run finds its folder. */
  readonly placeOf: (folder: string) => string
  /** The command that runs a program with no more than the isolation leaves it. */
  readonly wrap: (program: string, args: readonly string[], folder: string) => readonly [string, ...string[]]
}

/** Where the folder of a run appears to programs that see no other. */
const PLACE = '/work'
const ROOTS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'] as const
/** What LibreOffice and poppler read outside /usr: the loader's cache, fonts, their own settings. */
const READ = ['/etc/ld.so.cache', '/etc/alternatives', '/etc/fonts', '/etc/libreoffice', '/var/cache/fontconfig']

/** Systems whose /bin and /lib are links into /usr keep them so. */
const roots = (): string[] =>
  ROOTS.flatMap((root) => {
    try {
      return lstatSync(root).isSymbolicLink() ? ['--symlink', readlinkSync(root), root] : ['--ro-bind', root, root]
    } catch {
      return []
    }
  })

/** Programs installed apart, such as below /opt, bring the folder they lie in. */
const homeOf = (program: string): string[] => {
  const home = dirname(dirname(program))
  return program.startsWith('/usr/') || home === '/' ? [] : ['--ro-bind', home, home]
}

const withBwrap = (bwrap: string): Sandbox => ({
  isolation: 'files',
  placeOf: () => PLACE,
  wrap: (program, args, folder) => [
    bwrap,
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--ro-bind',
    '/usr',
    '/usr',
    ...roots(),
    ...READ.flatMap((path) => ['--ro-bind-try', path, path]),
    ...homeOf(program),
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--tmpfs',
    '/tmp',
    '--bind',
    folder,
    PLACE,
    '--chdir',
    PLACE,
    program,
    ...args,
  ],
})

const withUnshare = (unshare: string): Sandbox => ({
  isolation: 'network',
  placeOf: (folder) => folder,
  // The process namespace ends with its first process, so nothing can leave the group and live on.
  wrap: (program, args) => [
    unshare,
    '--map-current-user',
    '--net',
    '--ipc',
    '--pid',
    '--fork',
    '--kill-child',
    program,
    ...args,
  ],
})

const BARE: Sandbox = {
  isolation: 'settings',
  placeOf: (folder) => folder,
  wrap: (program, args) => [program, ...args],
}

const ORDER: readonly Isolation[] = ['files', 'network', 'settings']

/** The strictest isolation that works here: a kernel may forbid what is installed, so each is tried once. */
export async function findSandbox(
  { bwrap, unshare }: Pick<Programs, 'bwrap' | 'unshare'>,
  folder: string,
  strictest: Isolation = 'files',
): Promise<Sandbox> {
  const candidates = [...(bwrap ? [withBwrap(bwrap)] : []), ...(unshare ? [withUnshare(unshare)] : [])]
  for (const sandbox of candidates) {
    if (ORDER.indexOf(sandbox.isolation) < ORDER.indexOf(strictest)) continue
    const [program, ...args] = sandbox.wrap('/bin/sh', ['-c', 'exit 0'], folder)
    const end = await runLimited({
      program,
      args,
      env: {},
      folder,
      seconds: 10,
      memoryMb: 500,
      outputBytes: 1_000_000,
    })
    if (end.kind === 'ended' && end.code === 0) return sandbox
  }
  return BARE
}
