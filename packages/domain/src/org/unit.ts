/** What a unit is. */
export const ORG_KINDS = [
  'eduBureau', // 教育局
  'researchOffice', // 教研室、教科院、教师发展中心
  'school',
  'teachingPoint', // 教学点
  'techCenter', // 电教中心
  'alliance', // 联校网教协同中心、集团
  'external', // 校外单位
] as const
export type OrgKind = (typeof ORG_KINDS)[number]

/** Where a unit stands, from the autonomous region down to the teaching point. */
export const ORG_LEVELS = ['region', 'prefecture', 'county', 'school', 'point'] as const
export type OrgLevel = (typeof ORG_LEVELS)[number]
