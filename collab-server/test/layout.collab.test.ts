import { readConfig } from '@gongyan/config'
import { createSql, ownDocument, raiseDocument } from '@gongyan/db'
import type { LayoutMigration, Layouts } from '@gongyan/documents'
import { useTestDatabase } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { createCollabServer } from '../src/index.ts'
import {
  committedText,
  join,
  QUIET,
  settled,
  setStage,
  type Stage,
  stored,
  TicketOffice,
  textOf,
  until,
  write,
} from './harness.ts'

const set = async (layouts?: Layouts): Promise<Stage> =>
  setStage({ databaseUrl: await useTestDatabase(), ...(layouts && { layouts }) })
const cast = (stage: Stage) => {
  const [document, one, two] = [stage.documents[0], stage.people[0], stage.people[1]]
  if (!document || !one || !two) throw new Error('the stage is empty')
  return { document, one, two }
}

/** Paragraphs are called `block` in layout 2: each is made anew with its text, as a change of schema would have it. */
const renames: LayoutMigration = {
  from: 1,
  to: 2,
  migrate(ydoc) {
    const body = ydoc.getXmlFragment('body')
    body.toArray().forEach((node, index) => {
      if (!(node instanceof Y.XmlElement) || node.nodeName !== 'paragraph') return
      const block = new Y.XmlElement('block')
      const text = new Y.XmlText()
      const old = node.get(0)
      text.insert(0, old instanceof Y.XmlText ? old.toString() : '')
      block.insert(0, [text])
      body.delete(index, 1)
      body.insert(index, [block])
    })
  },
}
/** In layout 3 every block says that it is one. */
const marks: LayoutMigration = {
  from: 2,
  to: 3,
  migrate(ydoc) {
    for (const node of ydoc.getXmlFragment('body').toArray())
      if (node instanceof Y.XmlElement && node.nodeName === 'block' && node.getAttribute('kind') !== 'plain')
        node.setAttribute('kind', 'plain')
  },
}
const SECOND: Layouts = { current: 2, migrations: [renames] }
const THIRD: Layouts = { current: 3, migrations: [renames, marks] }

const layoutOf = async ({ sql }: Pick<Stage, 'sql'>, document: string) => {
  const [row] = await sql<{ layout: number; raisedFrom: number | null }[]>`
    SELECT layout, raised_from AS "raisedFrom" FROM collab_documents WHERE name = ${document}`
  return row
}

test('[LAY1] a document of an older layout is raised through the log, under nobody’s name, before its first reader is answered', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  write(writer.doc, '旧版写的')
  await settled(writer)
  writer.destroy()
  await stage.restart(THIRD)
  // Who only reads sees it too, and puts nothing on record.
  const read = new Y.Doc()
  Y.applyUpdate(read, (await stage.server.read(document)).update)
  expect(textOf(read)).toContain('<block kind="plain">旧版写的</block>')
  expect(await layoutOf(stage, document)).toEqual({ layout: 1, raisedFrom: null })

  const reader = join(stage, one, document)
  await settled(reader)
  expect(textOf(reader.doc)).toContain('<block kind="plain">旧版写的</block>')
  expect(textOf(reader.doc)).not.toContain('paragraph')
  expect(await committedText(stage, document)).toBe(textOf(reader.doc))
  expect((await stored(stage, document)).at(-1)).toMatchObject({ authorId: null, source: 'migration' })
  expect(await layoutOf(stage, document)).toEqual({ layout: 3, raisedFrom: 1 })
  const authorship = await stage.server.history.authorship(document, { seq: Number.MAX_SAFE_INTEGER })
  expect(authorship?.spans.at(-1)).toMatchObject({ authorId: null, length: 4 })
  const past = await stage.server.history.stateAt(document, { seq: 2 })
  const then = new Y.Doc()
  Y.applyUpdate(then, past?.update ?? new Uint8Array())
  expect(textOf(then)).toContain('<paragraph>旧版写的</paragraph>')
})

test('[LAY2] raising again changes nothing and puts nothing on record; a document made in the newest layout is not touched', async () => {
  const stage = await set(SECOND)
  const { document, one } = cast(stage)
  const first = join(stage, one, document)
  await settled(first)
  expect(await layoutOf(stage, document)).toEqual({ layout: 2, raisedFrom: 1 })
  first.destroy()
  await until(() => stage.server.metrics().documents === 0, 'out of memory')
  const before = await stored(stage, document)
  const again = join(stage, one, document)
  await settled(again)
  expect(await stored(stage, document)).toEqual(before)
  again.destroy()
  await stage.sql`UPDATE collab_documents SET layout = 2, raised_from = NULL WHERE name = ${document}`
  const made = join(stage, one, document)
  await settled(made)
  expect(await stored(stage, document)).toEqual(before)
})

test('[LAY3] what somebody wrote offline in the old layout merges, and is raised when the document is opened next', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const offline = join(stage, one, document)
  await settled(offline)
  write(offline.doc, '两边都有的')
  await settled(offline)
  await offline.drop()
  write(offline.doc, '断网时写的')
  await stage.restart(SECOND)
  const other = join(stage, two, document)
  await settled(other)
  expect(textOf(other.doc)).toContain('<block>两边都有的</block>')
  offline.connect()
  await settled(offline)
  await until(() => textOf(other.doc).includes('断网时写的'), 'it reaches the other')
  expect(textOf(offline.doc)).toBe(textOf(other.doc))
  offline.destroy()
  other.destroy()
  await until(() => stage.server.metrics().documents === 0, 'out of memory')
  const reader = join(stage, two, document)
  await settled(reader)
  const text = textOf(reader.doc)
  expect(text).not.toContain('paragraph')
  for (const words of ['两边都有的', '断网时写的']) expect(text.split(words).length, words).toBe(2)
  expect(await committedText(stage, document)).toBe(text)
})

test('[LAY4] a document of a newer layout is shown to nobody and damaged by nobody, and opens where the layout is known', async () => {
  const stage = await set(SECOND)
  const { document, one } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  writer.destroy()
  await stage.restart({ current: 1, migrations: [] })
  const before = await stored(stage, document)
  const early = join(stage, one, document)
  await until(() => early.closes.length > 0 || early.failures.length > 0, 'it is refused')
  expect(early.failures).not.toContain('permission-denied')
  expect(early.provider.isSynced).toBe(false)
  expect(textOf(early.doc)).toBe('')
  await expect(stage.server.read(document)).rejects.toMatchObject({ reason: 'unavailable', retryable: true })
  const editing = stage.server.edit(document, { authorId: null, source: 'import' }, (ydoc) => write(ydoc, '坏'))
  await expect(editing).rejects.toMatchObject({ reason: 'unavailable', retryable: true })
  expect(await stored(stage, document)).toEqual(before)
  await stage.restart(SECOND)
  await until(() => early.provider.isSynced, 'the same page comes in by itself')
})

test('[LAY5] the step and the new layout are on record together or not at all, and only by the owner', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const own = async () => {
    const head = await ownDocument(stage.sql, document, { serverId: null, force: false }, new AbortController().signal)
    if (!head || 'elsewhere' in head) throw new Error('not ours')
    return head
  }
  const earlier = await own()
  const owner = await own()
  const bytes = Y.encodeStateAsUpdate(new Y.Doc())
  const step = { document, layout: 2, at: new Date(), bytes }
  expect(await raiseDocument(stage.sql, { ...step, after: earlier.seq, fence: earlier.fence })).toBe(false)
  expect(await layoutOf(stage, document)).toEqual({ layout: 1, raisedFrom: null })
  // The update cannot be kept: the layout stays too.
  const broken = { ...step, at: new Date(Number.NaN) }
  await expect(raiseDocument(stage.sql, { ...broken, after: owner.seq, fence: owner.fence })).rejects.toThrow(
    'Invalid time value',
  )
  expect(await layoutOf(stage, document)).toEqual({ layout: 1, raisedFrom: null })
  expect((await stored(stage, document)).length).toBe(1)
  expect(await raiseDocument(stage.sql, { ...step, after: owner.seq, fence: owner.fence })).toBe(true)
  expect(await layoutOf(stage, document)).toEqual({ layout: 2, raisedFrom: 1 })
})

test('[LAY6] of two servers that open it at once one raises it, once', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  await stage.server.edit(document, { authorId: one.id, source: 'import' }, (ydoc) => write(ydoc, '旧版写的'))
  await stage.restart(SECOND)
  const sql = createSql(stage.databaseUrl, { max: 3 })
  const second = createCollabServer({
    sql,
    databaseUrl: stage.databaseUrl,
    layouts: SECOND,
    limits: readConfig({}).limits,
    log: QUIET,
    authorise: (ticket, name) => new TicketOffice().authorise(ticket, name),
    recheck: async () => 'write',
  })
  onTestFinished(async () => {
    await second.close()
    await sql.end({ timeout: 1 })
  })
  const edits = await Promise.allSettled([
    stage.server.edit(document, { authorId: one.id, source: 'import' }, (ydoc) => write(ydoc, '甲')),
    second.edit(document, { authorId: two.id, source: 'import' }, (ydoc) => write(ydoc, '乙')),
  ])
  expect(edits.some(({ status }) => status === 'fulfilled')).toBe(true)
  const rows = await stored(stage, document)
  expect(rows.filter(({ source }) => source === 'migration').length).toBe(1)
  expect(await layoutOf(stage, document)).toEqual({ layout: 2, raisedFrom: 1 })
  for (const person of [one, two]) {
    const reader = join(stage, person, document)
    await settled(reader)
    expect(textOf(reader.doc).split('<block>旧版写的</block>').length).toBe(2)
  }
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
})
