import { demoPlan } from './demo-plan.ts'
import { header, keyAndDifficult, planBuilder, section } from './plan-builder.ts'

const KEY = 'trapezoid-area'
const TITLE = '梯形的面积'
const plan = planBuilder(KEY)

/** 数学五上: a draft that is late and half done. */
export const trapezoidArea = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'cg0036',
  unit: 'chengguan',
  state: 'drafting',
  subject: '数学',
  grade: '五年级',
  members: { mingshi: 'editor', zhubei: 'commenter' },
  createdDaysAgo: 3,
  updatedDaysAgo: 2,
  doc: plan.doc(
    TITLE,
    header({
      topic: '梯形的面积',
      subject: '数学',
      grade: '五年级',
      volume: '上册',
      textbook: '人教版',
      unit: '第六单元 多边形的面积',
      period: '第5课时',
      lessonKind: '新授课',
      lead: '马晓岚（城关小学）',
      date: '第14周',
    }),
    section(
      'learnerAnalysis',
      '学情分析',
      '有了割补和倍拼两次经验，梯形可以放手。估计多数会拼两个，少数会沿对角线分成两个三角形，后一种写成公式要合并同类的式子，五年级说理有困难，用具体数就行。',
    ),
    plan.objectives(
      '教学目标',
      ['derive', '能用自己选的办法推导梯形的面积公式，并看懂别人的办法。', '推理意识'],
      ['apply', '会用公式求梯形的面积。', '运算能力'],
    ),
    keyAndDifficult('推导梯形的面积公式。', '看懂“上底＋下底”是拼成的图形的哪一条边。'),
    plan.process(
      ['phase', ['minutes', '分钟'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'start',
          phase: '提出问题',
          minutes: 4,
          serves: ['derive'],
          teacher: '出示堤坝的横截面。它是什么形？你打算剪还是拼？先在脑子里做一遍，再动手。',
          students: '说打算，两种人分坐两边。',
          intent: '先想后做。',
        },
        {
          key: 'explore',
          phase: '分组推导',
          minutes: 16,
          serves: ['derive'],
          teacher: '发梯形纸片，一样的两个。推导完的组把过程贴到“推导展”上，写清每一步用了什么。',
          students: '预设三种：两个拼成平行四边形；沿对角线分成两个三角形；剪下一角补成长方形。',
          intent: '不统一做法，比较之后再统一公式。',
        },
        {
          key: 'formula',
          phase: '归纳',
          minutes: 7,
          serves: ['derive', 'apply'],
          teacher: '三种办法的式子不一样长，算出来一样吗？哪一个最好记？板书 $S=(a+b)h\\div2$。',
          students: '代入上底3、下底5、高4，都得16。',
          intent: '殊途同归。',
        },
        { key: 'todo', phase: '练习', minutes: 10, serves: ['apply'] },
        { key: 'close', phase: '小结', minutes: 3, serves: ['derive'] },
      ],
    ),
    section('board', '板书设计'),
    section('homework', '作业设计'),
  ),
})
