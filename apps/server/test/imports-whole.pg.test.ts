import { readFile, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Import, ImportItem } from '@gongyan/contract'
import { ENDPOINTS } from '@gongyan/contract'
import type { OperationId } from '@gongyan/contract'
import { describe, expect, test } from 'vitest'
import { sweep } from '../src/jobs.ts'
import { aForm } from './harness.ts'
import { codeOf, plansOf, SAMPLES, useImports } from './import-stage.ts'
import { aPlanFile, zip } from './zip.ts'

const stage = useImports()
const { ask, begin, send, look, read, preview, take } = stage

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
        await stage.server.sql<
          { id: string }[]
        >`SELECT id FROM lesson_plans WHERE deleted_at IS NOT NULL AND id = ANY(${plans.map(({ id }) => id)}::uuid[])`
      )
        .map(({ id }) => id)
        .toSorted()
    expect(await binned()).toEqual(plans.map(({ id }) => id).toSorted())
    const moments = await stage.server
      .sql`SELECT count(DISTINCT deleted_at)::int AS n FROM lesson_plans WHERE id = ANY(${others.map(({ id }) => id)}::uuid[])`
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
    expect((await stage.server.call('getImport', { as: stage.owner, params: { importId } })).status).toBe(404)
  })

  test('thrown away, it is had back with all it had, and what waited in it is read', async () => {
    const importId = await begin()
    await send(importId, '还要.docx', aPlanFile('还要'))
    await read(importId)
    await send(importId, '刚传的.docx', aPlanFile('刚传的'))
    await ask('discardImport', { params: { importId } })
    expect(await codeOf(await stage.server.call('reclaimImport', { as: stage.colleague, params: { importId } }))).toBe(
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
    const admin = await stage.server.aPerson(stage.school, 'orgAdmin')
    const operations = (Object.keys(ENDPOINTS) as OperationId[]).filter((id) =>
      ENDPOINTS[id].path.startsWith('/imports/'),
    )
    expect(operations.length).toBeGreaterThan(12)
    for (const operationId of operations)
      for (const as of [stage.colleague, admin]) {
        const response = await stage.server.call(operationId, {
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
    const person = await stage.server.aPerson(stage.school, 'teacher')
    const batches = await Promise.all(
      Array.from({ length: 44 }, () => stage.server.call('createImport', { as: person })),
    )
    expect(batches.filter(({ status }) => status === 201)).toHaveLength(40)
    expect(await codeOf(batches.find(({ status }) => status === 409) as Response)).toBe('import/too-many-imports')

    const begun = batches.find(({ status }) => status === 201) as Response
    const importId = ((await begun.json()) as Import).id
    const many = zip(Array.from({ length: 48 }, (_, n) => ({ name: `${n}.txt`, data: `${n}` })))
    await send(importId, 'many.zip', many, { as: person })
    const tooMany = zip(Array.from({ length: 3 }, (_, n) => ({ name: `more${n}.txt`, data: `more ${n}` })))
    const refused = await stage.server.call('uploadImportFile', {
      as: person,
      params: { importId },
      form: aForm('x.zip', tooMany),
    })
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'import/too-many-files'])
    const single = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        stage.server.call('uploadImportFile', {
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
        stage.server.call('uploadImportFile', {
          as: stage.owner,
          params: { importId: heavy },
          form: aForm(`h${n}.docx`, Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(2_500_000, n)])),
        }),
      ),
    )
    expect(sizes.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 413])
    const bytes = await stage.server.sql<
      { n: number }[]
    >`SELECT sum(byte_size)::bigint AS n FROM files WHERE document LIKE ${`importItem:${heavy}/%`}`
    expect(bytes[0]?.n).toBeLessThanOrEqual(8_000_000)
    await ask('discardImport', { params: { importId: heavy } })
  })
})

test('[IM7] throwing away frees nothing before it is erased: bytes and imports of one person stay bounded', async () => {
  const greedy = await stage.server.aPerson(stage.school, 'teacher')
  let [begun, sent] = [0, 0]
  const answers = new Set<string>()
  for (let n = 0; n < 70; n++) {
    const created = await stage.server.call('createImport', { as: greedy })
    if (created.status !== 201) {
      answers.add(await codeOf(created))
      break
    }
    begun++
    const { id: importId } = (await created.json()) as Import
    if (n < 12) {
      const bytes = Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.alloc(2_900_000, n)])
      const upload = await stage.server.call('uploadImportFile', {
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
      (await stage.server.sql`SELECT 1 FROM import_batches WHERE id = ${id}`).length,
      (await stage.server.sql`SELECT 1 FROM files WHERE document LIKE ${`import%:${id}/%`}`).length > 0,
    ]
    stage.server.advance(8 * 24 * 3600_000)
    await sweep(stage.server.deps)
    expect([await left(kept), await left(thrown)]).toEqual([
      [1, true],
      [0, false],
    ])
    stage.server.advance(23 * 24 * 3600_000)
    await sweep(stage.server.deps)
    expect(await left(kept)).toEqual([0, false])
    const source = await stage.server.call('getSourceFile', { as: stage.owner, params: { id: plan?.id ?? '' } })
    expect(Buffer.from(await source.arrayBuffer()).equals(bytes)).toBe(true)
  })
})

test('[IM9] a reader that has gone leaves its item to others, and a file that takes readers with it is given up', async () => {
  const importId = await begin()
  const names = (await readdir(SAMPLES)).filter((name) => name.endsWith('.docx'))
  for (const name of names) await send(importId, name, await readFile(resolve(SAMPLES, name)))
  await read(importId)
  // As a killed server leaves them: held by nobody, their time over.
  await stage.server.sql`
    UPDATE import_items SET state = 'reading', lease = gen_random_uuid(), lease_until = now() - interval '1 second', attempts = CASE WHEN position = 1 THEN 3 ELSE 1 END
    WHERE batch_id = ${importId}`
  stage.server.imports.kick()
  const done = await read(importId)
  expect(
    done.items
      .toSorted((one, other) => one.position - other.position)
      .map(({ position, state }) => [position, state.kind === 'refused' ? state.code : state.kind]),
  ).toEqual(names.map((_, index) => [index + 1, index === 0 ? 'import/gave-up' : 'ready']))
  const again = await ask<ImportItem>('readImportItem', { params: { importId, position: '1' } })
  expect(again.state.kind).toBe('ready')
})
