import { readFile, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Import, ImportItem, ImportPreview, LessonPlan, Wording } from '@gongyan/contract'
import { ENDPOINTS } from '@gongyan/contract'
import type { OperationId } from '@gongyan/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweep } from '../src/jobs.ts'
import { aForm, makeHarness } from './harness.ts'
import type { CallOptions, Harness, Person, Place } from './harness.ts'
import { aPlanFile, docx, zip } from './zip.ts'

const SAMPLES = resolve(import.meta.dirname, '../../../packages/word/fixtures/samples')

let server: Harness
let school: Place
let owner: Person
let colleague: Person

beforeAll(async () => {
  server = await makeHarness({
    LIMIT_REQUESTS_PER_MINUTE: '1000000',
    LIMIT_UPLOAD_BYTES: '3000000',
    LIMIT_IMPORTS_PER_PERSON: '40',
    LIMIT_IMPORT_FILES: '50',
    LIMIT_IMPORT_BYTES: '8000000',
    LIMIT_IMPORT_BYTES_PER_PERSON: '20000000',
    LIMIT_IMPORTS_KEPT_PER_PERSON: '60',
    LIMIT_WORDINGS_PER_UNIT: '5',
  })
  const county = await server.aPlace('县')
  school = await server.aPlace('清河小学', county)
  owner = await server.aPerson(school, 'teacher', { subject: '语文', stage: '小学' })
  colleague = await server.aPerson(school, 'teacher')
})
afterAll(() => server?.close())

const ask = async <T>(operationId: OperationId, options: CallOptions): Promise<T> => {
  const response = await server.call(operationId, { as: owner, ...options })
  expect([response.status, operationId, response.ok ? '' : await response.clone().text()]).toEqual([
    ENDPOINTS[operationId].status,
    operationId,
    '',
  ])
  return (response.status === 204 ? undefined : await response.json()) as T
}
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code
const begin = async (as: Person = owner) => (await ask<Import>('createImport', { as })).id
const send = async (importId: string, name: string, bytes: Uint8Array, options: CallOptions = {}) =>
  (
    await ask<{ items: ImportItem[]; ignored: number }>('uploadImportFile', {
      params: { importId },
      form: aForm(name, bytes),
      ...options,
    })
  ).items
const look = (importId: string, as: Person = owner) => ask<Import>('getImport', { as, params: { importId } })
/** The import once nothing in it waits for us. */
async function read(importId: string, as: Person = owner): Promise<Import> {
  return expect
    .poll(
      async () => {
        const now = await look(importId, as)
        return now.counts.waiting + now.counts.reading === 0 ? now : null
      },
      { timeout: 60_000, interval: 50 },
    )
    .not.toBeNull()
    .then(() => look(importId, as))
}
const preview = (importId: string, position: number) =>
  ask<ImportPreview>('getImportItem', { params: { importId, position: String(position) } })
const take = (importId: string, position: number) =>
  ask<ImportItem>('takeImportItem', { params: { importId, position: String(position) } })
const plansOf = (item: ImportItem | undefined) =>
  item?.state.kind === 'taken' || item?.state.kind === 'undone' ? item.state.plans : []
const at = (batch: Import, position: number) => batch.items.find((item) => item.position === position)
const planCount = async () =>
  (await server.sql<{ n: number }[]>`SELECT count(*)::int AS n FROM lesson_plans WHERE deleted_at IS NULL`)[0]?.n

describe('[IM2] a file of an import', () => {
  test('is read by itself, looked at with its pictures, and taken once, with its source', async () => {
    const bytes = await readFile(resolve(SAMPLES, 'math-g5-formulas.docx'))
    const importId = await begin()
    const [sent] = await send(importId, '异分母.docx', bytes)
    expect(sent).toMatchObject({ position: 1, name: '异分母.docx', byteSize: bytes.length })
    expect(at(await read(importId), 1)?.state.kind).toBe('ready')
    const seen = await preview(importId, 1)
    expect(seen.drafts).toHaveLength(1)
    expect(seen.report).toMatchObject({ own: false })
    const pictures: string[] = JSON.stringify(seen.drafts[0]?.doc).match(/"fileId":"[0-9a-f-]{36}"/g) ?? []
    expect(pictures.length).toBeGreaterThan(0)
    for (const picture of pictures) {
      const params = { fileId: picture.slice(10, -1) }
      expect((await server.call('getFile', { as: owner, params })).status).toBe(200)
      expect((await server.call('getFile', { as: colleague, params })).status).toBe(404)
    }
    const source = await server.call('getImportSource', { as: owner, params: { importId, position: '1' } })
    expect(Buffer.from(await source.arrayBuffer()).equals(bytes)).toBe(true)

    const before = (await planCount()) ?? 0
    const taken = await Promise.all([take(importId, 1), take(importId, 1), take(importId, 1)])
    const ids = new Set(taken.flatMap((item) => plansOf(item).map(({ id }) => id)))
    expect([ids.size, await planCount()]).toEqual([1, before + 1])
    const [id = ''] = ids
    const plan = await ask<LessonPlan>('getLessonPlan', { params: { id } })
    expect(plan).toMatchObject({ subject: '数学', grade: '五年级', hasSourceFile: true, seq: 1 })
    expect(plan.rows).toHaveLength(seen.drafts[0]?.rowCount ?? -1)
    const kept = await server.call('getSourceFile', { as: owner, params: { id } })
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true)
    const { doc } = await ask<{ doc: unknown }>('getLessonPlanDocument', { params: { id } })
    // The plan's pictures are its own: they outlive the import.
    const own = JSON.stringify(doc).match(/"fileId":"[0-9a-f-]{36}"/g) ?? []
    expect(own).toHaveLength(pictures.length)
    expect(own.some((picture) => pictures.includes(picture))).toBe(false)
    for (const picture of own)
      expect((await server.call('getFile', { as: owner, params: { fileId: picture.slice(10, -1) } })).status).toBe(200)
    const [row] = await server.sql`SELECT author_id, source FROM collab_updates WHERE document = ${`lessonPlan:${id}`}`
    expect(row).toEqual({ author_id: owner.id, source: 'import' })
  })

  test('with several 课时 becomes one plan or one for each, as its owner says', async () => {
    const importId = await begin()
    await send(importId, '两课时.docx', await readFile(resolve(SAMPLES, 'science-g5-two-periods.docx')))
    await read(importId)
    expect((await preview(importId, 1)).doubts.map(({ kind }) => kind)).toContain('periods')
    const params = { importId, position: '1' }
    const each = await ask<ImportPreview>('correctImportItem', { params, body: { periods: 'each', periodMinutes: 40 } })
    expect(each.item.state.kind).toBe('ready')
    expect(each.drafts).toHaveLength(2)
    expect(each.doubts.map(({ kind }) => kind)).not.toContain('periods')
    const plans = plansOf(await take(importId, 1))
    expect(plans).toHaveLength(2)
    const rows = await Promise.all(plans.map(({ id }) => ask<LessonPlan>('getLessonPlan', { params: { id } })))
    expect(rows.map((plan) => plan.rows.length)).toEqual(each.drafts.map(({ rowCount }) => rowCount))
    const late = await server.call('correctImportItem', { as: owner, params, body: {} })
    expect([late.status, await codeOf(late)]).toEqual([409, 'import/taken'])
  })
})

describe('[IM3] what was read wrong', () => {
  const HEADS = ['教学环节', '咱们怎么教', '学生活动', '设计意图']
  test('is corrected by saying what words mean, for this file, and read again', async () => {
    const importId = await begin()
    await send(importId, '秋天.docx', aPlanFile('秋天', HEADS))
    await read(importId)
    const seen = await preview(importId, 1)
    expect(seen.doubts.filter(({ kind }) => kind === 'column').map(({ words }) => words)).toEqual(
      expect.arrayContaining(['咱们怎么教']),
    )
    const wordings = [{ kind: 'column', words: '咱们怎么教', means: 'teacher' }]
    const params = { importId, position: '1' }
    const corrected = await ask<ImportPreview>('correctImportItem', { params, body: { wordings } })
    expect(corrected.corrections.wordings).toEqual(wordings)
    expect(corrected.doubts.filter(({ kind }) => kind === 'column')).toEqual([])
    const [plan] = plansOf(await take(importId, 1))
    const { rows } = await ask<LessonPlan>('getLessonPlan', { params: { id: plan?.id ?? '' } })
    expect(rows.map(({ teacher, students }) => [teacher, students])[0]).toEqual(['秋天：教师讲第1步', '学生听'])
  })

  test('is placed: a leftover goes to the section its owner says, and back when they say otherwise', async () => {
    const importId = await begin()
    await send(
      importId,
      '冬天.docx',
      docx([['课题', '冬天', '年级', '三年级']], '这一行谁也不认得，写的是全班都要带一片雪花来。', '教学过程', [
        ['教学环节', '教师活动'],
        ['导入（40分钟）', '看雪'],
      ]),
    )
    await read(importId)
    const seen = await preview(importId, 1)
    const left = seen.doubts.find(({ kind }) => kind === 'leftover')
    if (!left) throw new Error(JSON.stringify(seen.report))
    const params = { importId, position: '1' }
    const placed = await ask<ImportPreview>('correctImportItem', {
      params,
      body: { placements: [{ passage: left.key, section: 'preparation' }] },
    })
    expect(placed.doubts.some(({ kind }) => kind === 'leftover')).toBe(false)
    expect(JSON.stringify(placed.drafts[0]?.doc)).toContain('一片雪花')
    const back = await ask<ImportPreview>('correctImportItem', { params, body: {} })
    expect(back.doubts.map(({ kind }) => kind)).toContain('leftover')
  })

  test('that the reader would not understand is refused with its place', async () => {
    const importId = await begin()
    await send(importId, '春天.docx', aPlanFile('春天'))
    await read(importId)
    const params = { importId, position: '1' }
    for (const body of [
      { wordings: [{ kind: 'column', words: '教', means: 'nonsense' }] },
      { placements: [{ passage: '../x', section: 'preparation' }] },
      { placements: [{ passage: 'a', section: 'unmapped' }] },
    ])
      expect((await server.call('correctImportItem', { as: owner, params, body })).status).toBe(422)
    expect((await preview(importId, 1)).item.state.kind).toBe('ready')
  })
})

describe('[WG4] words remembered for a school', () => {
  test('are those by which the next file of a colleague is read, and are settled by those who keep them', async () => {
    const head = await server.aPerson(school, 'backboneLeader')
    const elsewhere = await server.aPerson(await server.aPlace('外校', school), 'supervisor')
    const body = { kind: 'column', words: '我来教', means: 'teacher' }
    const remembered = await ask<Wording>('rememberWording', { body })
    expect(remembered).toMatchObject({ ...body, mayForget: true })
    const importId = await begin(colleague)
    await send(importId, '夏天.docx', aPlanFile('夏天', ['教学环节', '我来教', '学生活动', '设计意图']), {
      as: colleague,
    })
    await read(importId, colleague)
    const seen = await ask<ImportPreview>('getImportItem', { as: colleague, params: { importId, position: '1' } })
    expect(seen.doubts.filter(({ kind }) => kind === 'column')).toEqual([])

    // A colleague who says the same agrees; one who says otherwise is told, and those who keep the words decide.
    await ask('rememberWording', { as: colleague, body: { ...body, words: ' 我来教 ' } })
    const other = { ...body, means: 'students' }
    const refused = await server.call('rememberWording', { as: colleague, body: other })
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'wording/others'])
    expect((await ask<Wording>('rememberWording', { as: head, body: other })).means).toBe('students')
    expect((await ask<{ items: Wording[] }>('listWordings', {})).items).toMatchObject([
      { means: 'students', mayForget: false },
    ])
    expect((await server.call('rememberWording', { as: elsewhere, body })).status).toBe(403)
    const id = { wordingId: remembered.id }
    expect((await server.call('forgetWording', { as: owner, params: id })).status).toBe(403)
    expect(
      (
        await server.call('forgetWording', {
          as: await server.aPerson(await server.aPlace('邻县'), 'orgAdmin'),
          params: id,
        })
      ).status,
    ).toBe(404)
    await ask('forgetWording', { as: head, params: id })
    expect((await server.call('forgetWording', { as: head, params: id })).status).toBe(404)
  })

  test('are bounded, however many ask at once', async () => {
    const body = (n: number) => ({ kind: 'column', words: `叫法${n}`, means: 'teacher' })
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => server.call('rememberWording', { as: owner, body: body(n) })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5)
    expect(await codeOf(answers.find(({ status }) => status === 409) as Response)).toBe('wording/too-many')
  })
})

describe('[IM4] an archive', () => {
  test('becomes one item for each file; what cannot be read is said of each, and nothing is dropped in silence', async () => {
    const importId = await begin()
    const gbkName = Buffer.from('b4bacce8a3afc7efccec2e646f6378', 'hex')
    const sent = await ask<{ items: ImportItem[]; ignored: number }>('uploadImportFile', {
      params: { importId },
      form: aForm(
        '一年级.zip',
        zip([
          { name: '第一单元/', data: '' },
          { name: '第一单元/小蝌蚪.docx', data: aPlanFile('小蝌蚪') },
          { name: '第二单元/小蝌蚪.docx', data: aPlanFile('小蝌蚪找妈妈') },
          { name: gbkName, data: aPlanFile('春秋'), flags: 0 },
          { name: '../../etc/passwd.docx', data: aPlanFile('往上走') },
          { name: '里层.zip', data: zip([{ name: 'a.docx', data: aPlanFile('里层') }]) },
          { name: '照片.jpg', data: Buffer.from('ffd8ffe0', 'hex') },
          { name: '加密.docx', data: aPlanFile('加密'), flags: 0x801 },
          { name: '坏的.docx', data: aPlanFile('坏的').subarray(0, 900) },
          { name: '说谎.docx', data: aPlanFile('说谎'), claims: 10 },
          { name: '没存好.docx', data: '' },
          { name: '__MACOSX/第一单元/._小蝌蚪.docx', data: 'x' },
          { name: '第一单元/~$蝌蚪.docx', data: 'x' },
        ]),
      ),
    })
    expect(sent.ignored).toBe(3)
    expect(sent.items.map(({ name, folder }) => [name, folder])).toEqual([
      ['小蝌蚪.docx', '一年级 / 第一单元'],
      ['小蝌蚪.docx', '一年级 / 第二单元'],
      [expect.stringMatching(/\.docx$/), '一年级'],
      ['passwd.docx', '一年级 / etc'],
      ['里层.zip', '一年级'],
      ['照片.jpg', '一年级'],
      ['加密.docx', '一年级'],
      ['坏的.docx', '一年级'],
      ['说谎.docx', '一年级'],
      ['没存好.docx', '一年级'],
    ])
    const done = await read(importId)
    const results = sent.items.map(({ position }) => {
      const state = at(done, position)?.state
      return state?.kind === 'refused' ? state.code : state?.kind
    })
    expect(results).toEqual([
      'ready',
      'ready',
      'ready',
      'ready',
      'import/nested-archive',
      'word/not-a-docx',
      'word/encrypted',
      expect.stringMatching(/^word\/(damaged|not-a-docx)$/),
      'import/archive-damaged',
      'import/file-empty',
    ])
    expect(at(done, 3)?.name).toContain('春')
    // Sent again, as after a lost connection: the same items, none twice.
    const again = await send(importId, '一年级.zip', zip([{ name: '第一单元/小蝌蚪.docx', data: aPlanFile('小蝌蚪') }]))
    expect(again.map(({ position }) => position)).toEqual([sent.items[0]?.position])
    const before = (await planCount()) ?? 0
    const taken = await ask<Import>('takeImport', { params: { importId } })
    expect(taken.counts).toMatchObject({ taken: 4, refused: 6, ready: 0 })
    expect(taken.state).toBe('done')
    expect(await planCount()).toBe(before + 4)
  })

  test('of another kind, an empty one, a damaged one and a bomb are told apart, and cost nothing', async () => {
    const importId = await begin()
    const overlapping = zip([{ name: 'a.docx', data: aPlanFile('重叠') }])
    const directory = Buffer.from(overlapping)
    // Ten entries that share the bytes of one.
    const start = directory.readUInt32LE(directory.length - 6)
    const entry = directory.subarray(start, directory.length - 22)
    const end = Buffer.from(directory.subarray(directory.length - 22))
    end.writeUInt16LE(10, 8)
    end.writeUInt16LE(10, 10)
    const shared = Buffer.concat([directory.subarray(0, start), ...Array.from({ length: 10 }, () => entry), end])
    const cases: [string, Uint8Array, string][] = [
      ['a.rar', Buffer.from('526172211a0700cf907300000d', 'hex'), 'import/archive-kind'],
      ['b.zip', overlapping.subarray(0, overlapping.length - 30), 'word/damaged'],
      ['c.zip', shared, 'import/archive-damaged'],
      ['d.zip', zip([{ name: 'a.docx', data: Buffer.alloc(7_000_000) }]), 'import/archive-too-large'],
      ['e.zip', zip([{ name: 'a.docx', data: 'x', claims: 4_000_000_000 }]), 'import/archive-too-large'],
      ['f.zip', zip([]), 'import/archive-empty'],
      // A folder, and what macOS leaves beside files: nothing that a person put there.
      [
        'g.zip',
        zip([
          { name: '教案/', data: '' },
          { name: '__MACOSX/._教案', data: 'x' },
        ]),
        'import/archive-empty',
      ],
      ['h.zip', Buffer.alloc(0), 'import/file-empty'],
      ['i.docx', Buffer.alloc(0), 'import/file-empty'],
    ]
    const expected = []
    for (const [name, bytes, code] of cases) {
      const [item] = await send(importId, name, bytes)
      expected.push([item?.position, code])
    }
    const done = await read(importId)
    expect(
      done.items
        .toSorted((one, other) => one.position - other.position)
        .map(({ position, state }) => [position, state.kind === 'refused' ? state.code : state.kind]),
    ).toEqual(expected)
    const files =
      await server.sql`SELECT count(*)::int AS n FROM files WHERE document LIKE ${`importItem:${importId}/%`}`
    // Only what a reader may look at is kept.
    expect(files).toEqual([{ n: 1 }])
  })
})

describe('[IM5] the same file again', () => {
  test('is recognised, in another import, in a plan one may read, and offered all the same', async () => {
    const bytes = aPlanFile('重复')
    const first = await begin()
    await send(first, '重复.docx', bytes)
    await read(first)
    const second = await begin()
    const [copy] = await send(second, '重复（副本）.docx', bytes)
    expect(copy?.state).toEqual({
      kind: 'duplicate',
      of: { kind: 'item', importId: first, position: 1, name: '重复.docx' },
    })
    const [plan] = plansOf(await take(first, 1))
    const [third] = await send(second, '又一份.docx', bytes)
    expect(third?.state).toMatchObject({
      kind: 'duplicate',
      of: { kind: 'plan', plan: { id: plan?.id, isBinned: false } },
    })
    // Nothing else of it is lost: taking all leaves it, and whoever wants it reads it.
    expect((await ask<Import>('takeImport', { params: { importId: second } })).counts).toMatchObject({
      taken: 0,
      duplicate: 2,
    })
    const wanted = await ask<ImportItem>('readImportItem', { params: { importId: second, position: '1' } })
    expect(wanted.state.kind).toBe('ready')
    expect(plansOf(await take(second, 1))).toHaveLength(1)

    // A colleague who may not read the plan learns nothing of it.
    const theirs = await begin(colleague)
    const [clean] = await send(theirs, '重复.docx', bytes, { as: colleague })
    expect(clean?.state.kind).not.toBe('duplicate')
    await server.sql`UPDATE lesson_plans SET state = 'finalized' WHERE id = ${plan?.id ?? ''}`
    const [known] = await send(theirs, '重复2.docx', bytes, { as: colleague })
    expect(known?.state).toMatchObject({ kind: 'duplicate', of: { kind: 'plan', plan: { id: plan?.id } } })
  })
})

describe('[IM6] a whole import', () => {
  test('is undone in one step and brought back in one step, and only what it made', async () => {
    const importId = await begin()
    for (const topic of ['甲', '乙', '丙']) await send(importId, `${topic}.docx`, aPlanFile(topic))
    await read(importId)
    const taken = await ask<Import>('takeImport', { params: { importId } })
    const plans = taken.items.flatMap(plansOf)
    expect(plans).toHaveLength(3)
    const [first, ...others] = plans
    // One was put into the bin before by hand: undoing and bringing back leave it there.
    await ask('deleteLessonPlan', { params: { id: first?.id ?? '' } })
    const undone = await ask<Import>('undoImport', { params: { importId } })
    expect(undone).toMatchObject({ counts: { undone: 2, taken: 1 } })
    const binned = async () =>
      (
        await server.sql<
          { id: string }[]
        >`SELECT id FROM lesson_plans WHERE deleted_at IS NOT NULL AND id = ANY(${plans.map(({ id }) => id)}::uuid[])`
      )
        .map(({ id }) => id)
        .toSorted()
    expect(await binned()).toEqual(plans.map(({ id }) => id).toSorted())
    const moments =
      await server.sql`SELECT count(DISTINCT deleted_at)::int AS n FROM lesson_plans WHERE id = ANY(${others.map(({ id }) => id)}::uuid[])`
    expect(moments).toEqual([{ n: 1 }])
    const restored = await ask<Import>('restoreImport', { params: { importId } })
    expect(restored.counts).toMatchObject({ undone: 0, taken: 3 })
    expect(await binned()).toEqual([first?.id])
    // Doing it twice changes nothing.
    await ask('restoreImport', { params: { importId } })
    expect(await binned()).toEqual([first?.id])
    await ask('undoImport', { params: { importId } })
    await ask('undoImport', { params: { importId } })
    expect(await binned()).toHaveLength(3)
  })

  test('goes on elsewhere: another session finds it unfinished, with all it had', async () => {
    const importId = await begin()
    await send(importId, '接着.docx', aPlanFile('接着'))
    await read(importId)
    const { items } = await ask<{ items: { id: string; state: string; firstName: string }[] }>('listImports', {})
    expect(items.find(({ id }) => id === importId)).toMatchObject({ state: 'open', firstName: '接着.docx' })
    await ask('discardImport', { params: { importId } })
    expect((await server.call('getImport', { as: owner, params: { importId } })).status).toBe(404)
  })

  test('thrown away, it is had back with all it had, and what waited in it is read', async () => {
    const importId = await begin()
    await send(importId, '还要.docx', aPlanFile('还要'))
    await read(importId)
    await send(importId, '刚传的.docx', aPlanFile('刚传的'))
    await ask('discardImport', { params: { importId } })
    expect(await codeOf(await server.call('reclaimImport', { as: colleague, params: { importId } }))).toBe(
      'import/not-found',
    )
    const back = await ask<Import>('reclaimImport', { params: { importId } })
    expect(back.items).toHaveLength(2)
    expect((await read(importId)).counts).toMatchObject({ ready: 2 })
    expect(await ask<Import>('reclaimImport', { params: { importId } })).toMatchObject({ id: importId, state: 'open' })
  })

  test('and everything in it is its owner’s alone', async () => {
    const importId = await begin()
    await send(importId, '私.docx', aPlanFile('私'))
    await read(importId)
    const admin = await server.aPerson(school, 'orgAdmin')
    const operations = (Object.keys(ENDPOINTS) as OperationId[]).filter((id) =>
      ENDPOINTS[id].path.startsWith('/imports/'),
    )
    expect(operations.length).toBeGreaterThan(12)
    for (const operationId of operations)
      for (const as of [colleague, admin]) {
        const response = await server.call(operationId, {
          as,
          params: { importId, position: '1', page: '1' },
          ...(operationId === 'correctImportItem' ? { body: {} } : {}),
          ...(operationId === 'uploadImportFile' ? { form: aForm('x.docx', aPlanFile('x')) } : {}),
        })
        expect([operationId, response.status, await codeOf(response)]).toEqual([operationId, 404, 'import/not-found'])
      }
    expect((await ask<{ items: unknown[] }>('listImports', { as: admin })).items).toEqual([])
    expect((await preview(importId, 1)).item.state.kind).toBe('ready')
  })
})

describe('[IM7] limits', () => {
  test('hold for files, bytes and unfinished imports, however many are sent at once', async () => {
    const person = await server.aPerson(school, 'teacher')
    const batches = await Promise.all(Array.from({ length: 44 }, () => server.call('createImport', { as: person })))
    expect(batches.filter(({ status }) => status === 201)).toHaveLength(40)
    expect(await codeOf(batches.find(({ status }) => status === 409) as Response)).toBe('import/too-many-imports')

    const begun = batches.find(({ status }) => status === 201) as Response
    const importId = ((await begun.json()) as Import).id
    const many = zip(Array.from({ length: 48 }, (_, n) => ({ name: `${n}.txt`, data: `${n}` })))
    await send(importId, 'many.zip', many, { as: person })
    const tooMany = zip(Array.from({ length: 3 }, (_, n) => ({ name: `more${n}.txt`, data: `more ${n}` })))
    const refused = await server.call('uploadImportFile', {
      as: person,
      params: { importId },
      form: aForm('x.zip', tooMany),
    })
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'import/too-many-files'])
    const single = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        server.call('uploadImportFile', {
          as: person,
          params: { importId },
          form: aForm(`s${n}.txt`, Buffer.from(`single ${n}`)),
        }),
      ),
    )
    expect(single.filter(({ status }) => status === 201)).toHaveLength(2)
    expect((await look(importId, person)).items).toHaveLength(50)

    const heavy = await begin()
    const sizes = await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        server.call('uploadImportFile', {
          as: owner,
          params: { importId: heavy },
          form: aForm(`h${n}.docx`, Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(2_500_000, n)])),
        }),
      ),
    )
    expect(sizes.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 413])
    const bytes = await server.sql<
      { n: number }[]
    >`SELECT sum(byte_size)::bigint AS n FROM files WHERE document LIKE ${`importItem:${heavy}/%`}`
    expect(bytes[0]?.n).toBeLessThanOrEqual(8_000_000)
    await ask('discardImport', { params: { importId: heavy } })
  })
})

test('[IM7] throwing away frees nothing before it is erased: bytes and imports of one person stay bounded', async () => {
  const greedy = await server.aPerson(school, 'teacher')
  let [begun, sent] = [0, 0]
  const answers = new Set<string>()
  for (let n = 0; n < 70; n++) {
    const created = await server.call('createImport', { as: greedy })
    if (created.status !== 201) {
      answers.add(await codeOf(created))
      break
    }
    begun++
    const { id: importId } = (await created.json()) as Import
    if (n < 12) {
      const bytes = Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(2_900_000, n)])
      const upload = await server.call('uploadImportFile', {
        as: greedy,
        params: { importId },
        form: aForm('a.doc', bytes),
      })
      if (upload.status === 201) sent += bytes.length
      else answers.add(await codeOf(upload))
    }
    await ask('discardImport', { as: greedy, params: { importId } })
  }
  expect([begun, [...answers].toSorted()]).toEqual([60, ['import/too-many-bytes', 'import/too-many-imports']])
  expect(sent).toBeLessThanOrEqual(20_000_000)
})

describe('[IM8] what is over', () => {
  test('is erased with its files after some days, and plans that were taken keep theirs', async () => {
    const bytes = await readFile(resolve(SAMPLES, 'english-g4-twin-class.docx'))
    const [kept, thrown] = [await begin(), await begin()]
    await send(kept, '收下.docx', bytes)
    await send(thrown, '放弃.docx', aPlanFile('放弃'))
    await Promise.all([read(kept), read(thrown)])
    const [plan] = plansOf(await take(kept, 1))
    await ask('discardImport', { params: { importId: thrown } })
    const left = async (id: string) => [
      (await server.sql`SELECT 1 FROM import_batches WHERE id = ${id}`).length,
      (await server.sql`SELECT 1 FROM files WHERE document LIKE ${`import%:${id}/%`}`).length > 0,
    ]
    server.advance(8 * 24 * 3600_000)
    await sweep(server.deps)
    expect([await left(kept), await left(thrown)]).toEqual([
      [1, true],
      [0, false],
    ])
    server.advance(23 * 24 * 3600_000)
    await sweep(server.deps)
    expect(await left(kept)).toEqual([0, false])
    const source = await server.call('getSourceFile', { as: owner, params: { id: plan?.id ?? '' } })
    expect(Buffer.from(await source.arrayBuffer()).equals(bytes)).toBe(true)
  })
})

test('[IM9] a reader that has gone leaves its item to others, and a file that takes readers with it is given up', async () => {
  const importId = await begin()
  const names = (await readdir(SAMPLES)).filter((name) => name.endsWith('.docx'))
  for (const name of names) await send(importId, name, await readFile(resolve(SAMPLES, name)))
  await read(importId)
  // As a killed server leaves them: held by nobody, their time over.
  await server.sql`
    UPDATE import_items SET state = 'reading', lease = gen_random_uuid(), lease_until = now() - interval '1 second', attempts = CASE WHEN position = 1 THEN 3 ELSE 1 END
    WHERE batch_id = ${importId}`
  server.imports.kick()
  const done = await read(importId)
  expect(
    done.items
      .toSorted((one, other) => one.position - other.position)
      .map(({ position, state }) => [position, state.kind === 'refused' ? state.code : state.kind]),
  ).toEqual(names.map((_, index) => [index + 1, index === 0 ? 'import/gave-up' : 'ready']))
  const again = await ask<ImportItem>('readImportItem', { params: { importId, position: '1' } })
  expect(again.state.kind).toBe('ready')
})
