import { existsSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { chromium } from 'playwright-core'
import { findLiveKit } from '@gongyan/tools/livekit'
import { findOnPath } from '@gongyan/tools/process'

/** What some tests need and npm cannot bring. */
export type HostTool =
  | 'chromium'
  | 'cjk-fonts'
  | 'libreoffice'
  | 'poppler'
  | 'redis'
  | 'openssl'
  | 'livekit'
  | 'root'
  | 'namespaces'

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The Chromium of this machine: `CHROMIUM_PATH`, the first known name on the PATH, the one Playwright brought, or null. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  for (const name of CHROMIUM_NAMES) {
    const file = findOnPath(name)
    if (file) return file
  }
  const brought = chromium.executablePath()
  return existsSync(brought) ? brought : null
}

const FINDERS: Record<HostTool, () => boolean> = {
  chromium: () => findChromium() !== null,
  'cjk-fonts': () => (spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout ?? '').trim() !== '',
  libreoffice: () => findOnPath('soffice') !== null,
  poppler: () => findOnPath('pdftoppm') !== null && findOnPath('pdftotext') !== null,
  redis: () => findOnPath('redis-server') !== null,
  openssl: () => findOnPath('openssl') !== null,
  livekit: () => findLiveKit().kind === 'present',
  root: () => process.getuid?.() === 0,
  namespaces: () => spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0,
}

const found = new Map<HostTool, boolean>()

/**
 * Whether this machine has a tool; write `describe.skipIf(!hasTool('chromium'))` so that its lack counts as skipped. The
 * answer is kept unless `fresh`.
 */
export function hasTool(tool: HostTool, { fresh = false } = {}): boolean {
  const known = (fresh ? undefined : found.get(tool)) ?? FINDERS[tool]()
  found.set(tool, known)
  return known
}
