import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hasTool } from '@gongyan/testing/tools'
import type { HostTool } from '@gongyan/testing/tools'
import { findOnPath, REPOSITORY } from '../process/index.ts'

/** The Debian package that brings each tool. */
const PACKAGES = {
  chromium: 'chromium',
  'cjk-fonts': 'fonts-noto-cjk',
  libreoffice: 'libreoffice-writer-nogui',
  poppler: 'poppler-utils',
  redis: 'redis-server',
} as const satisfies Partial<Record<HostTool, string>>

type Installable = keyof typeof PACKAGES

const missing = (): Installable[] =>
  (Object.keys(PACKAGES) as Installable[]).filter((tool) => !hasTool(tool, { fresh: true }))

/**
 * Adds what tests need beyond npm: with apt-get as root on Debian; elsewhere Playwright's own Chromium. What still lacks is
 * returned as one line with the command that adds it, and null where nothing does.
 */
export function provideHostTools(say: (line: string) => void): string | null {
  let lacking = missing()
  const debian = existsSync('/etc/debian_version') && findOnPath('apt-get') !== null
  if (lacking.length > 0 && debian && hasTool('root')) {
    say(`安装测试所需：${lacking.join('、')}……`)
    const apt = (...args: string[]): void =>
      void spawnSync('apt-get', ['-qq', '-y', ...args], {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    apt('update')
    apt('install', '--no-install-recommends', ...lacking.map((tool) => PACKAGES[tool]))
    lacking = missing()
  } else if (lacking.includes('chromium')) {
    say('下载测试用的 Chromium……')
    const cli = join(REPOSITORY, 'node_modules', 'playwright-core', 'cli.js')
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] })
    lacking = missing()
  }
  if (lacking.length === 0) return null
  return `缺少 ${lacking.join('、')}，需要它们的测试会跳过。补上：sudo apt-get update && sudo apt-get install -y ${lacking.map((tool) => PACKAGES[tool]).join(' ')}`
}
