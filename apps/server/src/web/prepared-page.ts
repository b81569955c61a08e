import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { DocJson } from '@gongyan/documents/read'
import { preparedPlan } from './prepared-plan.ts'

/** What an address of the app needs at once: its module in the build, and the answers it will ask the API for. */
interface Route {
  readonly pattern: RegExp
  readonly modules: readonly string[]
  readonly answers: (match: RegExpExecArray) => readonly string[]
  /** What can be read before the app is there, from the bodies of those answers. */
  readonly paper?: (bodies: readonly unknown[]) => string
}
/** How many pictures a window can show at first. */
const PRELOADED_PICTURES = 2
const ME = '/api/v1/me'
/** Where the app is drawn into. */
const APP = '<div id="app">'
const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
const SHELL = ['src/shell/Desk.tsx', 'src/shell/SignedIn.tsx']
const ROUTES: readonly Route[] = [
  { pattern: /^\/$/, modules: [...SHELL, 'src/features/home/index.tsx'], answers: () => [ME, '/api/v1/home'] },
  { pattern: /^\/plans\/?$/, modules: [...SHELL, 'src/features/lesson-plan/index.tsx'], answers: () => [ME] },
  {
    pattern: new RegExp(`^/plans/(${UUID})/?$`),
    modules: ['src/features/plan-page/index.tsx', '../../packages/i18n/src/zh-CN/plan-page.ts'],
    answers: ([, id]) => [ME, `/api/v1/lesson-plans/${id}`, `/api/v1/lesson-plans/${id}/document`],
    paper: ([, plan, document]) =>
      preparedPlan(plan as { id: string; title: string }, (document as { doc: DocJson }).doc),
  },
]

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

/** A chunk's files with those of all its static imports. */
function filesOf(manifest: Manifest, keys: readonly string[]): { scripts: string[]; styles: string[] } {
  const seen = new Set<string>()
  const scripts: string[] = []
  const styles: string[] = []
  const visit = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) return
    seen.add(key)
    scripts.push(chunk.file)
    for (const style of chunk.css ?? []) if (!styles.includes(style)) styles.push(style)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const key of keys) visit(key)
  return { scripts, styles }
}

/** JSON that may stand inside a script element: nothing in it can end the element or begin a comment. */
const inScript = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028|\u2029/g, (char) => (char === '\u2028' ? '\\u2028' : '\\u2029'))

export interface PreparedPages {
  /**
   * The app's page with what this address needs at once: its files as links, and for someone signed in the API's answers
   * as data, so that a slow line pays one round trip and not four. Null for addresses without a description.
   * `ask` puts a question to the API with the asker's own cookie; only 200s are sent along.
   */
  prepare(html: string, path: string, ask: ((path: string) => Promise<Response>) | null): Promise<string | null>
}

export function createPreparedPages(folder: string): PreparedPages {
  let cached: { mtimeMs: number; manifest: Manifest } | null = null
  async function manifestNow(): Promise<Manifest> {
    const file = join(folder, '.vite', 'manifest.json')
    const found = await stat(file).catch(() => null)
    if (!found) return {}
    if (cached?.mtimeMs !== found.mtimeMs)
      cached = { mtimeMs: found.mtimeMs, manifest: JSON.parse(await readFile(file, 'utf8')) as Manifest }
    return cached.manifest
  }

  return {
    async prepare(html, path, ask) {
      for (const route of ROUTES) {
        const match = route.pattern.exec(path)
        if (!match) continue
        const { scripts, styles } = filesOf(
          await manifestNow(),
          ask ? route.modules : ['src/features/session/index.tsx'],
        )
        const links = [
          ...styles.map((file) => `<link rel="stylesheet" crossorigin href="/${file}">`),
          ...scripts.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
        ].filter((link) => !html.includes(link.slice(link.indexOf('href='), -1)))
        const paths = ask ? route.answers(match) : []
        const answers = await Promise.all(
          paths.map(async (asked) => {
            const response = await ask?.(asked)
            return response?.status === 200
              ? ([asked, { etag: response.headers.get('etag'), body: (await response.json()) as unknown }] as const)
              : null
          }),
        )
        const data = answers.filter((answer) => answer !== null)
        // The first pictures of a plan are often the largest thing in the window: they come along instead of after the script.
        const pictures = [
          ...new Set(
            [...JSON.stringify(data).matchAll(new RegExp(`"image","attrs":{"fileId":"(${UUID})"`, 'g'))].map(
              ([, fileId]) => fileId,
            ),
          ),
        ]
        links.push(
          ...pictures
            .slice(0, PRELOADED_PICTURES)
            .map((fileId) => `<link rel="preload" as="image" fetchpriority="low" href="/api/v1/files/${fileId}">`),
        )
        const script =
          data.length > 0
            ? `<script type="application/json" id="answers">${inScript(Object.fromEntries(data))}</script>`
            : ''
        // Only a page that can be read whole: where an answer is missing the app says why.
        const paper =
          route.paper && data.length > 0 && data.length === paths.length
            ? route.paper(data.map(([, { body }]) => body))
            : ''
        return html
          .replace('</head>', () => `${links.join('')}</head>`)
          .replace(APP, () => `${APP}${paper}`)
          .replace('</body>', () => `${script}</body>`)
      }
      return null
    },
  }
}

const gzipBytes = promisify(gzip)

/** The response for a page made for one person: never stored, compressed where the browser can. */
export async function personalPage(
  html: string,
  encodings: string | undefined,
  headers: Record<string, string>,
): Promise<Response> {
  const canGzip = /\bgzip\b/.test(encodings ?? '')
  const body = canGzip ? await gzipBytes(html, { level: 6 }) : Buffer.from(html)
  return new Response(new Uint8Array(body), {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'cookie, accept-encoding',
      ...(canGzip ? { 'content-encoding': 'gzip' } : {}),
      'content-length': String(body.byteLength),
      ...headers,
    },
  })
}
