import { randomUUID } from 'node:crypto'
import { ENDPOINTS } from '@gongyan/contract'
import type { Endpoint, OperationId } from '@gongyan/contract'
import { findActor, findLessonPlanFacts } from '@gongyan/db'
import { canAuditLessonPlan, canLessonPlan, LESSON_PLAN_STATES, ROLES } from '@gongyan/domain'
import type { LessonPlanAction, LessonPlanId, LessonPlanState } from '@gongyan/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aForm, makeHarness, PIXEL } from './harness.ts'
import type { CallOptions, Harness, Person, Place } from './harness.ts'

/** What the policy has to say about each operation; an operation that is not listed does not compile. */
type Rule =
  | { kind: 'public' }
  | { kind: 'signedIn' }
  | { kind: 'create' }
  /** Told by the rules of its own test. */
  | { kind: 'administrator' }
  /** About something only its owner or the school has: imports.pg.test.ts, forms.pg.test.ts, print-books.pg.test.ts. */
  | { kind: 'own' }
  /** Asks the policy about one plan: unknown without read, refused without the action. `also` are fair answers when allowed. */
  | { kind: 'plan'; action: LessonPlanAction | 'audit'; also?: string[] }
const RULES: Record<OperationId, Rule> = {
  signIn: { kind: 'public' },
  getInstallation: { kind: 'public' },
  setUpInstallation: { kind: 'public' },
  getServerTime: { kind: 'public' },
  signOut: { kind: 'signedIn' },
  getMe: { kind: 'signedIn' },
  getHome: { kind: 'signedIn' },
  listPeople: { kind: 'signedIn' },
  listLessonPlans: { kind: 'signedIn' },
  listPlanChoices: { kind: 'signedIn' },
  getMediaStatus: { kind: 'signedIn' },
  createLessonPlan: { kind: 'create' },
  importLessonPlan: { kind: 'create' },
  getLessonPlan: { kind: 'plan', action: 'read' },
  getLessonPlanDocument: { kind: 'plan', action: 'read' },
  listHistory: { kind: 'plan', action: 'read' },
  listMembers: { kind: 'plan', action: 'read' },
  exportLessonPlan: { kind: 'plan', action: 'export' },
  listLeftParts: { kind: 'plan', action: 'export', also: ['form/not-found'] },
  exportLessonPlanPdf: { kind: 'plan', action: 'export', also: ['office/absent'] },
  getFilePage: { kind: 'plan', action: 'read', also: ['file/no-picture', 'office/absent'] },
  createPrintBook: { kind: 'own' },
  getPrintBook: { kind: 'own' },
  getPrintBookFile: { kind: 'own' },
  discardPrintBook: { kind: 'own' },
  getOfficeStatus: { kind: 'signedIn' },
  getSourceFile: { kind: 'plan', action: 'read', also: ['file/not-found'] },
  getFile: { kind: 'plan', action: 'read' },
  updateLessonPlan: { kind: 'plan', action: 'edit' },
  uploadFile: { kind: 'plan', action: 'edit' },
  deleteLessonPlan: { kind: 'plan', action: 'delete' },
  restoreLessonPlan: { kind: 'plan', action: 'restore' },
  putMember: { kind: 'plan', action: 'invite' },
  deleteMember: { kind: 'plan', action: 'invite', also: ['member/not-found'] },
  createCollabTicket: { kind: 'plan', action: 'read' },
  createMediaTicket: { kind: 'plan', action: 'joinRoom', also: ['media/absent'] },
  getLessonClock: { kind: 'plan', action: 'read' },
  startLessonClock: { kind: 'plan', action: 'startClock', also: ['lesson-clock/started'] },
  recordLessonEvent: { kind: 'plan', action: 'read' },
  listLessonEvents: { kind: 'plan', action: 'read' },
  listPlanUpdates: { kind: 'plan', action: 'audit' },
  getPlanState: { kind: 'plan', action: 'audit' },
  getPlanActivity: { kind: 'plan', action: 'audit' },
  listPlanChanges: { kind: 'plan', action: 'audit' },
  rebuildPlan: { kind: 'plan', action: 'audit' },
  listAuditablePlans: { kind: 'administrator' },
  withdrawRebuild: { kind: 'administrator' },
  createImport: { kind: 'own' },
  listImports: { kind: 'own' },
  getImport: { kind: 'own' },
  discardImport: { kind: 'own' },
  uploadImportFile: { kind: 'own' },
  getImportItem: { kind: 'own' },
  discardImportItem: { kind: 'own' },
  getImportSource: { kind: 'own' },
  countImportPages: { kind: 'own' },
  getImportPage: { kind: 'own' },
  correctImportItem: { kind: 'own' },
  readImportItem: { kind: 'own' },
  takeImportItem: { kind: 'own' },
  takeImport: { kind: 'own' },
  undoImport: { kind: 'own' },
  restoreImport: { kind: 'own' },
  reclaimImport: { kind: 'own' },
  listWordings: { kind: 'own' },
  rememberWording: { kind: 'own' },
  forgetWording: { kind: 'own' },
  listForms: { kind: 'own' },
  createForm: { kind: 'own' },
  getForm: { kind: 'own' },
  updateForm: { kind: 'own' },
  deleteForm: { kind: 'own' },
  restoreForm: { kind: 'own' },
  getFormSource: { kind: 'own' },
}
const UNKNOWN = new Set(['lesson-plan/not-found', 'file/not-found', 'collab/unknown-document', 'media/unknown-room'])
const REFUSED = new Set(['permission/denied', 'lesson-plan/locked', 'lesson-plan/in-bin', 'lesson-plan/not-in-bin'])

let server: Harness
let county: Place
let school: Place
const people = new Map<string, Person>()
let guest: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  county = await server.aPlace('县')
  school = await server.aPlace('校', county)
  const otherSchool = await server.aPlace('邻校', county)
  const otherCounty = await server.aPlace('邻县')
  for (const role of ROLES) {
    people.set(`${role} of the county`, await server.aPerson(county, role, { subject: '数学', stage: '小学' }))
    people.set(`${role} of the school`, await server.aPerson(school, role))
    people.set(`${role} of another county`, await server.aPerson(otherCounty, role))
  }
  people.set('researcher of another subject', await server.aPerson(county, 'researcher', { subject: '语文' }))
  people.set('teacher of another school', await server.aPerson(otherSchool, 'teacher'))
  for (const who of ['owner', 'editor', 'commenter'])
    people.set(who, await server.aPerson(who === 'owner' ? school : otherSchool, 'teacher'))
  guest = await server.aPerson(otherSchool, 'teacher')
})
afterAll(() => server?.close())

const person = (who: string): Person => {
  const found = people.get(who)
  if (!found) throw new Error(who)
  return found
}
const isAccepted = (endpoint: Endpoint, response: Response) => response.status === endpoint.status

async function aPlan(state: LessonPlanState | 'binned'): Promise<{ id: LessonPlanId; fileId: string }> {
  const id = await server.aPlan(person('owner'), school, {
    state: state === 'binned' ? 'studying' : state,
    members: [
      [person('editor'), 'editor'],
      [person('commenter'), 'commenter'],
    ],
    deletedAt: state === 'binned' ? new Date() : null,
  })
  const fileId = randomUUID()
  await server.sql`INSERT INTO files (id, sha256, byte_size, media_type, name, document) VALUES (${fileId}, ${await server.deps.files.put(PIXEL)}, ${PIXEL.byteLength}, 'image/png', 'p.png', ${`lessonPlan:${id}`})`
  return { id, fileId }
}

/** A well-formed request of each operation about a plan. */
function requestFor(operationId: OperationId, plan: { id: LessonPlanId; fileId: string }): CallOptions {
  const params = { id: plan.id, userId: guest.id, fileId: plan.fileId, page: '1' }
  switch (operationId) {
    case 'updateLessonPlan':
      return { params, body: { grade: '五年级' }, headers: { 'if-match': '*' } }
    case 'uploadFile':
      return { params, form: aForm('p.png', PIXEL, 'image/png') }
    case 'putMember':
      return { params, body: { role: 'editor' } }
    case 'createCollabTicket':
      return { body: { document: `lessonPlan:${plan.id}` } }
    case 'createMediaTicket':
      return { body: { room: `lessonPlan:${plan.id}` } }
    case 'listLeftParts':
      return { params, query: { form: randomUUID() } }
    case 'listPlanChanges':
      return { params, query: { after: '0' } }
    case 'withdrawRebuild':
      return { params: { ...params, rebuiltId: plan.id } }
    case 'rebuildPlan':
      return { params, body: {} }
    case 'recordLessonEvent':
      return { params, body: { kind: 'mark' } }
    default:
      return { params }
  }
}

const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code
const planOperations = (Object.keys(RULES) as OperationId[]).filter((operationId) => RULES[operationId].kind === 'plan')

test.each([...LESSON_PLAN_STATES, 'binned' as const])(
  '[LP1] every operation answers every role as the policy says, plan %s',
  async (state) => {
    const wrong: string[] = []
    let asked = 0
    let plan = await aPlan(state)
    for (const operationId of planOperations) {
      const rule = RULES[operationId]
      if (rule.kind !== 'plan') continue
      const endpoint: Endpoint = ENDPOINTS[operationId]
      for (const [who, asker] of people) {
        const facts = await findLessonPlanFacts(server.sql, plan.id, asker.id)
        const actor = await findActor(server.sql, asker.id)
        if (!facts || !actor) throw new Error('the plan or its asker has gone')
        const response = await server.call(operationId, { as: asker, ...requestFor(operationId, plan) })
        asked++
        const code = isAccepted(endpoint, response) ? 'accepted' : await codeOf(response)
        const may =
          rule.action === 'audit' ? canAuditLessonPlan(actor, facts) : canLessonPlan(actor, rule.action, facts)
        // Who looks for somebody's words need not be one who may read them.
        const mayKnow = canLessonPlan(actor, 'read', facts) || (rule.action === 'audit' && may)
        const expected = mayKnow ? (may ? 'accepted' : 'refused') : 'unknown'
        const got =
          code === 'accepted' || (rule.also?.includes(code) && expected !== 'unknown')
            ? 'accepted'
            : UNKNOWN.has(code)
              ? 'unknown'
              : REFUSED.has(code)
                ? 'refused'
                : code
        if (got !== expected) wrong.push(`${operationId} by ${who}: ${expected} expected, got ${code}`)
        // What was done is done on a plan of its own, so that the next one asks about the same state.
        if (code === 'accepted' && endpoint.method !== 'get') plan = await aPlan(state)
      }
    }
    expect(wrong).toEqual([])
    expect(asked).toBe(planOperations.length * people.size)
  },
)

test('[LP1] nobody without a session gets past the door, except where the contract says so', async () => {
  const plan = await aPlan('finalized')
  for (const operationId of Object.keys(RULES) as OperationId[]) {
    const endpoint: Endpoint = ENDPOINTS[operationId]
    const response = await server.call(operationId, requestFor(operationId, plan))
    expect([operationId, endpoint.public === true], operationId).toEqual([
      operationId,
      RULES[operationId].kind === 'public',
    ])
    if (!endpoint.public)
      expect([response.status, await codeOf(response)], operationId).toEqual([401, 'session/required'])
    else expect(response.status, operationId).not.toBe(401)
  }
})

test('[LP2] whoever has a place in a unit may begin a plan, and it belongs to that unit', async () => {
  for (const [who, asker] of people) {
    const response = await server.call('createLessonPlan', { as: asker, body: { title: `${who}的教案` } })
    expect(response.status, who).toBe(201)
  }
  const left = await server.aPerson(school, 'teacher')
  await server.sql`UPDATE identities SET ends_on = '2020-01-01' WHERE user_id = ${left.id}`
  const refused = await server.call('createLessonPlan', { as: left, body: { title: '没有单位' } })
  expect([refused.status, await codeOf(refused)]).toEqual([403, 'permission/denied'])
})

test('[LP12] only administrators look for plans that may not be theirs to read', async () => {
  const plan = await aPlan('drafting')
  for (const [who, asker] of people) {
    const response = await server.call('listAuditablePlans', { as: asker })
    const may = /^(orgAdmin|platformAdmin)/.test(who)
    expect(response.status, who).toBe(may ? 200 : 403)
    if (!may) continue
    const { items } = (await response.json()) as { items: { id: string }[] }
    expect(
      items.some(({ id }) => id === plan.id),
      who,
    ).toBe(!who.includes('another'))
  }
})

test('[LP1] operations for everybody who is signed in answer every role', async () => {
  for (const operationId of [
    'getMe',
    'getHome',
    'listPeople',
    'listLessonPlans',
    'listPlanChoices',
    'getMediaStatus',
  ] as const)
    for (const [who, asker] of people)
      expect((await server.call(operationId, { as: asker })).status, `${operationId} by ${who}`).toBe(200)
})

test('[LP7] people are found in the asker’s own county only', async () => {
  const mine = await server.call('listPeople', { as: person('owner'), query: { limit: '100' } })
  const { items } = (await mine.json()) as { items: { id: string }[] }
  const foreign = new Set(
    [...people].filter(([who]) => who.endsWith('of another county')).map(([, { id }]) => id as string),
  )
  expect(items.length).toBeGreaterThan(10)
  expect(items.filter(({ id }) => foreign.has(id))).toEqual([])
})
