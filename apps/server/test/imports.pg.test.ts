import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Import, ImportItem, ImportPreview, LessonPlan, Wording } from '@gongyan/contract'
import { describe, expect, test } from 'vitest'
import { aForm } from './harness.ts'
import { codeOf, plansOf, SAMPLES, useImports } from './import-stage.ts'
import { aPlanFile, docx, zip } from './zip.ts'

const stage = useImports()
const { ask, begin, send, read, preview, take } = stage
const at = (batch: Import, position: number) => batch.items.find((item) => item.position === position)
const planCount = async () =>
  (await stage.server.sql<{ n: number }[]>`SELECT count(*)::int AS n FROM lesson_plans WHERE deleted_at IS NULL`)[0]?.n

test('[IM11] what was understood is shown before its pages are drawn; they are counted for whoever waits', async () => {
  const importId = await begin()
  await send(importId, '原件.docx', aPlanFile('画在纸上的一课'))
  await read(importId)
  const { pages } = stage.server
  const { count } = pages
  const ask1 = (as = stage.owner) => stage.server.call('countImportPages', { as, params: { importId, position: '1' } })
  try {
    const drawn = Promise.withResolvers<Awaited<ReturnType<typeof count>>>()
    Object.assign(pages, { count: () => drawn.promise })
    const seen = await preview(importId, 1)
    expect([seen.drafts.length, seen.pages]).toEqual([1, null])
    const waiting = ask1()
    drawn.resolve({ ok: true, value: 3 })
    expect(await (await waiting).json()).toEqual({ count: 3 })
    expect((await preview(importId, 1)).pages).toBe(3)
    expect(await codeOf(await ask1(stage.colleague))).toBe('import/not-found')
    for (const [code, status] of [
      ['office/busy', 503],
      ['office/failed', 200],
    ] as const) {
      Object.assign(pages, { count: async () => ({ ok: false, refusal: { code, detail: null } }) })
      expect((await ask1()).status, code).toBe(status)
    }
    expect(await (await ask1()).json()).toEqual({ count: null })
  } finally {
    Object.assign(pages, { count })
  }
})

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
      expect((await stage.server.call('getFile', { as: stage.owner, params })).status).toBe(200)
      expect((await stage.server.call('getFile', { as: stage.colleague, params })).status).toBe(404)
    }
    const source = await stage.server.call('getImportSource', { as: stage.owner, params: { importId, position: '1' } })
    expect(Buffer.from(await source.arrayBuffer()).equals(bytes)).toBe(true)

    const before = (await planCount()) ?? 0
    const taken = await Promise.all([take(importId, 1), take(importId, 1), take(importId, 1)])
    const ids = new Set(taken.flatMap((item) => plansOf(item).map(({ id }) => id)))
    expect([ids.size, await planCount()]).toEqual([1, before + 1])
    const [id = ''] = ids
    const plan = await ask<LessonPlan>('getLessonPlan', { params: { id } })
    expect(plan).toMatchObject({ subject: '数学', grade: '五年级', hasSourceFile: true, seq: 1 })
    expect(plan.rows).toHaveLength(seen.drafts[0]?.rowCount ?? -1)
    const kept = await stage.server.call('getSourceFile', { as: stage.owner, params: { id } })
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true)
    const { doc } = await ask<{ doc: unknown }>('getLessonPlanDocument', { params: { id } })
    // The plan's pictures are its own: they outlive the import.
    const own = JSON.stringify(doc).match(/"fileId":"[0-9a-f-]{36}"/g) ?? []
    expect(own).toHaveLength(pictures.length)
    expect(own.some((picture) => pictures.includes(picture))).toBe(false)
    for (const picture of own)
      expect(
        (await stage.server.call('getFile', { as: stage.owner, params: { fileId: picture.slice(10, -1) } })).status,
      ).toBe(200)
    const [row] = await stage.server
      .sql`SELECT author_id, source FROM collab_updates WHERE document = ${`lessonPlan:${id}`}`
    expect(row).toEqual({ author_id: stage.owner.id, source: 'import' })
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
    const late = await stage.server.call('correctImportItem', { as: stage.owner, params, body: {} })
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
      // Half of a character, which no database keeps.
      { wordings: [{ kind: 'column', words: '教\ud800', means: 'teacher' }] },
      { placements: [{ passage: '../x', section: 'preparation' }] },
      { placements: [{ passage: 'a', section: 'unmapped' }] },
    ])
      expect((await stage.server.call('correctImportItem', { as: stage.owner, params, body })).status).toBe(422)
    expect((await preview(importId, 1)).item.state.kind).toBe('ready')
  })
})

describe('[WG4] words remembered for a school', () => {
  test('are those by which the next file of a colleague is read, and are settled by those who keep them', async () => {
    const head = await stage.server.aPerson(stage.school, 'backboneLeader')
    const elsewhere = await stage.server.aPerson(await stage.server.aPlace('外校', stage.school), 'supervisor')
    const body = { kind: 'column', words: '我来教', means: 'teacher' }
    const remembered = await ask<Wording>('rememberWording', { body })
    expect(remembered).toMatchObject({ ...body, mayForget: true })
    const importId = await begin(stage.colleague)
    await send(importId, '夏天.docx', aPlanFile('夏天', ['教学环节', '我来教', '学生活动', '设计意图']), {
      as: stage.colleague,
    })
    await read(importId, stage.colleague)
    const seen = await ask<ImportPreview>('getImportItem', { as: stage.colleague, params: { importId, position: '1' } })
    expect(seen.doubts.filter(({ kind }) => kind === 'column')).toEqual([])

    // A colleague who says the same agrees; one who says otherwise is told, and those who keep the words decide.
    await ask('rememberWording', { as: stage.colleague, body: { ...body, words: ' 我来教 ' } })
    const other = { ...body, means: 'students' }
    const refused = await stage.server.call('rememberWording', { as: stage.colleague, body: other })
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'wording/others'])
    expect((await ask<Wording>('rememberWording', { as: head, body: other })).means).toBe('students')
    expect((await ask<{ items: Wording[] }>('listWordings', {})).items).toMatchObject([
      { means: 'students', mayForget: false },
    ])
    expect((await stage.server.call('rememberWording', { as: elsewhere, body })).status).toBe(403)
    const id = { wordingId: remembered.id }
    expect((await stage.server.call('forgetWording', { as: stage.owner, params: id })).status).toBe(403)
    expect(
      (
        await stage.server.call('forgetWording', {
          as: await stage.server.aPerson(await stage.server.aPlace('邻县'), 'orgAdmin'),
          params: id,
        })
      ).status,
    ).toBe(404)
    await ask('forgetWording', { as: head, params: id })
    expect((await stage.server.call('forgetWording', { as: head, params: id })).status).toBe(404)
  })

  test('are bounded, however many ask at once', async () => {
    const body = (n: number) => ({ kind: 'column', words: `叫法${n}`, means: 'teacher' })
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => stage.server.call('rememberWording', { as: stage.owner, body: body(n) })),
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
    const files = await stage.server
      .sql`SELECT count(*)::int AS n FROM files WHERE document LIKE ${`importItem:${importId}/%`}`
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
    const theirs = await begin(stage.colleague)
    const [clean] = await send(theirs, '重复.docx', bytes, { as: stage.colleague })
    expect(clean?.state.kind).not.toBe('duplicate')
    await stage.server.sql`UPDATE lesson_plans SET state = 'finalized' WHERE id = ${plan?.id ?? ''}`
    const [known] = await send(theirs, '重复2.docx', bytes, { as: stage.colleague })
    expect(known?.state).toMatchObject({ kind: 'duplicate', of: { kind: 'plan', plan: { id: plan?.id } } })
    // Who may not read it any more is told nothing of it either, by whichever door they ask.
    await stage.server.sql`UPDATE lesson_plans SET state = 'drafting', title = '改了题目' WHERE id = ${plan?.id ?? ''}`
    const item = { importId: theirs, position: String(known?.position) }
    for (const answer of [
      await ask<Import>('getImport', { as: stage.colleague, params: { importId: theirs } }),
      await ask<ImportPreview>('getImportItem', { as: stage.colleague, params: item }),
    ]) {
      const said = JSON.stringify(answer)
      expect([said.includes('改了题目'), said.includes(plan?.id ?? '')]).toEqual([false, false])
      expect(said).toContain('"kind":"duplicate","of":null')
    }
  })
})
