import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DocJson } from '@gongyan/documents'
import { readLessonPlan } from '@gongyan/documents'
import { ok } from '@gongyan/domain'
import { importDocx } from '@gongyan/word'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toDocx, withDrawnMetafiles } from '../src/features/word/index.ts'
import { KEEP_PAGES_MS } from '../src/files/page-pictures.ts'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

const SAMPLES = resolve(import.meta.dirname, '../../../packages/word/fixtures/samples')
const sample = async (name: string) => new Uint8Array(await readFile(join(SAMPLES, name)))

let server: Harness
let school: Place
let owner: Person
let stranger: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000', SOFFICE_PATH: '' })
  const county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  owner = await server.aPerson(school, 'teacher', { name: '周老师' })
  stranger = await server.aPerson(await server.aPlace('邻校', county), 'teacher')
})
afterAll(() => server?.close())

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())
const isInstalled = () => server.deps.office.canConvert && server.deps.office.canDraw
const textOf = (pdf: Uint8Array) =>
  execFileSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' })
    .normalize('NFKC')
    .replaceAll(/\s/g, '')

async function aFile(planId: string, bytes: Uint8Array, mediaType: string): Promise<string> {
  const id = randomUUID()
  await server.sql`INSERT INTO files (id, sha256, byte_size, media_type, name, document) VALUES (${id}, ${await server.deps.files.put(bytes)}, ${bytes.byteLength}, ${mediaType}, 'a.docx', ${`lessonPlan:${planId}`})`
  return id
}

describe('[PR1] where LibreOffice is', () => {
  test('a plan is taken away as PDF with its words, by whoever may export it', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const id = await server.aPlan(owner, school, { title: '同分母分数加减法' })
    const response = await server.call('exportLessonPlanPdf', { as: owner, params: { id } })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(response.headers.get('content-disposition')).toContain(`${encodeURIComponent('同分母分数加减法')}.pdf`)
    expect(textOf(await bytesOf(response))).toContain('同分母分数加减法')
    const refused = await server.call('exportLessonPlanPdf', { as: stranger, params: { id } })
    expect(await codeOf(refused)).toBe('lesson-plan/not-found')
  })

  test('pages of a file are pictures for whoever may read it, drawn once, and gone when old', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const id = await server.aPlan(owner, school, {})
    const fileId = await aFile(id, await sample('science-g5-two-periods.docx'), 'application/x')
    const page = (number: string, as = owner) => server.call('getFilePage', { as, params: { fileId, page: number } })
    const [first, again] = await Promise.all([page('1'), page('1')])
    const png = await bytesOf(first)
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG')
    expect(await bytesOf(again)).toEqual(png)
    expect(first.headers.get('etag')).toMatch(/^"[0-9a-f]{64}-1"$/)
    expect(await codeOf(await page('900'))).toBe('file/no-picture')
    expect(await codeOf(await page('1', stranger))).toBe('file/not-found')
    const none = await aFile(id, Buffer.from('no document'), 'text/plain')
    const refused = await server.call('getFilePage', { as: owner, params: { fileId: none, page: '1' } })
    expect(await codeOf(refused)).toBe('file/no-picture')
    const folder = join(server.deps.config.dataDir, 'pages')
    expect(readdirSync(folder)).toHaveLength(1)
    await server.pages.sweep(Date.now())
    expect(readdirSync(folder)).toHaveLength(1)
    await server.pages.sweep(Date.now() + KEEP_PAGES_MS + 60_000)
    expect(readdirSync(folder)).toEqual([])
  })

  test('an old Word file is read like the new one it was', async ({ skip }) => {
    skip(!isInstalled(), 'LibreOffice or poppler is missing')
    const before = await sample('math-g5-formulas.docx')
    const doc = execConvert(await sample('math-g5-formulas.docx'))
    expect(doc && Buffer.from(doc.subarray(0, 4)).toString('hex')).toBe('d0cf11e0')
    const docx = await toDocx(server.deps.office, doc)
    const [old, fresh] = [docx.ok ? docx.value : doc, before].map((bytes) => importDocx(bytes))
    if (!old?.ok || !fresh?.ok) throw new Error('not read')
    const cells = (plan: typeof old.value) =>
      readLessonPlan(plan.doc).rows.map((row) =>
        JSON.stringify({ ...row, rowId: null }).replaceAll(/\s|\\n|\$[^$]*\$/g, ''),
      )
    expect(cells(old.value).length).toBe(cells(fresh.value).length)
    expect(readLessonPlan(old.value.doc).title).toBe(readLessonPlan(fresh.value.doc).title)
    expect(old.value.media.length).toBeGreaterThanOrEqual(fresh.value.media.length)
  })
})

/** The same file as LibreOffice saves it in the format of Word 97. */
function execConvert(bytes: Uint8Array): Uint8Array {
  return execFileSync(
    'sh',
    [
      '-c',
      'd=$(mktemp -d); cat > $d/a.docx; soffice --headless -env:UserInstallation=file://$d/p --convert-to doc --outdir $d $d/a.docx >/dev/null 2>&1; cat $d/a.doc; rm -rf $d',
    ],
    { input: bytes, maxBuffer: 50_000_000 },
  )
}

test('[PR2] a metafile that could be drawn is an image of its size, and one that could not stays attached', async () => {
  const emf = (frame: number) => {
    const bytes = new Uint8Array(100)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, 1, true)
    view.setInt32(32, frame, true)
    view.setInt32(36, frame, true)
    view.setUint32(40, 0x464d4520, true)
    return bytes
  }
  const media = (key: string, frame: number) => ({
    key,
    bytes: emf(frame),
    mediaType: 'image/x-emf',
    name: `${key}.emf`,
  })
  const node = (key: string): DocJson => ({
    type: 'attachment',
    attrs: { fileId: key, name: key, mediaType: 'image/x-emf' },
  })
  const plan = {
    doc: { type: 'doc', content: [{ type: 'paragraph', content: [node('a'), node('b')] }] },
    media: [media('a', 2540), media('b', 1000)],
  } as unknown as Parameters<typeof withDrawnMetafiles>[1]
  const office = {
    ...server.deps.office,
    canConvert: true,
    canDraw: true,
    drawMetafiles: async () => [
      ok(new Uint8Array([1])),
      { ok: false, refusal: { code: 'office/failed', detail: 'blank' } } as const,
    ],
  }
  const shown = await withDrawnMetafiles(office, plan)
  expect(shown.doc.content?.[0]?.content).toEqual([
    { type: 'image', attrs: { fileId: 'a', alt: 'a', width: 96, height: 96 } },
    node('b'),
  ])
  expect(shown.media.map(({ mediaType, name }) => [mediaType, name])).toEqual([
    ['image/png', 'a.emf.png'],
    ['image/x-emf', 'b.emf'],
  ])
})

test('[PR3] a file LibreOffice had no time for is called neither broken nor too complex to read', async () => {
  const old = new Uint8Array(Buffer.from('{\\rtf1 plan}'))
  for (const code of ['office/busy', 'office/timeout'] as const) {
    const office = {
      ...server.deps.office,
      canConvert: true,
      convert: async () => [{ ok: false, refusal: { code, detail: null } } as const],
    }
    const told = await toDocx(office, old)
    expect(told.ok ? 'read' : told.refusal.code).toBe(code)
  }
})

test('[PR3] without LibreOffice each thing says so, and an old file says what to do', async () => {
  const without = await makeHarness({ SOFFICE_PATH: 'absent' })
  try {
    const place = await without.aPlace('校')
    const teacher = await without.aPerson(place, 'teacher')
    const id = await without.aPlan(teacher, place, {})
    expect(await (await without.call('getOfficeStatus', { as: teacher })).json()).toEqual({
      pdf: false,
      oldWord: false,
      pages: false,
    })
    const refused = await without.call('exportLessonPlanPdf', { as: teacher, params: { id } })
    expect([refused.status, await codeOf(refused)]).toEqual([503, 'office/absent'])
    expect((await without.call('exportLessonPlan', { as: teacher, params: { id } })).status).toBe(200)
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)])
    expect(await toDocx(without.deps.office, old)).toEqual(ok(old))
    expect(importDocx(old)).toMatchObject({ refusal: { code: 'word/old-format' } })
    expect(existsSync(join(without.deps.config.dataDir, 'pages'))).toBe(false)
  } finally {
    await without.close()
  }
})
