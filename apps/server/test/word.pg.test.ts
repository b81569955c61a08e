import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { DocJson } from '@gongyan/documents'
import { readLessonPlan } from '@gongyan/documents'
import { importDocx } from '@gongyan/word'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aForm, makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

const SAMPLES = resolve(import.meta.dirname, '../../../packages/word/fixtures/samples')

let server: Harness
let school: Place
let owner: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000', LIMIT_UPLOAD_BYTES: '3000000' })
  school = await server.aPlace('清河小学', await server.aPlace('县'))
  owner = await server.aPerson(school, 'teacher', { name: '周老师', subject: '数学', stage: '小学' })
})
afterAll(() => server?.close())

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code

describe('[LP9] a Word file', () => {
  const importing = (name: string, bytes: Uint8Array) =>
    server.call('importLessonPlan', { as: owner, form: aForm(name, bytes) })

  test('becomes a plan with its source, its pictures and its report, and comes out again with every row', async () => {
    const bytes = await readFile(resolve(SAMPLES, 'math-g5-formulas.docx'))
    const response = await importing('异分母.docx', bytes)
    expect(response.status).toBe(201)
    const result = (await response.json()) as { id: string; title: string; unmapped: unknown[] }
    const plan = (await (await server.call('getLessonPlan', { as: owner, params: { id: result.id } })).json()) as {
      title: string
      rows: unknown[]
      importReport: unknown
    }
    expect(plan).toMatchObject({
      title: result.title,
      subject: '数学',
      grade: '五年级',
      state: 'drafting',
      hasSourceFile: true,
      seq: 1,
    })
    expect(plan.importReport).toMatchObject({ own: false })
    const source = await server.call('getSourceFile', { as: owner, params: { id: result.id } })
    expect(Buffer.from(await source.arrayBuffer()).equals(bytes)).toBe(true)
    expect(source.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('异分母.docx')}`)
    const { doc } = (await (
      await server.call('getLessonPlanDocument', { as: owner, params: { id: result.id } })
    ).json()) as { doc: DocJson }
    const pictures = JSON.stringify(doc).match(/"fileId":"[0-9a-f-]{36}"/g) ?? []
    expect(pictures.length).toBeGreaterThan(0)
    for (const picture of pictures)
      expect((await server.call('getFile', { as: owner, params: { fileId: picture.slice(10, -1) } })).status).toBe(200)
    const [row] =
      await server.sql`SELECT author_id, source FROM collab_updates WHERE document = ${`lessonPlan:${result.id}`}`
    expect(row).toEqual({ author_id: owner.id, source: 'import' })

    const exported = await server.call('exportLessonPlan', { as: owner, params: { id: result.id } })
    expect(exported.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent(`${plan.title}.docx`)}`,
    )
    const again = importDocx(new Uint8Array(await exported.arrayBuffer()))
    if (!again.ok) throw new Error(again.refusal.code)
    expect(readLessonPlan(again.value.doc).rows).toEqual(plan.rows)
    expect(again.value.media.length).toBe(new Set(pictures).size)
  })

  test('that is none is refused in words, and leaves nothing behind', async () => {
    const before =
      await server.sql`SELECT (SELECT count(*) FROM lesson_plans) AS plans, (SELECT count(*) FROM files) AS files`
    expect(await codeOf(await importing('a.docx', Buffer.from('not a zip')))).toBe('word/not-a-docx')
    expect(await codeOf(await importing('a.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex')))).toMatch(
      /^word\/(old-format|encrypted|damaged|not-a-docx)$/,
    )
    const whole = await readFile(resolve(SAMPLES, 'math-g5-formulas.docx'))
    expect(await codeOf(await importing('half.docx', whole.subarray(0, whole.length / 2)))).toMatch(
      /^word\/(damaged|not-a-docx)$/,
    )
    expect(await codeOf(await importing('bomb.docx', zipOf('word/document.xml', 400_000_000)))).toMatch(/^word\//)
    expect(
      await server.sql`SELECT (SELECT count(*) FROM lesson_plans) AS plans, (SELECT count(*) FROM files) AS files`,
    ).toEqual(before)
  })

  test('larger than the limit is refused at the limit, without reading the rest', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100_000
        controller.enqueue(
          sent === 100_000
            ? Buffer.from(`--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n`)
            : new Uint8Array(100_000),
        )
        if (sent > 60_000_000) controller.close()
      },
    })
    const response = await server.request('/api/v1/lesson-plans/import', {
      method: 'POST',
      as: owner,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: endless,
      duplex: 'half',
    } as RequestInit & { as: Person })
    expect([response.status, await codeOf(response)]).toEqual([413, 'request/too-large'])
    expect(sent).toBeLessThan(4_000_000)
  })
})

/** A zip whose one part unpacks to so many zero bytes. */
function zipOf(name: string, size: number): Uint8Array {
  const data = deflateRawSync(Buffer.alloc(size))
  const file = Buffer.from(name)
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(8, 4)
  head.writeUInt32LE(data.length, 14)
  head.writeUInt32LE(size, 18)
  head.writeUInt16LE(file.length, 22)
  const local = Buffer.concat([Buffer.from('504b0304', 'hex'), head, file, data])
  const central = Buffer.concat([Buffer.from('504b01021400', 'hex'), head, Buffer.alloc(14), file])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, central, Buffer.from('504b0506', 'hex'), end])
}
