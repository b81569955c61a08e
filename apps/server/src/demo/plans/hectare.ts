import { demoPlan } from './demo-plan.ts'
import { header, planBuilder, section } from './plan-builder.ts'

const KEY = 'hectare'
const TITLE = '公顷和平方千米（两课时合并稿）'
const plan = planBuilder(KEY)

/** 数学四上: given up after a trial lesson. */
export const hectareAndSquareKilometre = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'dp0027',
  unit: 'dongpo',
  state: 'abandoned',
  subject: '数学',
  grade: '四年级',
  createdDaysAgo: 60,
  updatedDaysAgo: 55,
  doc: plan.doc(
    TITLE,
    header({
      topic: '公顷和平方千米',
      subject: '数学',
      grade: '四年级',
      volume: '上册',
      textbook: '人教版',
      unit: '第二单元',
      lead: '卢海峰（东坡小学）',
    }),
    section(
      'designIdea',
      '设计思想',
      '原想一节课讲完两个单位。试讲发现公顷还没有体会，平方千米就成了背进率。这份作废，公顷改为到操场上走一走，单独一课时。',
    ),
    plan.objectives('教学目标', ['sense', '知道1公顷是边长100米的正方形的面积，能借助操场说出它有多大。', '量感']),
    plan.process(
      ['phase', ['minutes', '分钟'], 'teacher', 'students'],
      [
        {
          key: 'recall',
          phase: '复习',
          minutes: 5,
          serves: ['sense'],
          teacher: '说说1平方米有多大，教室约多少平方米。',
          students: '比划；“大约50平方米。”',
        },
        {
          key: 'hectare',
          phase: '认识公顷',
          minutes: 17,
          serves: ['sense'],
          teacher: '200间教室连在一起约1公顷，你能想象吗？',
          students: '多数说想象不出来。',
        },
        {
          key: 'square-km',
          phase: '认识平方千米',
          minutes: 15,
          teacher: '边长1000米的正方形，面积是多少公顷？',
          students: '推算100公顷。',
        },
        { key: 'close', phase: '小结', minutes: 3, teacher: '说进率。', students: '背诵。' },
      ],
    ),
  ),
})
