import { randomUUID } from 'node:crypto'
import { appendAudit, createLog, findFiles, findLessonPlan, insertLessonPlan } from '@gongyan/db'
import type { LessonPlanRecord } from '@gongyan/db'
import { createUpdate, docJsonOf, LESSON_PLAN_LAYOUT, readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { canAuditLessonPlan, canLessonPlan, documentName, ok } from '@gongyan/domain'
import type { Actor, LessonPlanId, Result } from '@gongyan/domain'
import * as Y from 'yjs'
import type { Deps } from '../../deps.ts'
import { fileIdsOf, renameFiles } from '../../files/file-ids.ts'
import { keepFiles } from '../../files/keep-files.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers, Refusal } from '../../http/operation.ts'
import { invalidField } from '../../http/problem.ts'
import { serverWord } from '../../http/words.ts'
import { historyPage, project } from '../lesson-plan/index.ts'

type Operation = 'listPlanUpdates' | 'getPlanState' | 'rebuildPlan'
interface Asked {
  readonly at?: string | undefined
  readonly seq?: number | undefined
}

const SECONDS = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** Where somebody's words went. Every look is put on record before it is answered. */
export function createAuditHandlers({
  config,
  sql,
  clock,
  collab,
  cursors,
  files,
}: Pick<Deps, 'config' | 'sql' | 'clock' | 'collab' | 'cursors' | 'files'>): Pick<Handlers, Operation> {
  return {
    async listPlanUpdates({ params, query, caller }) {
      const found = await requireAuditable(params.id, caller.actor)
      if (!found.ok) return found
      const page = await historyPage({ sql, cursors }, found.value.facts.id, query)
      if (!page.ok) return page
      await record(caller.actor, 'lessonPlan.updatesListed', found.value, { count: page.value.items.length })
      return reply(page.value)
    },

    async getPlanState({ params, query, caller }) {
      const found = await requireAuditable(params.id, caller.actor)
      if (!found.ok) return found
      const state = await stateOf(found.value, query)
      if (!state) return deny('lesson-plan/not-found')
      await record(caller.actor, 'lessonPlan.stateRead', found.value, { seq: state.seq })
      return reply({ ...state, at: state.at?.toISOString() ?? null })
    },

    async rebuildPlan({ params, body, caller }) {
      const { actor } = caller
      const found = await requireAuditable(params.id, actor)
      if (!found.ok) return found
      const plan = found.value
      const state = await stateOf(plan, body)
      if (!state) return deny('lesson-plan/not-found')
      if (state.seq === 0 || state.at === null)
        return { ok: false, refusal: invalidField(['at'], 'too_small', serverWord('server.beforeFirst')) }
      const now = new Date(clock.nowMs())
      const id = randomUUID() as LessonPlanId
      const document = documentName({ kind: 'lessonPlan', id })
      const suffix = serverWord('server.rebuilt', { at: SECONDS.format(state.at) })
      const room = config.limits.LIMIT_TITLE_CHARACTERS - [...suffix].length
      const title = `${[...readLessonPlan(state.doc).title.trim()].slice(0, Math.max(0, room)).join('')}${suffix}`
      const copies = await copyFiles(plan, state.doc)
      const doc = retitled(renameFiles(state.doc, new Map(copies.map(({ of, file }) => [of, file.id]))), title)
      await sql.begin(async (tx) => {
        await keepFiles(
          tx,
          files,
          copies.map(({ file }) => file),
          { document, createdBy: actor.userId, createdAt: now },
        )
        await insertLessonPlan(tx, {
          id,
          orgId: plan.orgId,
          orgPath: plan.facts.orgPath,
          ownerId: plan.facts.ownerId,
          title,
          template: plan.template,
          subject: plan.facts.subject,
          stage: plan.facts.stage,
          grade: plan.grade,
          periodMinutes: plan.periodMinutes,
          createdAt: now,
        })
        const bytes = createUpdate(doc)
        await createLog(tx, {
          name: document,
          layout: LESSON_PLAN_LAYOUT,
          authorId: actor.userId,
          source: 'rebuild',
          at: now,
          bytes,
        })
        await project(tx, id, { seq: 1, doc })
        await appendAudit(tx, {
          actorId: actor.userId,
          action: 'lessonPlan.rebuilt',
          subject: documentName({ kind: 'lessonPlan', id: plan.facts.id }),
          detail: { seq: state.seq, planId: id },
          at: now,
        })
      })
      return reply({ id, title }, { location: `/api/v1/lesson-plans/${id}` })
    },
  }

  /** A plan whose log this person may look into; for those who may not even read it, it does not exist. */
  async function requireAuditable(
    id: string,
    actor: Actor,
  ): Promise<Result<LessonPlanRecord, Refusal<'lesson-plan/not-found' | 'permission/denied'>>> {
    const plan = await findLessonPlan(sql, id, actor.userId)
    if (plan && canAuditLessonPlan(actor, plan.facts)) return ok(plan)
    return deny(plan && canLessonPlan(actor, 'read', plan.facts) ? 'permission/denied' : 'lesson-plan/not-found')
  }

  async function stateOf({ facts }: LessonPlanRecord, { at, seq }: Asked) {
    const moment = seq === undefined ? { at: at === undefined ? new Date(clock.nowMs()) : new Date(at) } : { seq }
    const state = await collab.history.stateAt(documentName({ kind: 'lessonPlan', id: facts.id }), moment)
    if (!state) return null
    const ydoc = new Y.Doc()
    try {
      Y.applyUpdate(ydoc, state.update)
      return { seq: state.seq, at: state.at, doc: docJsonOf(ydoc) }
    } finally {
      ydoc.destroy()
    }
  }

  /** The plan's own files that the document shows, for the new one: the old plan may be erased. */
  async function copyFiles({ facts }: LessonPlanRecord, doc: DocJson) {
    const own = documentName({ kind: 'lessonPlan', id: facts.id })
    const found = (await findFiles(sql, [...fileIdsOf(doc)])).filter((file) => file.document === own)
    const copies = await Promise.all(
      found.map(async ({ id, sha256, mediaType, name }) => {
        const bytes = await files.get(sha256)
        return bytes ? [{ of: id, file: { id: randomUUID(), bytes, mediaType, name } }] : []
      }),
    )
    return copies.flat()
  }

  function record(
    actor: Actor,
    action: string,
    { facts }: LessonPlanRecord,
    detail: Readonly<Record<string, number>>,
  ): Promise<void> {
    const at = new Date(clock.nowMs())
    return appendAudit(sql, {
      actorId: actor.userId,
      action,
      subject: documentName({ kind: 'lessonPlan', id: facts.id }),
      detail,
      at,
    })
  }
}

/** The document under another title; one without a title gets one. */
function retitled(doc: DocJson, title: string): DocJson {
  const node: DocJson = { type: 'title', content: [{ type: 'text', text: title }] }
  const content = doc.content ?? []
  const at = content.findIndex(({ type }) => type === 'title')
  return { ...doc, content: at < 0 ? [node, ...content] : content.toSpliced(at, 1, { ...content[at], ...node }) }
}
