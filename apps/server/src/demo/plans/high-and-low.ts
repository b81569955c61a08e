import { demoPlan } from './demo-plan.ts'
import { header, planBuilder, section } from './plan-builder.ts'

const KEY = 'high-and-low'
const TITLE = '音的高低'
const plan = planBuilder(KEY)

/** 音乐二年级: a draft by a teacher who travels between three schools. */
export const highAndLowSounds = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'dp0007',
  unit: 'dongpo',
  state: 'drafting',
  subject: '音乐',
  grade: '二年级',
  members: { sm0004: 'commenter' },
  createdDaysAgo: 5,
  updatedDaysAgo: 3,
  doc: plan.doc(
    TITLE,
    header({
      topic: '音的高低',
      subject: '音乐',
      grade: '二年级',
      volume: '上册',
      textbook: '校本',
      period: '1课时',
      lessonKind: '综合课',
      lead: '苗望舒（东坡小学，走教石门、柳林）',
      date: '第14周',
    }),
    section(
      'learnerAnalysis',
      '学情分析',
      '二年级常把“高”听成“响”。石门、柳林没有钢琴，三地通用的乐器只有水杯和人声，教案按没有琴来写。',
    ),
    plan.objectives(
      '教学目标',
      ['hear', '能听辨三个音的高低，不与强弱混淆，用手势表示。', '审美感知'],
      ['sing', '能用柯尔文手势唱出sol、mi、la组成的短句，音准基本正确。', '艺术表现'],
    ),
    section('preparation', '教学准备', '玻璃杯五只（水量不同）、筷子、手机节拍器。'),
    plan.process(
      ['phase', ['minutes', '时间'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'voice',
          phase: '小猫和老牛',
          minutes: 6,
          serves: ['hear'],
          teacher: '请学生学小猫叫、老牛叫。哪个高？老牛叫得更响，是不是更高？',
          students: '模仿、争论。“响不等于高。”',
          intent: '先分清高低与强弱。',
        },
        {
          key: 'cups',
          phase: '敲水杯',
          minutes: 12,
          serves: ['hear'],
          teacher: '敲两只杯子，闭眼听，高的站、低的蹲。问：水多的高还是水少的高？猜了再听。',
          students: '听辨、做动作。“水少的高。”',
          intent: '用身体表示音高，全员参与。',
        },
        {
          key: 'hand',
          phase: '手势唱',
          minutes: 14,
          serves: ['sing'],
          teacher: '教sol、mi、la三个手势，师唱生接。把村里卖豆腐的吆喝“豆腐——”放进来，它是几个音？',
          students: '接唱、编手势。“前面高，后面低。”',
          intent: '从身边的声音找音高。',
        },
        {
          key: 'make',
          phase: '编一句',
          minutes: 6,
          serves: ['sing'],
          teacher: '两人一组，用三个音给自己的名字编一句，轮流敲杯伴奏。',
          students: '编、唱、互相猜。',
          intent: '',
        },
        {
          key: 'close',
          phase: '下课歌',
          minutes: 2,
          serves: ['sing'],
          teacher: '唱着再见出教室。',
          students: '接唱。',
          intent: '',
        },
      ],
    ),
    section('board', '板书设计'),
  ),
})
