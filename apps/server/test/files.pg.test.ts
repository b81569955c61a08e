import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aForm, makeHarness, PIXEL } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

let server: Harness
let school: Place
let owner: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  school = await server.aPlace('清河小学', await server.aPlace('县'))
  owner = await server.aPerson(school, 'teacher', { name: '周老师', subject: '数学', stage: '小学' })
})
afterAll(() => server?.close())

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

describe('[FI1] pictures', () => {
  const upload = (id: string, bytes: Uint8Array, name = 'a.png', as = owner) =>
    server.call('uploadFile', { as, params: { id }, form: aForm(name, bytes) })
  const gif = Buffer.from('R0lGODlhAgADAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAMAAAICRF4AOw==', 'base64')
  const jpeg = Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from('ffc0001108', 'hex'),
    Buffer.from('00140028', 'hex'),
    Buffer.from('03012200021101031101', 'hex'),
    Buffer.from('ffd9', 'hex'),
  ])
  const webp = Buffer.concat([
    Buffer.from('RIFF\u0030\0\0\0WEBPVP8X\u000a\0\0\0', 'latin1'),
    Buffer.from('00000000', 'hex'),
    Buffer.from('3f0100ef0000', 'hex'),
    Buffer.alloc(8),
  ])

  test.each([
    ['image/png', PIXEL, 1, 1],
    ['image/gif', gif, 2, 3],
    ['image/jpeg', jpeg, 40, 20],
    ['image/webp', webp, 320, 240],
  ] as const)('%s is known by its bytes and measured', async (mediaType, bytes, width, height) => {
    const id = await server.aPlan(owner, school)
    const response = await upload(id, bytes, '课件.exe')
    expect(response.status).toBe(201)
    const file = (await response.json()) as { fileId: string }
    expect(file).toEqual({ fileId: file.fileId, width, height, mediaType })
    const got = await server.call('getFile', { as: owner, params: { fileId: file.fileId } })
    expect(Buffer.from(await got.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
    expect(
      Object.fromEntries(
        ['content-type', 'x-content-type-options', 'content-security-policy', 'cache-control'].map((name) => [
          name,
          got.headers.get(name),
        ]),
      ),
    ).toEqual({
      'content-type': mediaType,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
    })
    expect(got.headers.get('content-disposition')).toMatch(/^inline; /)
  })

  test('a page, a script, an SVG or a picture cut off is none, whatever it is called', async () => {
    const id = await server.aPlan(owner, school)
    for (const bytes of [
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      '<!doctype html><script>alert(1)</script>',
      'GIF87',
      '\u0089PNG',
      'BM',
      '%PDF-1.7',
    ])
      expect(await codeOf(await upload(id, Buffer.from(bytes, 'latin1'))), bytes).toBe('request/unsupported-media')
  })

  test('only whoever reads the plan sees its pictures, and only whoever edits it adds some', async () => {
    const [editor, commenter, stranger] = [
      await server.aPerson(school, 'teacher'),
      await server.aPerson(school, 'teacher'),
      await server.aPerson(school, 'teacher'),
    ]
    const id = await server.aPlan(owner, school, {
      members: [
        [editor, 'editor'],
        [commenter, 'commenter'],
      ],
    })
    const { fileId } = (await (await upload(id, PIXEL, 'a.png', editor)).json()) as { fileId: string }
    const get = (as: Person | null, headers: Record<string, string> = {}) =>
      server.call('getFile', { as, params: { fileId }, headers })
    const statusFor = async (as: Person) => (await get(as)).status
    expect([await statusFor(owner), await statusFor(commenter), await statusFor(stranger)]).toEqual([200, 200, 404])
    // What a browser has kept is asked about each time, and the same policy answers.
    const { headers } = await get(commenter)
    const kept = { 'if-none-match': `"other", ${headers.get('etag')}` }
    expect([headers.get('cache-control'), (await get(commenter, kept)).status]).toEqual(['private, no-cache', 304])
    expect((await get(commenter, { 'if-none-match': '"other"' })).status).toBe(200)
    await server.call('deleteMember', { as: owner, params: { id, userId: commenter.id } })
    expect([(await get(commenter, kept)).status, (await get(null, kept)).status]).toEqual([404, 401])
    await server.call('putMember', { as: owner, params: { id, userId: commenter.id }, body: { role: 'commenter' } })
    expect(await codeOf(await upload(id, PIXEL, 'a.png', commenter))).toBe('permission/denied')
    expect(await codeOf(await upload(id, PIXEL, 'a.png', stranger))).toBe('lesson-plan/not-found')
  })

  test('a name cannot break out of its header or its folder', async () => {
    const id = await server.aPlan(owner, school)
    const { fileId } = (await (await upload(id, PIXEL, '../../x"\r\nset-cookie: a=b; 图.png')).json()) as {
      fileId: string
    }
    const disposition =
      (await server.call('getFile', { as: owner, params: { fileId } })).headers.get('content-disposition') ?? ''
    expect(disposition).not.toMatch(/[\r\n]|\.\.\//)
    expect(disposition.match(/"/g)).toHaveLength(2)
  })
})
