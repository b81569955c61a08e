import { createHash } from 'node:crypto'
import type { S3Config } from '@gongyan/config'
import { signS3 } from './s3-signature.ts'
import type { S3Request } from './s3-signature.ts'
import type { FileStore } from './store.ts'

/** The object store does not answer, or answers what we did not ask; asking again later may help. */
export class FileStorageFault extends Error {
  /** Told apart like the codes of PostgreSQL. */
  readonly code = 'FILE_STORAGE'
  readonly retryable = true
}

/** What S3-compatible stores take when they have one place only. */
const REGION = 'us-east-1'
const TIMEOUT_MS = 30_000
const EMPTY = createHash('sha256').digest('hex')

/** Files in a bucket of an S3-compatible store, addressed by path; their bytes are checked on the way back. */
export function createS3FileStore(config: S3Config): FileStore {
  const urlOf = (sha256: Uint8Array): URL => {
    const hex = Buffer.from(sha256).toString('hex')
    return new URL(`${config.endpoint}/${encodeURIComponent(config.bucket)}/files/${hex.slice(0, 2)}/${hex}`)
  }

  async function send(request: S3Request, body: Uint8Array | null): Promise<Response> {
    const headers = signS3(request, { ...config, region: REGION }, new Date())
    try {
      return await fetch(request.url, {
        method: request.method,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body ? { body: new Uint8Array(body) } : {}),
      })
    } catch (cause) {
      throw new FileStorageFault(`the object store does not answer ${request.method}`, { cause })
    }
  }

  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest()
      const response = await send(
        {
          method: 'PUT',
          url: urlOf(sha256),
          payloadHash: sha256.toString('hex'),
          headers: { 'content-type': 'application/octet-stream' },
        },
        bytes,
      )
      await response.body?.cancel()
      if (!response.ok) throw new FileStorageFault(`the object store answered PUT with ${response.status}`)
      return sha256
    },
    async get(sha256) {
      const response = await send({ method: 'GET', url: urlOf(sha256), payloadHash: EMPTY }, null)
      if (response.status === 404) {
        await response.body?.cancel()
        return null
      }
      if (!response.ok) throw new FileStorageFault(`the object store answered GET with ${response.status}`)
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (!createHash('sha256').update(bytes).digest().equals(sha256))
        throw new FileStorageFault('the object store gave other bytes than were kept')
      return bytes
    },
    async remove(sha256) {
      const response = await send({ method: 'DELETE', url: urlOf(sha256), payloadHash: EMPTY }, null)
      await response.body?.cancel()
      if (!response.ok && response.status !== 404)
        throw new FileStorageFault(`the object store answered DELETE with ${response.status}`)
    },
  }
}
