import type { Result } from '@gongyan/domain'
import { ok, refuse } from '@gongyan/domain'
import { deny } from './operation.ts'
import type { Refusal, Upload } from './operation.ts'
import { serverWord } from './words.ts'

const megabytes = (bytes: number): number => Math.max(1, Math.floor(bytes / 1_000_000))

class TooLarge extends Error {}

/** Reads a body, giving up at the first byte over the limit. */
async function readLimited(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new TooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw new TooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const mediaTypeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()

type BodyCode = 'request/too-large' | 'request/unsupported-media' | 'request/malformed'

/** The JSON value of a body; depth is bounded by its size. */
export async function readJson(
  request: Request,
  limit: number,
): Promise<Result<{ value: unknown; bytes: Uint8Array }, Refusal<BodyCode>>> {
  const type = mediaTypeOf(request)
  if (type !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(type))
    return deny('request/unsupported-media', { detail: serverWord('server.notJson') })
  try {
    const bytes = await readLimited(request, limit)
    return ok({ value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown, bytes })
  } catch (error) {
    if (error instanceof TooLarge)
      return deny('request/too-large', { detail: serverWord('server.bodyTooLarge', { megabytes: megabytes(limit) }) })
    if (error instanceof SyntaxError || error instanceof TypeError)
      return deny('request/malformed', { detail: serverWord('server.notJson') })
    throw error
  }
}

/** What multipart framing may add to the file itself. */
const FRAMING_BYTES = 64_000

/** The `file` field of a multipart body; one of no bytes is refused unless `takesEmpty`. */
export async function readUpload(
  request: Request,
  limit: number,
  takesEmpty = false,
): Promise<Result<Upload, Refusal<BodyCode | 'request/invalid'>>> {
  if (mediaTypeOf(request) !== 'multipart/form-data')
    return deny('request/unsupported-media', { detail: serverWord('server.fileMissing') })
  try {
    const bytes = await readLimited(request, limit + FRAMING_BYTES)
    const form = await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
    }).formData()
    const file = form.get('file')
    if (!(file instanceof File))
      return refuse({
        code: 'request/invalid',
        detail: serverWord('server.fileMissing'),
        errors: [{ pointer: '/file', code: 'missing', message: serverWord('server.fileMissing') }],
      })
    if (file.size > limit) throw new TooLarge()
    if (file.size === 0 && !takesEmpty)
      return refuse({
        code: 'request/invalid',
        detail: serverWord('server.fileEmpty'),
        errors: [{ pointer: '/file', code: 'empty', message: serverWord('server.fileEmpty') }],
      })
    return ok({
      name: safeName(file.name),
      mediaType: file.type.split(';')[0]!.trim().toLowerCase(),
      bytes: new Uint8Array(await file.arrayBuffer()),
    })
  } catch (error) {
    if (error instanceof TooLarge)
      return deny('request/too-large', { detail: serverWord('server.fileTooLarge', { megabytes: megabytes(limit) }) })
    if (error instanceof TypeError) return deny('request/malformed', { detail: serverWord('server.fileMissing') })
    throw error
  }
}

/** A file name without folders and control characters, at most 200 characters. */
const safeName = (name: string): string =>
  [...name.replace(/^.*[/\\]/s, '').replace(/\p{Cc}/gu, '')].slice(0, 200).join('').trim() || 'file'

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/** The path of the first string that holds U+0000 or half of a surrogate pair, which PostgreSQL cannot keep; null when there is none. */
export function findUnstorable(value: unknown, path: readonly PropertyKey[] = []): readonly PropertyKey[] | null {
  if (typeof value === 'string') return isStorable(value) ? null : path
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) return path
    const found = findUnstorable(inner, [...path, key])
    if (found) return found
  }
  return null
}

/** A body as text; null when it is larger than the limit. */
export async function readLimitedText(request: Request, limit: number): Promise<string | null> {
  try {
    return new TextDecoder().decode(await readLimited(request, limit))
  } catch (error) {
    if (error instanceof TooLarge) return null
    throw error
  }
}
