import { demoPlan } from './demo-plan.ts'
import { header, keyAndDifficult, planBuilder, section, ul } from './plan-builder.ts'

const KEY = 'standing-long-jump'
const TITLE = '立定跳远（第2课时）'
const plan = planBuilder(KEY)

/** 体育三年级: taught, with its reflection. */
export const standingLongJump = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'cg0071',
  unit: 'chengguan',
  state: 'reflected',
  subject: '体育与健康',
  grade: '三年级',
  members: { bp0011: 'editor' },
  createdDaysAgo: 21,
  updatedDaysAgo: 13,
  doc: plan.doc(
    TITLE,
    header({
      topic: '立定跳远：摆臂与蹬地的配合',
      subject: '体育与健康',
      grade: '三年级',
      period: '第2课时，共4课时',
      lessonKind: '新授课',
      lead: '石晋川（城关小学）',
      participants: '杨生福（北坪中心小学）',
      classes: '城关三（4）班40人',
      place: '操场、沙坑',
    }),
    section(
      'learnerAnalysis',
      '学情分析',
      '第1课时学会了双脚同时起跳、屈膝落地。现在的问题是手脚各顾各：有一半孩子蹬地时手还在下面。三名体重较大的孩子落地重，练习放在体操垫上。',
    ),
    plan.objectives(
      '教学目标',
      ['skill', '能做到摆臂向前上方时同时蹬地，十次中有七次以上配合上。', '运动能力'],
      ['health', '落地屈膝缓冲，会在练习前后活动踝关节。', '健康行为'],
      ['spirit', '轮到别人时认真看，能说出同伴做对的一处。', '体育品德'],
    ),
    keyAndDifficult('摆臂与蹬地同时。', '由“摆、停、跳”变成连贯的一下。'),
    section(
      'preparation',
      '教学准备',
      '皮筋4根、小垫子20块、画有脚印的地贴。运动负荷：平均心率约140次/分，练习密度55%以上。',
    ),
    plan.process(
      [
        'phase',
        ['minutes', '时间'],
        ['teacher', '教师活动与要求'],
        ['students', '学生练习（次数）'],
        ['resources', '组织与安全'],
      ],
      [
        {
          key: 'warm',
          phase: '准备',
          minutes: 8,
          serves: ['health'],
          teacher: '慢跑两圈；游戏“青蛙过荷叶”，听鼓点跳，一拍一跳。',
          students: '每人约20次小跳；活动踝、膝各两个八拍。',
          resources: '四列横队，间隔两米。',
        },
        {
          key: 'rhythm',
          phase: '学节奏',
          minutes: 9,
          serves: ['skill'],
          teacher: '口令“摆——摆——跳！”第三下手过耳、脚蹬地。原地做，不求远。手脚不齐的，两人面对面当镜子。',
          students: '分解6次，连贯8次。',
          resources: '两人一垫，落在垫上。',
        },
        {
          key: 'band',
          phase: '过皮筋',
          minutes: 12,
          serves: ['skill', 'spirit'],
          teacher: '皮筋离起跳线80厘米、高20厘米，跳过去就是手摆上来了。跳得过的自己后退一脚掌。',
          students: '每人8至10次，排队时观察前一人的手，告诉他“手到耳朵了没有”。',
          resources: '四组轮换；皮筋由老师和小组长拉，碰到就松手。',
        },
        {
          key: 'game',
          phase: '小河接力',
          minutes: 7,
          serves: ['skill', 'spirit'],
          teacher: '每组连跳三次接力，比总距离，不比谁快。',
          students: '3轮。',
          resources: '落地点贴标记。',
        },
        {
          key: 'cool',
          phase: '放松',
          minutes: 4,
          serves: ['health', 'spirit'],
          teacher: '拉伸小腿。说一说今天看到谁做对了什么。',
          students: '静态拉伸；点名表扬同伴。',
          resources: '',
        },
      ],
    ),
    section('homework', '作业设计', ul('每天跳绳两分钟，原地“摆摆跳”十次；家长可帮忙看手脚是不是一起。')),
    section(
      'reflection',
      '教学反思',
      '皮筋比口令管用，过皮筋一轮后配合上的从18人到31人。接力的时候又乱了，一求快手就不摆。下次接力改成“每跳一次停一秒，同伴喊好再跳”。北坪杨老师那边没有沙坑，在草地上练，效果一样。',
    ),
  ),
})
