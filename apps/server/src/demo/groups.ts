import { demoUuid } from './demo-id.ts'
import { personId } from './people.ts'
import type { Account } from './people.ts'
import type { DemoPairing, DemoPrepGroup } from './types.ts'
import { unitId } from './units.ts'
import type { UnitKey } from './units.ts'

interface GroupSource {
  key: string
  /** A group across schools hangs under the unit they share. */
  unit: UnitKey
  name: string
  subject: string
  stage: string
  grade: string | null
  leader: Account
  members: readonly Account[]
}

const GROUPS: readonly GroupSource[] = [
  {
    key: 'math-5',
    unit: 'bureau',
    name: '五年级数学备课组（清河—城关—柳林）',
    subject: '数学',
    stage: '小学',
    grade: '五年级',
    leader: 'mingshi',
    members: ['zhubei', 'cg0036', 'jiaoshi', 'jyy'],
  },
  {
    key: 'chinese-5',
    unit: 'chengguan',
    name: '城关小学五年级语文备课组',
    subject: '语文',
    stage: '小学',
    grade: '五年级',
    leader: 'cg0042',
    members: ['cg0077', 'cg0025'],
  },
  {
    key: 'english-4',
    unit: 'bureau',
    name: '四年级英语备课组（城关—石门—河口）',
    subject: '英语',
    stage: '小学',
    grade: '四年级',
    leader: 'cg0058',
    members: ['sm0004', 'hk0018'],
  },
  {
    key: 'science',
    unit: 'bureau',
    name: '小学科学备课组（东坡—清河—石门）',
    subject: '科学',
    stage: '小学',
    grade: null,
    leader: 'dp0019',
    members: ['qh0188', 'sm0006', 'xiaozhang'],
  },
  {
    key: 'morality',
    unit: 'bureau',
    name: '小学道德与法治教研组',
    subject: '道德与法治',
    stage: '小学',
    grade: null,
    leader: 'qh0152',
    members: ['sq0010'],
  },
  {
    key: 'art',
    unit: 'bureau',
    name: '小学美术教研组',
    subject: '美术',
    stage: '小学',
    grade: null,
    leader: 'cg0063',
    members: ['sq0013'],
  },
  {
    key: 'physics-8',
    unit: 'bureau',
    name: '八年级物理备课组（二中—河口）',
    subject: '物理',
    stage: '初中',
    grade: '八年级',
    leader: 'ez0031',
    members: ['hk0012', 'jy0107'],
  },
]

/** Preparation groups, most of them across schools. */
export const DEMO_GROUPS: readonly DemoPrepGroup[] = GROUPS.map(({ unit, leader, members, ...group }) => ({
  ...group,
  id: demoUuid('group', group.key),
  orgId: unitId(unit),
  leaderId: personId(leader),
  memberIds: [leader, ...members].map(personId),
}))

interface PairingSource {
  kind: DemoPairing['kind']
  aid: UnitKey
  recipient: UnitKey
  people?: readonly [aid: Account, recipient: Account]
  subject?: string
}

const PAIRINGS: readonly PairingSource[] = [
  { kind: 'schoolSchool', aid: 'chengguan', recipient: 'shimen' },
  { kind: 'schoolSchool', aid: 'chengguan', recipient: 'beiping' },
  { kind: 'schoolSchool', aid: 'erzhong', recipient: 'hekou' },
  { kind: 'schoolPoint', aid: 'qinghe', recipient: 'liulin' },
  { kind: 'teacherTeacher', aid: 'qinghe', recipient: 'liulin', people: ['zhubei', 'jiaoshi'], subject: '数学' },
  { kind: 'teacherTeacher', aid: 'chengguan', recipient: 'shimen', people: ['cg0058', 'sm0004'], subject: '英语' },
  { kind: 'teacherTeacher', aid: 'chengguan', recipient: 'beiping', people: ['cg0042', 'bp0006'], subject: '语文' },
  { kind: 'teacherTeacher', aid: 'erzhong', recipient: 'hekou', people: ['ez0031', 'hk0012'], subject: '物理' },
]

/** 结对帮扶: one round of three years. */
export const DEMO_PAIRINGS: readonly DemoPairing[] = PAIRINGS.map(({ kind, aid, recipient, people, subject }) => {
  const key = [kind, aid, recipient, ...(people ?? [])].join('/')
  return {
    key,
    id: demoUuid('pairing', key),
    kind,
    aidOrgId: unitId(aid),
    recipientOrgId: unitId(recipient),
    aidUserId: people ? personId(people[0]) : null,
    recipientUserId: people ? personId(people[1]) : null,
    subject: subject ?? null,
    startsOn: '2025-09-01',
    endsOn: '2028-08-31',
  }
})
