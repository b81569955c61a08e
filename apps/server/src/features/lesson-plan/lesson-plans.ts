import { randomUUID } from 'node:crypto'
import {
  appendAudit,
  createLog,
  findFile,
  findImportReport,
  findLessonPlan,
  insertLessonPlan,
  listLessonPlans,
  listMembers,
  listPlanChoices,
  listPrepGroups,
  setDeleted,
  updateLessonPlan,
} from '@gongyan/db'
import type { LessonPlanChange, LessonPlanPosition, LessonPlanRecord } from '@gongyan/db'
import { createUpdate, LESSON_PLAN_LAYOUT, lessonPlanTemplate, readLessonPlan } from '@gongyan/documents'
import { canCreateLessonPlan, canLessonPlan, documentName, searchTerms } from '@gongyan/domain'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import { findProfile } from '@gongyan/db'
import type { Deps } from '../../deps.ts'
import { attachment } from '../../http/disposition.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { invalidField } from '../../http/problem.ts'
import { fieldName, serverWord } from '../../http/words.ts'
import { historyPage } from './history-page.ts'
import { filterFor } from './filter.ts'
import { etagOf, matches, presentLessonPlan, presentSummary } from './present.ts'
import { project } from './projection.ts'
import type { Projector } from './projection.ts'
import { hidesSource, shownReport } from './comments.ts'
import { requireAllowed, requireEditable, requireReadable } from './require.ts'

type Operation =
  | 'createLessonPlan'
  | 'listLessonPlans'
  | 'listPlanChoices'
  | 'getLessonPlan'
  | 'getLessonPlanDocument'
  | 'updateLessonPlan'
  | 'deleteLessonPlan'
  | 'restoreLessonPlan'
  | 'getSourceFile'
  | 'listHistory'

export interface LessonPlanDeps extends Pick<Deps, 'config' | 'sql' | 'clock' | 'plans' | 'files' | 'cursors'> {
  readonly projector: Projector
  /** Tells sockets and rooms that rights to a plan may have changed; resolves when sockets have been judged. */
  readonly accessChanged: (planId: string) => Promise<void>
}

/** Plans over HTTP: what is asked is answered from the committed document, permission by the policy. */
export function createLessonPlanHandlers(deps: LessonPlanDeps): Pick<Handlers, Operation> {
  const { config, sql, clock, plans, cursors } = deps

  async function presentWhole(plan: LessonPlanRecord, actor: Actor) {
    const [{ seq, doc }, members, importReport] = await Promise.all([
      plans.readCommitted(plan.facts.id),
      listMembers(sql, plan.facts.id),
      findImportReport(sql, plan.facts.id),
    ])
    return presentLessonPlan(plan, actor, {
      reading: readLessonPlan(doc),
      seq,
      members,
      importReport: shownReport(importReport, plan, actor),
      hasSourceFile: plan.sourceFileId !== null && !hidesSource(importReport, plan, actor),
    })
  }

  return {
    async createLessonPlan({ body, caller }) {
      const { actor } = caller
      const place = actor.identities[0]
      if (!canCreateLessonPlan(actor) || !place)
        return deny('permission/denied', { detail: serverWord('server.noUnit') })
      const title = body.title.replace(/\s+/gu, ' ')
      const most = config.limits.LIMIT_TITLE_CHARACTERS
      if ([...title].length > most)
        return {
          ok: false,
          refusal: invalidField(
            ['title'],
            'too_big',
            serverWord('server.tooLong', { field: fieldName(['title']), max: most }),
          ),
        }
      const id = randomUUID() as LessonPlanId
      const at = new Date(clock.nowMs())
      const subject = body.subject ?? place.subject
      const grade = body.grade ?? null
      const lead = (await findProfile(sql, actor.userId))?.name ?? null
      const doc = lessonPlanTemplate(body.template, { title, subject, grade, lead })
      await sql.begin(async (tx) => {
        await insertLessonPlan(tx, {
          id,
          orgId: place.orgId,
          orgPath: place.orgPath,
          ownerId: actor.userId,
          title,
          template: body.template,
          subject,
          stage: body.stage ?? place.stage,
          grade,
          periodMinutes: body.periodMinutes,
          createdAt: at,
        })
        await createLog(tx, {
          name: documentName({ kind: 'lessonPlan', id }),
          layout: LESSON_PLAN_LAYOUT,
          authorId: actor.userId,
          source: 'template',
          at,
          bytes: createUpdate(doc),
        })
        await project(tx, id, { seq: 1, doc })
        await appendAudit(tx, {
          actorId: actor.userId,
          action: 'lessonPlan.created',
          subject: documentName({ kind: 'lessonPlan', id }),
          detail: { template: body.template },
          at,
        })
      })
      const plan = await findLessonPlan(sql, id, actor.userId)
      if (!plan) throw new Error('a plan that was just created is not there')
      return reply(await presentWhole(plan, actor), { etag: etagOf(plan), location: `/api/v1/lesson-plans/${id}` })
    },

    async listLessonPlans({ query, caller }) {
      const { q, cursor, limit, ...filters } = query
      const terms = q === undefined ? [] : searchTerms(q)
      const filter = await filterFor(sql, caller.actor, filters, terms)
      if (!filter.ok) return filter
      const list = `lesson-plans ${JSON.stringify([terms, filters])}`
      const after = cursors.decode(list, cursor)
      if (!after.ok) return after
      const isSearching = q !== undefined && q.trim() !== ''
      // Nothing but punctuation was asked for: nothing can be found, and everything would be the wrong answer.
      if (isSearching && terms.length === 0) return reply({ items: [], nextCursor: null })
      await (isSearching ? deps.projector.refreshForSearch(caller.actor) : deps.projector.refreshFor(caller.actor))
      const found = await listLessonPlans(sql, caller.actor, {
        ...filter.value,
        after: after.value as LessonPlanPosition | null,
        limit: limit + 1,
      })
      const page = found.slice(0, limit)
      const last = found.length > page.length ? page.at(-1) : undefined
      return reply({
        items: page.map((listed) => presentSummary(listed, caller.actor, terms)),
        nextCursor: last ? cursors.encode(list, last.position) : null,
      })
    },

    async listPlanChoices({ query, caller: { actor } }) {
      const filter = await filterFor(sql, actor, query)
      if (!filter.ok) return filter
      await deps.projector.refreshFor(actor)
      const [groups, { terms, units }] = await Promise.all([
        listPrepGroups(sql, actor),
        listPlanChoices(sql, actor, filter.value),
      ])
      return reply({
        groups: groups.map(({ id, name, subject, grade, isMember }) => ({ id, name, subject, grade, isMember })),
        terms: terms.map((choice) => ({ ...choice })),
        units: units.map((choice) => ({ ...choice })),
      })
    },

    async getLessonPlan({ params, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      return reply(await presentWhole(found.value, caller.actor), { etag: etagOf(found.value) })
    },

    async getLessonPlanDocument({ params, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const { seq, doc } = await plans.readCommitted(found.value.facts.id)
      return reply({ seq, doc })
    },

    async updateLessonPlan({ params, headers, body, caller }) {
      const found = await requireEditable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const ifMatch = headers['if-match']
      if (ifMatch === undefined) return deny('request/version-required')
      if (!matches(ifMatch, found.value)) return deny('request/version-conflict')
      const change: LessonPlanChange = {
        ...(body.periodMinutes === undefined ? {} : { periodMinutes: body.periodMinutes }),
        ...(body.subject === undefined ? {} : { subject: body.subject }),
        ...(body.stage === undefined ? {} : { stage: body.stage }),
        ...(body.grade === undefined ? {} : { grade: body.grade }),
      }
      const at = new Date(clock.nowMs())
      const { facts, version } = found.value
      const isChanged = await sql.begin(async (tx) => {
        if (!(await updateLessonPlan(tx, facts.id, version, change, at))) return false
        await appendAudit(tx, {
          actorId: caller.actor.userId,
          action: 'lessonPlan.changed',
          subject: documentName({ kind: 'lessonPlan', id: facts.id }),
          detail: { fields: Object.keys(change).join(' ') },
          at,
        })
        return true
      })
      if (!isChanged) return deny('request/version-conflict')
      // Subject and stage decide whose role reaches the plan.
      if ('subject' in change || 'stage' in change) await deps.accessChanged(facts.id)
      const changed = await findLessonPlan(sql, facts.id, caller.actor.userId)
      if (!changed) return deny('lesson-plan/not-found')
      return reply(await presentWhole(changed, caller.actor), { etag: etagOf(changed) })
    },

    async deleteLessonPlan({ params, caller }) {
      const found = await requireAllowed(sql, params.id, caller.actor, 'delete')
      if (!found.ok) return found
      const moved = await moveBin(found.value.facts.id, caller.actor, new Date(clock.nowMs()))
      return moved ? reply(undefined) : deny('lesson-plan/in-bin')
    },

    async restoreLessonPlan({ params, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const { facts } = found.value
      if (!canLessonPlan(caller.actor, 'restore', facts)) {
        const wouldBe =
          facts.deletedAt === null && canLessonPlan(caller.actor, 'restore', { ...facts, deletedAt: new Date(0) })
        return deny(wouldBe ? 'lesson-plan/not-in-bin' : 'permission/denied')
      }
      if (!(await moveBin(facts.id, caller.actor, null))) return deny('lesson-plan/not-in-bin')
      const restored = await findLessonPlan(sql, facts.id, caller.actor.userId)
      if (!restored) return deny('lesson-plan/not-found')
      return reply(await presentWhole(restored, caller.actor), { etag: etagOf(restored) })
    },

    async getSourceFile({ params, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const file = found.value.sourceFileId === null ? undefined : await findFile(sql, found.value.sourceFileId)
      const report = file && (await findImportReport(sql, found.value.facts.id))
      const bytes =
        file && !hidesSource(report, found.value, caller.actor) ? await deps.files.get(file.sha256) : undefined
      if (!file || !bytes) return deny('file/not-found')
      return reply(bytes, {
        'content-type': file.mediaType,
        'content-disposition': attachment(file.name),
        'content-security-policy': 'sandbox',
      })
    },

    async listHistory({ params, query, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      const page = await historyPage({ sql, cursors }, found.value.facts.id, query)
      return page.ok ? reply(page.value.page) : page
    },
  }

  /** Into the bin at a moment, or out of it with null; false when it was there already. */
  async function moveBin(id: LessonPlanId, actor: Actor, at: Date | null): Promise<boolean> {
    const isMoved = await sql.begin(async (tx) => {
      if (!(await setDeleted(tx, id, at))) return false
      await appendAudit(tx, {
        actorId: actor.userId,
        action: at === null ? 'lessonPlan.restored' : 'lessonPlan.binned',
        subject: documentName({ kind: 'lessonPlan', id }),
        at: new Date(clock.nowMs()),
      })
      return true
    })
    if (isMoved) await deps.accessChanged(id)
    return isMoved
  }
}
