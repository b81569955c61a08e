import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { readLessonPlan } from '@gongyan/documents'
import { importDocx } from '@gongyan/word'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, onTestFinished, test } from 'vitest'
import { findPrograms } from '../src/programs.ts'
import type { Isolation } from '../src/index.ts'
import { aDocx, aFolder, aMacro, anEmf, anOdt, anOffice, linkedPicture, processesOf } from './fixtures.ts'

const { soffice, pdftoppm, pdfinfo, bwrap, unshare } = findPrograms(null)
const ready = soffice !== null && pdftoppm !== null && pdfinfo !== null
if (!ready) console.log('LibreOffice or poppler is missing: apt-get install libreoffice-writer-nogui poppler-utils')
const ISOLATIONS: readonly Isolation[] = [
  ...(bwrap ? (['files'] as const) : []),
  ...(unshare ? (['network'] as const) : []),
  'settings',
]

const SAMPLES = resolve(import.meta.dirname, '../../word/fixtures/samples')
const NAMES = readdirSync(SAMPLES).filter((name) => name.endsWith('.docx'))
const sample = (name: string) => new Uint8Array(readFileSync(join(SAMPLES, name)))
const TIMEOUT = 120_000
const PARAGRAPH = '<w:p><w:r><w:t>同分母分数</w:t></w:r></w:p>'

/** The bytes of an answer that must be one. */
function bytesOf(answer: Awaited<ReturnType<Awaited<ReturnType<typeof anOffice>>['convert']>>[number] | undefined) {
  if (!answer?.ok) throw new Error(answer?.refusal.code ?? 'no answer')
  return answer.value
}

describe.skipIf(!ready)('with LibreOffice', () => {
  test(
    '[OF2] what it saves is read again with the same rows, all files in one start',
    { timeout: TIMEOUT },
    async () => {
      const office = await anOffice()
      const answers = await office.convert(NAMES.map(sample), 'docx')
      for (const [index, name] of NAMES.entries()) {
        const [before, after] = [sample(name), bytesOf(answers[index])].map((bytes) => importDocx(bytes))
        if (!before?.ok || !after?.ok) throw new Error(name)
        const rows = (plan: typeof before.value) =>
          readLessonPlan(plan.doc).rows.map((row) => JSON.stringify({ ...row, rowId: null }).replaceAll(/\s|\\n/g, ''))
        expect(rows(after.value), name).toEqual(rows(before.value))
      }
      expect(office.left()).toEqual([])
    },
  )

  test('[OF3] pages are counted and drawn, and a page that is not there is said so', { timeout: TIMEOUT }, async () => {
    const office = await anOffice()
    const pdf = bytesOf((await office.convert([sample('science-g5-two-periods.docx')], 'pdf'))[0])
    const pages = await office.countPages(pdf)
    expect(pages).toMatchObject({ ok: true })
    const count = pages.ok ? pages.value : 0
    expect(count).toBeGreaterThan(1)
    const last = bytesOf(await office.drawPage(pdf, count, 600))
    expect(Buffer.from(last.subarray(1, 4)).toString()).toBe('PNG')
    const view = new DataView(last.buffer, last.byteOffset)
    expect(Math.max(view.getUint32(16), view.getUint32(20))).toBe(600)
    expect(await office.drawPage(pdf, count + 1, 600)).toMatchObject({ refusal: { code: 'office/no-such-page' } })
    expect(await office.drawPage(new Uint8Array(100), 1, 600)).toMatchObject({ refusal: { code: 'office/failed' } })
    expect(office.left()).toEqual([])
  })

  test(
    '[OF3] a metafile becomes a picture of its size; an empty one and none at all are refused',
    { timeout: TIMEOUT },
    async () => {
      const office = await anOffice()
      const [drawn, empty, none] = await office.drawMetafiles([anEmf(), anEmf({ draws: false }), new Uint8Array(500)])
      const png = bytesOf(drawn)
      const view = new DataView(png.buffer, png.byteOffset)
      expect([view.getUint32(16), view.getUint32(20)]).toEqual([300, 225])
      expect(empty).toMatchObject({ refusal: { code: 'office/failed', detail: 'blank' } })
      expect(none).toMatchObject({ refusal: { code: 'office/unsupported' } })
    },
  )

  test(
    '[OF3] of more metafiles than may wait each is drawn, and nobody else is told that it is busy',
    { timeout: TIMEOUT },
    async () => {
      const office = await anOffice({ atOnce: 1, limits: { waiting: 2 } })
      const answers = office.drawMetafiles(Array.from({ length: 7 }, () => anEmf()))
      const beside = office.convert([aDocx(PARAGRAPH)], 'pdf')
      expect((await answers).map((answer) => (answer.ok ? 'drawn' : answer.refusal.code))).toEqual(
        Array.from({ length: 7 }, () => 'drawn'),
      )
      expect((await beside)[0]?.ok).toBe(true)
    },
  )

  test.each(ISOLATIONS)(
    '[OF4] isolated by %s: no macro runs, nothing is fetched, no file of the machine comes in',
    { timeout: TIMEOUT },
    async (isolation) => {
      const hits: string[] = []
      const server = createServer((request, response) => {
        hits.push(request.url ?? '')
        response.end('<p>fetched</p>')
      }).listen(0, '127.0.0.1')
      onTestFinished(() => void server.close())
      await new Promise((listening) => server.once('listening', listening))
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const folder = aFolder()
      const secret = join(folder, 'secret.txt')
      writeFileSync(secret, 'geheim')
      const pixel = join(folder, 'secret.png')
      writeFileSync(
        pixel,
        Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
          'base64',
        ),
      )
      const section = (name: string, target: string) =>
        `<text:section text:name="${name}"><text:section-source xlink:href="${target}" xlink:type="simple"/><text:p>as it was</text:p></text:section>`
      const frame = (target: string) =>
        `<text:p><draw:frame draw:name="i" text:anchor-type="as-char" svg:width="3cm" svg:height="3cm"><draw:image xlink:href="${target}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>`
      const ran = join(folder, 'ran.txt')
      const odt = anOdt(
        `<text:p>shown</text:p>${frame(`${address}/odt.png`)}${frame(`file://${pixel}`)}${section('a', `${address}/odt.html`)}${section('b', `file://${secret}`)}`,
        aMacro(ran),
      )
      const image = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image'
      const relationships = [
        `<Relationship Id="l1" Type="${image}" Target="${address}/docx.png" TargetMode="External"/>`,
        `<Relationship Id="l2" Type="${image}" Target="file://${pixel}" TargetMode="External"/>`,
        `<Relationship Id="t1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="${address}/template.dotm" TargetMode="External"/>`,
      ].join('')
      const field = (text: string) =>
        `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${text} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>as it was</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
      const docm = aDocx(
        `${PARAGRAPH}${linkedPicture('l1')}${linkedPicture('l2')}${field(`INCLUDETEXT "${secret}"`)}${field(`INCLUDEPICTURE "${address}/field.png"`)}`,
        { relationships, type: 'macro', more: { 'word/vbaProject.bin': new Uint8Array(64) } },
      )
      const office = await anOffice({ isolation })
      expect(office.isolation).toBe(isolation)
      const docx = (await office.convert([odt, docm], 'docx')).map(bytesOf)
      for (const pdf of await office.convert([odt, docm], 'pdf')) bytesOf(pdf)
      for (const bytes of docx) {
        const parts = unzipSync(bytes)
        const text = strFromU8(parts['word/document.xml'] as Uint8Array)
        expect(text).toMatch(/shown|同分母分数/)
        expect(text).not.toContain('geheim')
        expect(Object.keys(parts).filter((name) => name.startsWith('word/media/') || name.endsWith('.bin'))).toEqual([])
      }
      expect(hits).toEqual([])
      expect(existsSync(ran)).toBe(false)
      expect(office.left()).toEqual([])
    },
  )

  test.each(ISOLATIONS)(
    '[OF5] isolated by %s: a file that takes too long ends at its limit with all its processes',
    { timeout: TIMEOUT },
    async (isolation) => {
      const office = await anOffice({ isolation, limits: { seconds: 12 } })
      const rows = `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>${`<w:tr><w:tc>${PARAGRAPH}</w:tc></w:tr>`.repeat(120_000)}</w:tbl>`
      const [late, small] = await office.convert([aDocx(rows + PARAGRAPH), aDocx(PARAGRAPH)], 'pdf')
      expect(late).toMatchObject({ refusal: { code: 'office/timeout' } })
      // Whoever waited behind it is served all the same.
      expect(small?.ok).toBe(true)
      expect(processesOf(office.folder)).toEqual([])
      expect(office.left()).toEqual([])
    },
  )

  test('[OF5] memory is bounded, and an abort ends the run at once', { timeout: TIMEOUT }, async () => {
    const poor = await anOffice({ limits: { memoryMb: 150 } })
    expect((await poor.convert([aDocx(PARAGRAPH)], 'pdf'))[0]).toMatchObject({ refusal: { code: 'office/failed' } })
    expect(poor.left()).toEqual([])
    const office = await anOffice()
    const leaving = new AbortController()
    const converting = office.convert([aDocx(PARAGRAPH)], 'pdf', leaving.signal)
    leaving.abort(new Error('gone'))
    await expect(converting).rejects.toThrow('gone')
    expect(processesOf(office.folder)).toEqual([])
    expect(office.left()).toEqual([])
  })
})

describe('whatever is installed', () => {
  test('[OF1] without LibreOffice each thing says so, and nothing is run', async () => {
    const office = await anOffice({ soffice: 'absent' })
    expect(office.canConvert).toBe(false)
    expect(await office.convert([aDocx(PARAGRAPH), new Uint8Array(3)], 'pdf')).toMatchObject([
      { refusal: { code: 'office/absent' } },
      { refusal: { code: 'office/absent' } },
    ])
    expect(await office.drawMetafiles([anEmf()])).toMatchObject([{ refusal: { code: 'office/absent' } }])
    expect((await anOffice({ soffice: '/nowhere/soffice' })).canConvert).toBe(false)
  })

  /** A stand-in for LibreOffice that writes down what it was started with, then does as told. */
  function aProgram(then: string): { program: string; log: () => string[] } {
    const folder = aFolder()
    mkdirSync(join(folder, 'bin'))
    const [program, log] = [join(folder, 'bin/soffice'), join(folder, 'log')]
    writeFileSync(program, `#!/bin/sh\necho "$@" >> ${log}\n${then}\n`, { mode: 0o755 })
    return { program, log: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) }
  }
  const DONE = 'for a; do case "$a" in */in/*) printf "%%PDF %%%%EOF" > "${a%/in/*}/out/0.pdf";; esac; done'

  test('[OF6] no two runs share a profile or a folder, however many come at once', async () => {
    const { program, log } = aProgram(DONE)
    const office = await anOffice({ soffice: program, isolation: 'settings', atOnce: 3 })
    const answers = await Promise.all(Array.from({ length: 12 }, () => office.convert([aDocx(PARAGRAPH)], 'pdf')))
    expect(answers.flat().every(({ ok }) => ok)).toBe(true)
    const profiles = log().map((line) => /UserInstallation=(\S+)/.exec(line)?.[1])
    expect(new Set(profiles).size).toBe(12)
    expect(office.left()).toEqual([])
  })

  test('[OF6] runs beyond the processors wait, and beyond those who may wait it is busy', async () => {
    const folder = aFolder()
    const gate = join(folder, 'open')
    const { program, log } = aProgram(`while [ ! -e ${gate} ]; do sleep 0.05; done; ${DONE}`)
    const office = await anOffice({ soffice: program, isolation: 'settings', atOnce: 2, limits: { waiting: 3 } })
    const asked = Array.from({ length: 7 }, () => office.convert([aDocx(PARAGRAPH)], 'pdf'))
    const refused = await Promise.all(asked.slice(5))
    expect(refused.flat()).toMatchObject(Array.from({ length: 2 }, () => ({ refusal: { code: 'office/busy' } })))
    await expect.poll(() => log().length).toBe(2)
    writeFileSync(gate, '')
    expect((await Promise.all(asked.slice(0, 5))).flat().every(({ ok }) => ok)).toBe(true)
    expect(log().length).toBe(5)
  })

  test('[OF5] a run that hangs, stopped and with children that ignore signals, is gone with its folder', async () => {
    const { program } = aProgram('trap "" TERM INT HUP; (trap "" TERM; sleep 600 "$1") & kill -STOP $$; sleep 600')
    const office = await anOffice({ soffice: program, isolation: 'settings', limits: { seconds: 1 } })
    expect((await office.convert([aDocx(PARAGRAPH)], 'pdf'))[0]).toMatchObject({ refusal: { code: 'office/timeout' } })
    expect(processesOf(program)).toEqual([])
    expect(office.left()).toEqual([])
  })

  test.skipIf(!pdftoppm)('[OF5] all metafiles of a document together have a time that ends', async () => {
    const { program, log } = aProgram('sleep 600')
    const office = await anOffice({ soffice: program, isolation: 'settings', limits: { seconds: 1 } })
    const answers = await office.drawMetafiles(Array.from({ length: 12 }, () => anEmf()))
    expect(answers).toMatchObject(Array.from({ length: 12 }, () => ({ refusal: { code: 'office/timeout' } })))
    expect(log().length).toBeLessThan(6)
    expect(processesOf(program)).toEqual([])
    expect(office.left()).toEqual([])
  })

  test('[OF7] half an output, a crash, no output and too much of it are no answer', async () => {
    for (const [then, limits] of [
      ['for a; do case "$a" in */in/*) printf "%%PDF half" > "${a%/in/*}/out/0.pdf";; esac; done', {}],
      ['kill -SEGV $$', {}],
      ['exit 0', {}],
      [DONE, { outputBytes: 4 }],
    ] as const) {
      const office = await anOffice({ soffice: aProgram(then).program, isolation: 'settings', limits })
      expect((await office.convert([aDocx(PARAGRAPH)], 'pdf'))[0], then).toMatchObject({
        refusal: { code: 'office/failed' },
      })
      expect(office.left()).toEqual([])
    }
  })

  test('[OF8] what is no document is not given to LibreOffice, whatever it is called', async () => {
    const { program, log } = aProgram(DONE)
    const office = await anOffice({ soffice: program, isolation: 'settings', limits: { fileBytes: 5_000 } })
    const answers = await office.convert(
      [
        new Uint8Array(0),
        Buffer.from('<html><script>1</script></html>'),
        Buffer.from('%PDF-1.7'),
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000), anEntry('EncryptedPackage')]),
        aDocx('x'.repeat(6_000)),
      ],
      'pdf',
    )
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code))).toEqual([
      'office/unsupported',
      'office/unsupported',
      'office/unsupported',
      'office/unsupported',
      'office/encrypted',
      'office/too-large',
    ])
    expect(log()).toEqual([])
  })

  /** A directory entry of an OLE file, at a multiple of its size after the 1,008 bytes before it. */
  function anEntry(name: string): Buffer {
    const entry = Buffer.alloc(16 + 128)
    entry.write(name, 16, 'utf16le')
    entry.writeUInt16LE((name.length + 1) * 2, 16 + 64)
    return entry
  }
})
