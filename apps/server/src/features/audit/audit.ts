import { randomUUID } from 'node:crypto'
import { CollabFault, sizeOf } from '@gongyan/collab-server'
import {
  appendAudit,
  createLog,
  findCards,
  findFiles,
  findLessonPlan,
  findPlansBelow,
  insertLessonPlan,
  listCommittedUpdates,
  setDeleted,
} from '@gongyan/db'
import type { LessonPlanRecord, Queryable } from '@gongyan/db'
import { createUpdate, fitsSchema, LESSON_PLAN_LAYOUT, readLessonPlan } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { canAudit, canAuditLessonPlan, canLessonPlan, documentName, ok, reachOf } from '@gongyan/domain'
import type { Actor, LessonPlanId, Result } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { fileIdsOf, renameFiles } from '../../files/file-ids.ts'
import { keepFiles } from '../../files/keep-files.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers, Refusal } from '../../http/operation.ts'
import { invalidField } from '../../http/problem.ts'
import { serverWord } from '../../http/words.ts'
import { historyPage, presentAuditable, project } from '../lesson-plan/index.ts'

type Operation =
  | 'listAuditablePlans'
  | 'getPlanActivity'
  | 'listPlanChanges'
  | 'listPlanUpdates'
  | 'getPlanState'
  | 'rebuildPlan'
  | 'withdrawRebuild'
/** Plans told at once; who sees more writes another word. */
const PLANS = 20
/** Read before the policy has its say, and changes and characters told at once. */
const CANDIDATES = 200
const CHANGES = 500
const CHANGE_CHARACTERS = 4_000
/** When to ask again for a past that could not be read. */
const RETRY_SECONDS = 5
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

interface AuditDeps extends Pick<Deps, 'config' | 'sql' | 'clock' | 'collab' | 'plans' | 'cursors' | 'files'> {
  /** Tells sockets and rooms that rights to a plan may have changed. */
  readonly accessChanged: (planId: string) => Promise<void>
}

/** Where somebody's words went. Every look is put on record before it is answered. */
export function createAuditHandlers({
  config,
  sql,
  clock,
  collab,
  plans,
  cursors,
  files,
  accessChanged,
}: AuditDeps): Pick<Handlers, Operation> {
  return {
    async listAuditablePlans({ query, caller: { actor } }) {
      if (!canAudit(actor)) return deny('permission/denied')
      const found = await findPlansBelow(sql, {
        orgIds: actor.identities.map(reachOf),
        text: query.q ?? '',
        askerId: actor.userId,
        limit: CANDIDATES,
      })
      const plans = found.filter(({ facts }) => canAuditLessonPlan(actor, facts))
      return reply({
        items: plans.slice(0, PLANS).map((plan) => presentAuditable(plan, actor)),
        hasMore: plans.length > PLANS,
      })
    },

    async getPlanActivity({ params, query, caller: { actor } }) {
      const found = await requireAuditable(params.id, actor)
      if (!found.ok) return found
      const time = (at: string | undefined) => (at === undefined ? null : Date.parse(at))
      const told = await tell(
        collab.history.activity(nameOf(found.value), {
          from: time(query.from),
          to: time(query.to),
          cells: query.cells,
        }),
      )
      if (!told.ok) return told
      const activity = told.value
      const person = await people(activity.authors)
      await record(actor, 'lessonPlan.activityRead', found.value, { count: activity.count })
      return reply({
        plan: presentAuditable(found.value, actor),
        count: activity.count,
        firstAt: activity.first === null ? null : instantOf(activity.first),
        lastAt: activity.last === null ? null : instantOf(activity.last),
        from: instantOf(activity.from),
        to: instantOf(activity.to),
        cells: query.cells,
        missingSeq: activity.missing,
        authors: activity.authors.map(({ authorId, cells, ...sums }) => ({
          person: person(authorId),
          ...sums,
          cells: cells.map(({ firstErasing, ...cell }) => ({
            ...cell,
            erasedSeq: firstErasing?.seq ?? null,
            erasedAt: firstErasing ? instantOf(firstErasing.at) : null,
          })),
        })),
      })
    },

    async listPlanChanges({ params, query, caller: { actor } }) {
      const found = await requireAuditable(params.id, actor)
      if (!found.ok) return found
      const between = await tell(
        collab.history.changes(
          nameOf(found.value),
          { seq: query.after },
          { seq: query.upTo ?? Number.MAX_SAFE_INTEGER },
        ),
      )
      if (!between.ok) return between
      const changes = between.value
      const told = changes.slice(0, CHANGES)
      const person = await people(told)
      await record(actor, 'lessonPlan.changesRead', found.value, { after: query.after })
      return reply({
        items: told.map(({ kind, authorId, at, seqs: [firstSeq, lastSeq], rowId, text }) => ({
          kind,
          person: person(authorId),
          at: instantOf(at),
          firstSeq,
          lastSeq,
          rowId,
          text: text.slice(0, CHANGE_CHARACTERS),
        })),
        hasMore: changes.length > CHANGES,
      })
    },

    async withdrawRebuild({ params, caller: { actor } }) {
      const found = await requireAuditable(params.rebuiltId, actor)
      if (!found.ok) return found
      const document = nameOf(found.value)
      const updates = await listCommittedUpdates(sql, document, null, 2)
      const [first] = updates
      if (updates.length !== 1 || first?.source !== 'rebuild' || first.author?.id !== actor.userId)
        return deny('lesson-plan/not-found')
      await sql.begin(async (tx) => {
        await setDeleted(tx, found.value.facts.id, new Date(clock.nowMs()))
        await record(actor, 'lessonPlan.rebuildWithdrawn', found.value, { seq: first.seq }, tx)
      })
      await accessChanged(found.value.facts.id)
      return reply(undefined)
    },

    async listPlanUpdates({ params, query, caller }) {
      const found = await requireAuditable(params.id, caller.actor)
      if (!found.ok) return found
      const listed = await historyPage({ sql, cursors }, found.value.facts.id, query)
      if (!listed.ok) return listed
      const { page, updates } = listed.value
      await record(caller.actor, 'lessonPlan.updatesListed', found.value, { count: updates.length })
      const sizes = updates.map(sizeOf)
      const items = page.items.map((item, index) => ({ ...item, ...(sizes[index] ?? { written: 0, erased: 0 }) }))
      return reply({ ...page, items })
    },

    async getPlanState({ params, query, caller }) {
      const found = await requireAuditable(params.id, caller.actor)
      if (!found.ok) return found
      const then = await stateOf(found.value, query)
      if (!then.ok) return then
      const state = then.value
      const authors = await authorsOf(found.value, state)
      if (!authors.ok) return authors
      await record(caller.actor, 'lessonPlan.stateRead', found.value, { seq: state.seq })
      return reply({ ...state, at: state.at?.toISOString() ?? null, ...authors.value })
    },

    async rebuildPlan({ params, body, caller }) {
      const { actor } = caller
      const found = await requireAuditable(params.id, actor)
      if (!found.ok) return found
      const plan = found.value
      const then = await stateOf(plan, body)
      if (!then.ok) return then
      const state = then.value
      if (state.seq === 0 || state.at === null)
        return { ok: false, refusal: invalidField(['at'], 'too_small', serverWord('server.beforeFirst')) }
      const now = new Date(clock.nowMs())
      const id = randomUUID() as LessonPlanId
      const document = documentName({ kind: 'lessonPlan', id })
      const suffix = serverWord('server.rebuilt', { at: SECONDS.format(state.at) })
      const room = config.limits.LIMIT_TITLE_CHARACTERS - [...suffix].length
      const title = `${[...readLessonPlan(state.doc).title.trim()].slice(0, Math.max(0, room)).join('')}${suffix}`
      const titled = retitled(state.doc, title)
      // A client may have written what no editor of ours does.
      if (!fitsSchema(titled))
        return {
          ok: false,
          refusal: invalidField([body.seq === undefined ? 'at' : 'seq'], 'custom', serverWord('server.unfit')),
        }
      const copies = await copyFiles(plan, titled)
      const doc = renameFiles(titled, new Map(copies.map(({ of, file }) => [of, file.id])))
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
          subject: nameOf(plan),
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

  async function stateOf(plan: LessonPlanRecord, { at, seq }: Asked) {
    const moment = seq === undefined ? { at: at === undefined ? new Date(clock.nowMs()) : new Date(at) } : { seq }
    const told = await tell(collab.history.stateAt(nameOf(plan), moment))
    if (!told.ok) return told
    const state = told.value
    return ok({ seq: state.seq, at: state.at, doc: await plans.readPast(state.update) })
  }

  /** Who wrote the text of a state: the whole of it, or nothing is told. */
  async function authorsOf(plan: LessonPlanRecord, { seq, doc }: { seq: number; doc: DocJson }) {
    if (seq === 0) return ok({ authors: [], spans: null })
    const told = await tell(collab.history.authorship(nameOf(plan), { seq }))
    if (!told.ok) return told
    const authorship = told.value
    if (authorship.length !== textLength(doc)) return ok({ authors: [], spans: null })
    const ids = [...new Set(authorship.spans.map(({ authorId }) => authorId))]
    const person = await people(ids.map((authorId) => ({ authorId })))
    const spans: { length: number; author: number }[] = []
    for (const { length, authorId } of authorship.spans) {
      const author = ids.indexOf(authorId)
      const last = spans.at(-1)
      if (last?.author === author) last.length += length
      else spans.push({ length, author })
    }
    return ok({ authors: ids.map(person), spans })
  }

  /** The people of some entries, by id; null for nobody in particular and for who is not known any more. */
  async function people(entries: readonly { readonly authorId: string | null }[]) {
    const cards = await findCards(
      sql,
      entries.flatMap(({ authorId }) => authorId ?? []),
    )
    return (id: string | null) => {
      const card = id === null ? undefined : cards.get(id)
      return card ? { ...card } : null
    }
  }

  /** The plan's own files that the document shows, for the new one: the old plan may be erased. */
  async function copyFiles(plan: LessonPlanRecord, doc: DocJson) {
    const own = nameOf(plan)
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
    plan: LessonPlanRecord,
    detail: Readonly<Record<string, number>>,
    tx: Queryable = sql,
  ): Promise<void> {
    const at = new Date(clock.nowMs())
    return appendAudit(tx, {
      actorId: actor.userId,
      action,
      subject: nameOf(plan),
      detail,
      at,
    })
  }
}

const nameOf = ({ facts }: LessonPlanRecord) => documentName({ kind: 'lessonPlan', id: facts.id })
const instantOf = (ms: number): string => new Date(ms).toISOString()
const textLength = ({ text, content }: DocJson): number =>
  (text?.length ?? 0) + (content ?? []).reduce((sum, node) => sum + textLength(node), 0)

/** What the log tells, or why not: there is no such document, or its past cannot be read now. */
async function tell<T>(
  answer: Promise<T | null>,
): Promise<Result<T, Refusal<'lesson-plan/not-found' | 'server/unavailable'>>> {
  try {
    const told = await answer
    return told === null ? deny('lesson-plan/not-found') : ok(told)
  } catch (error) {
    if (!(error instanceof CollabFault)) throw error
    return error.reason === 'not-found'
      ? deny('lesson-plan/not-found')
      : deny('server/unavailable', { detail: serverWord('server.pastAway'), retryAfterSeconds: RETRY_SECONDS })
  }
}

/** The document under another title; one without a title gets one. */
function retitled(doc: DocJson, title: string): DocJson {
  const node: DocJson = { type: 'title', content: [{ type: 'text', text: title }] }
  const content = doc.content ?? []
  const at = content.findIndex(({ type }) => type === 'title')
  return { ...doc, content: at < 0 ? [node, ...content] : content.toSpliced(at, 1, { ...content[at], ...node }) }
}
