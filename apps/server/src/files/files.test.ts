import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createS3FileStore, FileStorageFault } from './s3.ts'
import { signS3 } from './s3-signature.ts'
import { createFolderFileStore } from './store.ts'
import type { FileStore } from './store.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const BYTES = Buffer.from('一张图片的字节')

/** What every store promises. */
function registerFileStoreTests(name: string, open: () => Promise<FileStore>) {
  describe(`[FI3] ${name}`, () => {
    test('keeps bytes under their hash and gives them back', async () => {
      const store = await open()
      const key = await store.put(BYTES)
      expect(Buffer.from(key).equals(sha256(BYTES))).toBe(true)
      expect(Buffer.from((await store.get(key)) ?? []).equals(BYTES)).toBe(true)
    })
    test('the same bytes at the same moment are one file', async () => {
      const store = await open()
      const keys = await Promise.all(Array.from({ length: 10 }, () => store.put(BYTES)))
      expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
      expect(Buffer.from((await store.get(sha256(BYTES))) ?? []).equals(BYTES)).toBe(true)
    })
    test('what is removed is gone, also when it has gone before, and can be kept again', async () => {
      const store = await open()
      const key = await store.put(BYTES)
      await store.remove(key)
      await store.remove(key)
      expect(await store.get(key)).toBeNull()
      await store.put(BYTES)
      expect(Buffer.from((await store.get(key)) ?? []).equals(BYTES)).toBe(true)
    })
    test('what was never kept is null, and no bytes at all are bytes', async () => {
      const store = await open()
      expect(await store.get(sha256(Buffer.from('never')))).toBeNull()
      expect((await store.get(await store.put(new Uint8Array())))?.byteLength).toBe(0)
    })
  })
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongyan-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

registerFileStoreTests('a folder', async () => createFolderFileStore(folder))

test('[FI3] a folder is left with whole files only, and a half one is written again', async () => {
  const store = createFolderFileStore(folder)
  const key = Buffer.from(await store.put(BYTES)).toString('hex')
  expect(await readdir(join(folder, key.slice(0, 2)))).toEqual([key])
  await writeFile(join(folder, key.slice(0, 2), key), BYTES.subarray(0, 3))
  await store.put(BYTES)
  expect((await readFile(join(folder, key.slice(0, 2), key))).equals(BYTES)).toBe(true)
})

/** Object storage over HTTP as far as we use it: it takes what is signed for its bytes. */
let bucket: Server | undefined
let failWith: number | null = null
let spoil = false
async function openBucket(): Promise<FileStore> {
  const objects = new Map<string, Buffer>()
  failWith = null
  spoil = false
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts)
      const key = request.url ?? ''
      const isSigned =
        /^AWS4-HMAC-SHA256 Credential=AK\/\d{8}\/us-east-1\/s3\/aws4_request,SignedHeaders=[a-z0-9;-]+,Signature=[0-9a-f]{64}$/.test(
          request.headers.authorization ?? '',
        )
      if (failWith !== null) response.writeHead(failWith).end()
      else if (!isSigned || request.headers['x-amz-content-sha256'] !== sha256(body).toString('hex'))
        response.writeHead(403).end()
      else if (request.method === 'PUT') {
        objects.set(key, body)
        response.writeHead(200).end()
      } else if (request.method === 'DELETE') response.writeHead(objects.delete(key) ? 204 : 404).end()
      else {
        const found = objects.get(key)
        response.writeHead(found ? 200 : 404).end(spoil && found ? Buffer.concat([found, Buffer.of(0)]) : found)
      }
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  bucket = server
  return createS3FileStore({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: 'gongyan files',
    accessKeyId: 'AK',
    secretAccessKey: 'SK',
  })
}
afterEach(() => {
  bucket?.close()
  bucket = undefined
})

registerFileStoreTests('a bucket', openBucket)

test('[FI3] a bucket that refuses, is away or gives other bytes is a passing fault, never a missing file', async () => {
  const store = await openBucket()
  const key = await store.put(BYTES)
  spoil = true
  await expect(store.get(key)).rejects.toThrow(FileStorageFault)
  failWith = 503
  await expect(store.get(key)).rejects.toThrow(FileStorageFault)
  await expect(store.put(BYTES)).rejects.toThrow(FileStorageFault)
  bucket?.closeAllConnections()
  await new Promise((resolve) => bucket?.close(resolve))
  await expect(store.get(key)).rejects.toThrow(FileStorageFault)
})

describe('[FI3] signatures are those of the examples that AWS publishes', () => {
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
  }
  const now = new Date('2013-05-24T00:00:00Z')
  test.each([
    [
      {
        method: 'GET',
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        payloadHash: sha256(Buffer.alloc(0)).toString('hex'),
        headers: { range: 'bytes=0-9' },
      },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      {
        method: 'PUT',
        url: new URL('https://examplebucket.s3.amazonaws.com/test$file.text'),
        payloadHash: sha256(Buffer.from('Welcome to Amazon S3.')).toString('hex'),
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
  ] as const)('%j', (request, signature) => {
    expect(signS3(request, credentials, now)['authorization']).toContain(`Signature=${signature}`)
  })
})
