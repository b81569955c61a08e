import type { OrgKind, OrgLevel } from '@gongyan/domain'
import { demoUuid } from './demo-id.ts'
import type { DemoUnit } from './types.ts'

interface UnitSource {
  key: string
  parent: string | null
  kind: OrgKind
  level: OrgLevel
  name: string
  shortName: string
  isRural: boolean
  enrolment: number | null
  stages: readonly string[]
}

const PRIMARY = ['小学'] as const

const SOURCES = [
  {
    key: 'bureau',
    parent: null,
    kind: 'eduBureau',
    level: 'county',
    name: '示范县教育局',
    shortName: '县教育局',
    isRural: false,
    enrolment: null,
    stages: [],
  },
  {
    key: 'research',
    parent: 'bureau',
    kind: 'researchOffice',
    level: 'county',
    name: '示范县教育局教研室',
    shortName: '县教研室',
    isRural: false,
    enrolment: null,
    stages: [],
  },
  {
    key: 'chengguan',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县城关小学',
    shortName: '城关小学',
    isRural: false,
    enrolment: 1862,
    stages: PRIMARY,
  },
  {
    key: 'qinghe',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县清河小学',
    shortName: '清河小学',
    isRural: false,
    enrolment: 934,
    stages: PRIMARY,
  },
  {
    key: 'dongpo',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县东坡小学',
    shortName: '东坡小学',
    isRural: false,
    enrolment: 512,
    stages: PRIMARY,
  },
  {
    key: 'beiping',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县北坪中心小学',
    shortName: '北坪中心小学',
    isRural: true,
    enrolment: 176,
    stages: PRIMARY,
  },
  {
    key: 'liulin',
    parent: 'beiping',
    kind: 'teachingPoint',
    level: 'point',
    name: '北坪中心小学柳林教学点',
    shortName: '柳林教学点',
    isRural: true,
    enrolment: 23,
    stages: PRIMARY,
  },
  {
    key: 'shimen',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县石门小学',
    shortName: '石门小学',
    isRural: true,
    enrolment: 118,
    stages: PRIMARY,
  },
  {
    key: 'shuangqiao',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县双桥中心小学',
    shortName: '双桥中心小学',
    isRural: true,
    enrolment: 403,
    stages: PRIMARY,
  },
  {
    key: 'hekou',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县河口九年制学校',
    shortName: '河口学校',
    isRural: true,
    enrolment: 687,
    stages: ['小学', '初中'],
  },
  {
    key: 'erzhong',
    parent: 'bureau',
    kind: 'school',
    level: 'school',
    name: '示范县第二中学',
    shortName: '县二中',
    isRural: false,
    enrolment: 1240,
    stages: ['初中'],
  },
] as const satisfies readonly UnitSource[]

export type UnitKey = (typeof SOURCES)[number]['key']

/** The id of a unit. */
export const unitId = (key: UnitKey): string => demoUuid('unit', key)

/** Ids of the units from the root to this one, both included. */
export function unitPath(key: UnitKey): string[] {
  const { parent } = SOURCES.find((source) => source.key === key) ?? { parent: null }
  return parent === null ? [unitId(key)] : [...unitPath(parent), unitId(key)]
}

/** The county's units, parents before children. */
export const DEMO_UNITS: readonly DemoUnit[] = SOURCES.map(({ parent, ...unit }) => ({
  ...unit,
  id: unitId(unit.key),
  parentId: parent === null ? null : unitId(parent),
  path: unitPath(unit.key),
}))
