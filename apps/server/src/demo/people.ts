import type { Role } from '@gongyan/domain'
import { demoUuid } from './demo-id.ts'
import type { DemoPerson } from './types.ts'
import { unitId } from './units.ts'
import type { UnitKey } from './units.ts'

type Title = '正高级教师' | '高级教师' | '一级教师' | '二级教师' | '三级教师' | null
interface Post {
  role: Role
  unit: UnitKey
  subject: string | null
  stage: string | null
  grade: string | null
}
interface PersonSource<Account extends string> {
  account: Account
  name: string
  title: Title
  posts: readonly Post[]
}

const post = (
  role: Role,
  unit: UnitKey,
  subject: string | null = null,
  stage: string | null = null,
  grade: string | null = null,
): Post => ({ role, unit, subject, stage, grade })
const teaches = (unit: UnitKey, subject: string, grade: string | null, stage = '小学'): Post =>
  post('teacher', unit, subject, stage, grade)
/** The first post is the one a person signs in with. */
const person = <const Account extends string>(
  account: Account,
  name: string,
  title: Title,
  ...posts: Post[]
): PersonSource<Account> => ({ account, name, title, posts })

const SOURCES = [
  // 登录页上的八位
  person('admin', '雷振宇', null, post('orgAdmin', 'bureau')),
  person('jyy', '吴敏之', '高级教师', post('researcher', 'research', '数学', '小学')),
  person(
    'hexin',
    '郑素云',
    '高级教师',
    post('coreReviewer', 'bureau', '数学', '小学'),
    teaches('shuangqiao', '数学', '六年级'),
  ),
  person(
    'mingshi',
    '林映秋',
    '正高级教师',
    post('masterTeacher', 'chengguan', '数学', '小学'),
    post('backboneLeader', 'chengguan', '数学', '小学', '五年级'),
    teaches('chengguan', '数学', '五年级'),
  ),
  person('zhubei', '周远', '一级教师', teaches('qinghe', '数学', '五年级')),
  person('jiaoshi', '何晓棠', '二级教师', teaches('liulin', '数学', '五年级'), teaches('liulin', '语文', '四年级')),
  person('xiaozhang', '方继文', '高级教师', post('leader', 'qinghe'), teaches('qinghe', '科学', '六年级')),
  person('dudao', '尚国良', '高级教师', post('supervisor', 'bureau')),

  // 教育局、教研室
  person('jj0012', '邢凤霞', null, post('leader', 'bureau')),
  person('jy0101', '苏启明', '正高级教师', post('leader', 'research'), post('researcher', 'research')),
  person('jy0103', '韩静仪', '高级教师', post('researcher', 'research', '语文', '小学')),
  person('jy0105', '乔以宁', '高级教师', post('researcher', 'research', '英语')),
  person(
    'jy0107',
    '段文博',
    '一级教师',
    post('researcher', 'research', '物理', '初中'),
    post('researcher', 'research', '科学', '小学'),
  ),

  // 城关小学
  person('cg0001', '邓明远', '高级教师', post('leader', 'chengguan')),
  person(
    'cg0025',
    '谢玉兰',
    '高级教师',
    post('coreReviewer', 'bureau', '语文', '小学'),
    teaches('chengguan', '语文', '六年级'),
  ),
  person('cg0036', '马晓岚', '一级教师', teaches('chengguan', '数学', '五年级')),
  person(
    'cg0042',
    '许雁南',
    '高级教师',
    post('backboneLeader', 'chengguan', '语文', '小学', '五年级'),
    teaches('chengguan', '语文', '五年级'),
  ),
  person(
    'cg0058',
    '陆一苇',
    '一级教师',
    post('backboneLeader', 'chengguan', '英语', '小学'),
    teaches('chengguan', '英语', '四年级'),
  ),
  person('cg0063', '欧阳澄', '高级教师', teaches('chengguan', '美术', '四年级')),
  person('cg0071', '石晋川', '二级教师', teaches('chengguan', '体育与健康', '三年级')),
  person('cg0077', '宋丽娟', '二级教师', teaches('chengguan', '语文', '五年级')),

  // 清河小学
  person('qh0009', '孙立群', '一级教师', post('orgAdmin', 'qinghe'), teaches('qinghe', '劳动', '五年级')),
  person(
    'qh0152',
    '钟少华',
    '一级教师',
    post('backboneLeader', 'qinghe', '道德与法治', '小学'),
    teaches('qinghe', '道德与法治', '四年级'),
  ),
  person('qh0188', '沈青禾', '二级教师', teaches('qinghe', '科学', '五年级'), teaches('qinghe', '数学', '四年级')),
  person('qh0196', '彭小曼', '一级教师', teaches('qinghe', '语文', '五年级')),
  person('qh0217', '白知夏', '三级教师', teaches('qinghe', '语文', '三年级')),

  // 东坡小学
  person('dp0001', '蒋兴国', '高级教师', post('leader', 'dongpo')),
  person(
    'dp0007',
    '苗望舒',
    '二级教师',
    teaches('dongpo', '音乐', '二年级'),
    teaches('shimen', '音乐', null),
    teaches('liulin', '音乐', null),
  ),
  person(
    'dp0019',
    '古丽娜尔·阿布都热合曼',
    '一级教师',
    post('backboneLeader', 'dongpo', '科学', '小学'),
    teaches('dongpo', '科学', '五年级'),
  ),
  person('dp0022', '冯秀芝', '一级教师', teaches('dongpo', '语文', '三年级')),
  person('dp0027', '卢海峰', '二级教师', teaches('dongpo', '数学', '四年级')),

  // 北坪中心小学与柳林教学点
  person('bp0001', '罗世昌', '高级教师', post('leader', 'beiping')),
  person('bp0006', '丁桂英', '一级教师', teaches('beiping', '语文', '五年级')),
  person('bp0011', '杨生福', '一级教师', teaches('beiping', '劳动', '四年级'), teaches('beiping', '体育与健康', null)),
  person('bp0014', '邵雨桐', '三级教师', teaches('beiping', '数学', '五年级')),
  person('ll0002', '薛广田', '一级教师', post('leader', 'liulin'), teaches('liulin', '语文', '五年级')),

  // 石门小学
  person('sm0001', '曹永平', '一级教师', post('leader', 'shimen')),
  person('sm0004', '潘晓庆', '二级教师', teaches('shimen', '英语', '四年级'), teaches('shimen', '语文', '四年级')),
  person('sm0006', '牛志强', '二级教师', teaches('shimen', '科学', '五年级')),

  // 双桥中心小学
  person('sq0001', '殷红梅', '高级教师', post('leader', 'shuangqiao')),
  person('sq0010', '江一帆', null, teaches('shuangqiao', '道德与法治', '四年级')),
  person('sq0013', '柯雪莹', '二级教师', teaches('shuangqiao', '美术', '四年级')),

  // 河口学校、县二中
  person('hk0003', '覃凤鸣', '高级教师', post('leader', 'hekou')),
  person('hk0012', '顾怀瑾', '二级教师', teaches('hekou', '物理', '八年级', '初中')),
  person('hk0018', '黎嘉怡', '三级教师', teaches('hekou', '英语', '四年级')),
  person('ez0002', '龚树德', '正高级教师', post('leader', 'erzhong')),
  person(
    'ez0031',
    '万晓东',
    '高级教师',
    post('backboneLeader', 'erzhong', '物理', '初中'),
    teaches('erzhong', '物理', '八年级', '初中'),
  ),
]

export type Account = (typeof SOURCES)[number]['account']

/** The id of a person. */
export const personId = (account: Account): string => demoUuid('person', account)

/** The eight accounts of the sign-in page, with what each is there to show. */
export const DEMO_SIGN_INS = [
  { account: 'admin', duty: '县管理员' },
  { account: 'jyy', duty: '教研员' },
  { account: 'hexin', duty: '核心组审核员' },
  { account: 'mingshi', duty: '名师' },
  { account: 'zhubei', duty: '主备人' },
  { account: 'jiaoshi', duty: '乡村教师' },
  { account: 'xiaozhang', duty: '校长' },
  { account: 'dudao', duty: '督导' },
] as const satisfies readonly { account: Account; duty: string }[]

/** Everybody of the county. */
export const DEMO_PEOPLE: readonly DemoPerson[] = SOURCES.map(({ account, name, title, posts }) => ({
  account,
  id: personId(account),
  name,
  title,
  identities: posts.map(({ unit, ...identity }, index) => ({
    ...identity,
    id: demoUuid('identity', [account, identity.role, unit, identity.subject, identity.grade].join('/')),
    unitKey: unit,
    orgId: unitId(unit),
    isDefault: index === 0,
  })),
}))
