import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context } from 'hono'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
}
const COMPRESSIBLE = new Set([
  '.html',
  '.js',
  '.mjs',
  '.css',
  '.json',
  '.webmanifest',
  '.svg',
  '.txt',
  '.map',
  '.wasm',
  '.ttf',
])
/** Too small to gain anything. */
const SMALLEST = 512

type Coding = 'br' | 'gzip' | 'identity'
interface Asset {
  readonly type: string
  readonly etag: string
  readonly isHashed: boolean
  readonly bytes: Record<Coding, Buffer | null>
}

const gzipBytes = promisify(gzip)
const brotliBytes = promisify(brotliCompress)

const accepts = (header: string | undefined, coding: string): boolean =>
  (header ?? '').split(',').some((part) => {
    const [name, ...rest] = part.trim().split(';')
    return name?.trim() === coding && !rest.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter))
  })

export interface StaticWeb {
  /** A built file by its URL path; null when there is none. */
  file(c: Context, path: string): Promise<Response | null>
  /** The app's page with its headers, for every address the app answers itself; null before it was built. */
  page(c: Context, headers: (html: string) => Record<string, string>): Promise<Response | null>
  /** The app's page as built; null before it was. */
  html(): Promise<string | null>
}

/**
 * The built web app. Files are compressed once, at their first use (or taken from `.br`/`.gz` beside them), and kept in memory:
 * the whole app is a few megabytes. Names with a content hash are cached by browsers for ever.
 */
export function createStaticWeb(folder: string): StaticWeb {
  const assets = new Map<string, { asset: Promise<Asset>; mtimeMs: number }>()

  async function load(path: string): Promise<Asset | null> {
    let decoded: string
    try {
      decoded = decodeURIComponent(path)
    } catch {
      return null
    }
    const file = normalize(join(folder, decoded))
    if (!file.startsWith(folder + sep) || decoded.includes('\0')) return null
    const found = await stat(file).catch(() => null)
    if (!found?.isFile()) return null
    const cached = assets.get(file)
    if (cached?.mtimeMs === found.mtimeMs) return cached.asset
    const asset = read(file)
    assets.set(file, { asset, mtimeMs: found.mtimeMs })
    asset.catch(() => assets.delete(file))
    return asset
  }

  async function read(file: string): Promise<Asset> {
    const extension = extname(file).toLowerCase()
    const identity = await readFile(file)
    const isCompressible = COMPRESSIBLE.has(extension) && identity.byteLength >= SMALLEST
    const [br, gz] = isCompressible
      ? await Promise.all([
          readFile(`${file}.br`).catch(() =>
            brotliBytes(identity, {
              params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: identity.byteLength },
            }),
          ),
          readFile(`${file}.gz`).catch(() => gzipBytes(identity, { level: 9 })),
        ])
      : [null, null]
    return {
      type: TYPES[extension] ?? 'application/octet-stream',
      etag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
      isHashed: /[.-][\w-]{8,}\.\w+$/.test(file) && file.includes(`${sep}assets${sep}`),
      bytes: { identity, br, gzip: gz },
    }
  }

  function send(c: Context, asset: Asset, headers: Record<string, string>): Response {
    const encodings = c.req.header('accept-encoding')
    const coding: Coding =
      asset.bytes.br && accepts(encodings, 'br')
        ? 'br'
        : asset.bytes.gzip && accepts(encodings, 'gzip')
          ? 'gzip'
          : 'identity'
    const etag = `"${asset.etag}${coding === 'identity' ? '' : `-${coding}`}"`
    const all: Record<string, string> = {
      'content-type': asset.type,
      etag,
      vary: 'accept-encoding',
      'cache-control': asset.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
      ...headers,
    }
    if (
      c.req
        .header('if-none-match')
        ?.split(',')
        .some((tag) => tag.trim().replace(/^W\//, '') === etag)
    )
      return new Response(null, { status: 304, headers: all })
    const body = asset.bytes[coding] ?? asset.bytes.identity ?? Buffer.alloc(0)
    all['content-length'] = String(body.byteLength)
    return new Response(c.req.method === 'HEAD' ? null : new Uint8Array(body), { status: 200, headers: all })
  }

  return {
    async file(c, path) {
      const asset = path === '/' || path.endsWith('.br') || path.endsWith('.gz') ? null : await load(path)
      return asset && send(c, asset, {})
    },
    async html() {
      return (await load('/index.html'))?.bytes.identity?.toString('utf8') ?? null
    },
    async page(c, headers) {
      const asset = await load('/index.html')
      return asset && send(c, asset, headers(asset.bytes.identity?.toString('utf8') ?? ''))
    },
  }
}
