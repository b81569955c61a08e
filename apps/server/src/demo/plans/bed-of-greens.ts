import { demoPlan } from './demo-plan.ts'
import { header, keyAndDifficult, planBuilder, section, ul } from './plan-builder.ts'

const KEY = 'bed-of-greens'
const TITLE = '种一畦小青菜：间苗与追肥'
const plan = planBuilder(KEY)

/** 劳动四年级: a village school's own lesson, in the archive. */
export const bedOfGreens = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'bp0011',
  unit: 'beiping',
  state: 'archived',
  subject: '劳动',
  grade: '四年级',
  members: { qh0009: 'commenter' },
  createdDaysAgo: 58,
  updatedDaysAgo: 30,
  doc: plan.doc(
    TITLE,
    header({
      topic: '间苗与追肥',
      subject: '劳动',
      grade: '四年级',
      textbook: '校本',
      period: '第3课时，共5课时',
      lessonKind: '劳动实践',
      lead: '杨生福（北坪中心小学）',
      classes: '北坪四年级29人',
      place: '学校菜园',
    }),
    section('learnerAnalysis', '学情分析', '孩子们家里都种菜，见过大人间苗，自己没做过主：拔哪棵、留哪棵，舍不得。'),
    plan.objectives(
      '教学目标',
      ['thin', '会按一拃的株距间苗，知道为什么要拔掉一些好苗。', '劳动能力'],
      ['care', '能和同伴分工，用完工具洗净放回。', '劳动习惯和品质'],
    ),
    keyAndDifficult('间苗的株距和手法。', '舍得拔；拔时不带动旁边的苗。'),
    plan.process(
      ['phase', ['minutes', '时间'], 'teacher', 'students', ['resources', '工具与安全']],
      [
        {
          key: 'look',
          phase: '看苗',
          minutes: 6,
          serves: ['thin'],
          teacher: '比较两行：一行上周间过，一行没有。叶子有什么不同？',
          students: '“间过的矮胖，没间的又高又黄。”',
          resources: '沿田埂站，不踩畦。',
        },
        {
          key: 'show',
          phase: '示范',
          minutes: 7,
          serves: ['thin'],
          teacher: '一手按住要留的，一手捏住要拔的根部，直着往上。请一名学生边做边说，错了大家叫停。',
          students: '看、说、试拔三棵。',
          resources: '浇过水的土，下午前进行。',
        },
        {
          key: 'work',
          phase: '动手',
          minutes: 20,
          serves: ['thin', 'care'],
          teacher:
            '三人一畦：一人量株距，一人拔，一人收苗；五分钟换一次。收的苗洗净送食堂。追肥用沤好的豆饼水，每棵一小勺，离根一指。',
          students: '劳动、轮换；发现缺苗处，用拔出的壮苗补栽。',
          resources: '手套、小勺、筐；豆饼水由老师倒。',
        },
        {
          key: 'close',
          phase: '收工',
          minutes: 7,
          serves: ['care'],
          teacher: '洗手、洗工具、清点。你最舍不得拔的是哪一棵？后来怎么决定的？',
          students: '“两棵挨着一样好，我留了离远一点的那棵。”',
          resources: '',
        },
      ],
    ),
    section('homework', '作业设计', ul('观察日记：每三天记一次苗高和叶数，画一幅小图。')),
    section(
      'reflection',
      '教学反思',
      '间下来的苗中午做了汤，四年级每人多喝了一碗。有三畦株距还是密，孩子说“再等等看”，就留着不动，正好下周比一比。',
    ),
  ),
})
