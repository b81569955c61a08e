import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** As whom a command runs: as we do, as an ordinary user of a user namespace, or as another account. */
export type RunAs = { kind: 'self' } | { kind: 'namespace' } | { kind: 'account'; uid: number; gid: number }

export interface Command {
  readonly command: string
  readonly args: readonly string[]
}

/** The first file of that name on the PATH that may be executed, or null. */
export function findOnPath(name: string, path = process.env.PATH ?? ''): string | null {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue
    const file = join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      continue
    }
  }
  return null
}

/**
 * The command line under which the kernel sends `deathSignal` to the command as soon as this process dies, however it dies.
 *
 * The order matters: changing credentials clears the death signal, so the namespace or account comes first. The shell in
 * front of the command closes the gap in which we die before the signal is asked for: then its parent is no longer us.
 * The kernel watches the thread that spawns, so spawn from a main thread. Where `setpriv` is absent (not Linux) the command
 * runs unguarded.
 */
export function guardedCommand(
  { command, args }: Command,
  deathSignal: 'SIGINT' | 'SIGKILL',
  runAs: RunAs = { kind: 'self' },
): Command {
  const setpriv = process.platform === 'linux' ? findOnPath('setpriv') : null
  const guarded = setpriv
    ? [
        setpriv,
        '--pdeathsig',
        deathSignal.slice(3),
        '--',
        '/bin/sh',
        '-c',
        '[ "$PPID" = "$0" ] || exit 125; exec "$@"',
        String(process.pid),
        command,
        ...args,
      ]
    : [command, ...args]
  const [first = command, ...rest] = [...runAsPrefix(runAs), ...guarded]
  return { command: first, args: rest }
}

function runAsPrefix(runAs: RunAs): string[] {
  switch (runAs.kind) {
    case 'self':
      return []
    case 'namespace':
      return ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--']
    case 'account':
      return ['setpriv', `--reuid=${runAs.uid}`, `--regid=${runAs.gid}`, '--clear-groups', '--']
  }
}

/** The command line for a short command that we wait for: as that user, without a guard. */
export function commandAs({ command, args }: Command, runAs: RunAs): Command {
  const [first = command, ...rest] = [...runAsPrefix(runAs), command, ...args]
  return { command: first, args: rest }
}
