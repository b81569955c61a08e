import { demoPlan } from './demo-plan.ts'
import { board, header, keyAndDifficult, planBuilder, section, ul } from './plan-builder.ts'

const KEY = 'rounded-quotient'
const TITLE = '小数除法：商的近似数'
const plan = planBuilder(KEY)

/** 数学五上: a lesson of October, in the archive. */
export const roundedQuotient = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'zhubei',
  unit: 'qinghe',
  state: 'archived',
  subject: '数学',
  grade: '五年级',
  members: { mingshi: 'editor' },
  createdDaysAgo: 48,
  updatedDaysAgo: 25,
  doc: plan.doc(
    TITLE,
    header({
      topic: '商的近似数',
      subject: '数学',
      grade: '五年级',
      volume: '上册',
      textbook: '人教版',
      unit: '第三单元 小数除法',
      period: '第5课时',
      lessonKind: '新授课',
      lead: '周远（清河小学）',
      classes: '清河五（1）班',
    }),
    section(
      'learnerAnalysis',
      '学情分析',
      '会算小数除法，也会求积的近似数。难处在于除不尽时不知道除到哪一位停，有人一直除到纸边。',
    ),
    plan.objectives(
      '教学目标',
      ['stop', '会用“四舍五入”法求商的近似数，知道要比保留的位数多除一位。', '运算能力'],
      ['sense', '能根据实际情况决定保留几位，或用进一法、去尾法。', '应用意识'],
    ),
    keyAndDifficult('求商的近似数。', '根据情境取近似数，不一律四舍五入。'),
    plan.process(
      ['phase', ['minutes', '分钟'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'shop',
          phase: '买练习本',
          minutes: 6,
          serves: ['stop'],
          teacher: '一打练习本12本，共19.4元，每本多少元？除到哪里才算完？收钱最小收到几分？',
          students: '列竖式，得1.6166……“一直是6。”“钱只到分，1.62元。”',
          intent: '除不尽是真问题，元角分提供停的理由。',
        },
        {
          key: 'rule',
          phase: '除到哪一位',
          minutes: 12,
          serves: ['stop'],
          teacher: ['分别保留整数、一位、两位小数，各要除到第几位？', '有人除出1.61就停，写1.61元，错在哪里？'],
          students: ['小组列表：保留几位，就多除一位。', '“没看下一位是6，应该进。”'],
          intent: '由错例得出“多除一位”。',
        },
        {
          key: 'compare',
          phase: '比一比',
          minutes: 8,
          serves: ['stop'],
          teacher: '积的近似数要先算出准确的积；商呢？为什么不一样？',
          students: '“积总能算完，商可能算不完。”',
          intent: '和旧知识区分。',
        },
        {
          key: 'sense',
          phase: '看情境',
          minutes: 11,
          serves: ['sense'],
          teacher: '3.2千克油分装，每瓶0.5千克，要几个瓶？25米布，每套校服用1.8米，能做几套？',
          students: '$3.2\\div0.5=6.4$，要7个瓶；$25\\div1.8\\approx13.9$，只能做13套。说理由。',
          intent: '近似要听情境的。',
        },
        {
          key: 'close',
          phase: '小结',
          minutes: 3,
          serves: ['sense'],
          teacher: '求近似数之前，先问自己哪两件事？',
          students: '“保留几位？这件事能不能舍、能不能进？”',
          intent: '留下两问。',
        },
      ],
    ),
    board('　商的近似数', '19.4÷12＝1.616…≈1.62（元）', '保留几位　→　多除一位　→　看情境'),
    section(
      'homework',
      '作业设计',
      ul('**基础：**竖式4题，各保留两位小数。', '**选做：**找一张超市小票，算出一样东西的单价。'),
    ),
    section(
      'reflection',
      '教学反思',
      '装油那题，9个孩子写6瓶，理由是“四舍五入”。下次把这题提到规则之前，让他们先遇到“舍了就漏油”，再学规则。',
    ),
  ),
})
