import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const PREFIX = 'gongyan-office-'

/** Does work in a folder of its own, readable by this account alone, which is gone afterwards whatever happened. */
export async function inWorkFolder<T>(below: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(below, `${PREFIX}${process.pid}-`))
  try {
    for (const part of ['in', 'out', 'tmp']) await mkdir(join(folder, part))
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes the folders of servers that were killed before they could. */
export async function removeLeftFolders(below: string): Promise<void> {
  for (const name of await readdir(below)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(below, name), { recursive: true, force: true })
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of somebody else may be there and not be ours to ask.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
