import { demoPlan } from './demo-plan.ts'
import { board, header, keyAndDifficult, planBuilder, section, ul } from './plan-builder.ts'

const KEY = 'sound-properties'
const TITLE = '声音的特性'
const plan = planBuilder(KEY)

/** 物理八年级: 45 minutes, written by two schools. */
export const soundProperties = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'hk0012',
  unit: 'hekou',
  state: 'taught',
  subject: '物理',
  stage: '初中',
  grade: '八年级',
  periodMinutes: 45,
  members: { ez0031: 'editor', jy0107: 'commenter' },
  createdDaysAgo: 44,
  updatedDaysAgo: 37,
  doc: plan.doc(
    TITLE,
    header({
      topic: TITLE,
      subject: '物理',
      grade: '八年级',
      volume: '上册',
      textbook: '人教版',
      unit: '第二章 声现象',
      period: '第2节，1课时',
      lessonKind: '新授课（含实验）',
      lead: '顾怀瑾（河口学校）',
      participants: '万晓东（县二中）',
      classes: '河口八（2）班39人',
    }),
    section(
      'learnerAnalysis',
      '学情分析',
      '知道声音由振动产生。生活里“高”有两个意思：“高音喇叭”“别那么高声”，一个指音调，一个指响度，本课要先把话说清。',
    ),
    plan.objectives(
      '教学目标',
      ['pitch', '通过实验知道音调由振动的频率决定，响度与振幅有关，会用生活例子区分二者。', '物理观念'],
      ['control', '能设计只改变一个因素的实验，用看得见的现象表示振动的快慢和幅度。', '科学思维、科学探究'],
      ['listen', '知道人耳听觉的频率范围，爱护听力。', '科学态度与责任'],
    ),
    keyAndDifficult('音调与频率、响度与振幅的关系。', '把“听到的”变成“看到的”，并控制变量。'),
    section('preparation', '教学准备', '钢尺每桌一把、橡皮筋、空纸盒、音叉、乒乓球、手机示波器软件（一部投屏即可）。'),
    plan.process(
      ['phase', ['minutes', '时间'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'word',
          phase: '辨词',
          minutes: 5,
          serves: ['pitch'],
          teacher: '“她歌声高”“你声音太高了”，两个“高”一样吗？先记下，下课再答。',
          students: '各执一词。',
          intent: '从词的歧义提出问题。',
        },
        {
          key: 'ruler',
          phase: '实验：音调',
          minutes: 14,
          serves: ['pitch', 'control'],
          teacher: [
            '钢尺伸出桌边，怎样让声音变尖？要比音调，什么不能变？',
            '把尺伸到很长，还听得到声音吗？看得到振动吗？由此讲频率，单位赫兹（Hz）。',
          ],
          students: ['改变伸出长度，按住桌边，用同样的力拨。', '“短的快，声音尖。”“太长了看得见，听不见。”'],
          intent: '听不见却看得见，引出听觉范围20～20000 Hz。',
        },
        {
          key: 'drum',
          phase: '实验：响度',
          minutes: 11,
          serves: ['pitch', 'control'],
          teacher: '音叉轻敲、重敲，怎样看出不同？给你一个乒乓球。',
          students: '用球靠近叉股，重敲弹得远。“音调没变，响度变了。”',
          intent: '放大微小振动。',
        },
        {
          key: 'wave',
          phase: '看波形',
          minutes: 8,
          serves: ['pitch'],
          teacher: '投屏示波器：同一个人唱高、唱低、唱轻、唱响，波形哪里变？男女生唱同一个音，波形为什么还不一样？',
          students: '指图说疏密、高矮；“样子不一样，就是音色。”',
          intent: '用图统一三个特性。',
        },
        {
          key: 'use',
          phase: '应用',
          minutes: 5,
          serves: ['listen', 'pitch'],
          teacher: '挑西瓜听什么？耳机音量开到六成以上一小时会怎样？',
          students: '“听音调。”“听力会受伤。”',
          intent: '回到生活。',
        },
        {
          key: 'close',
          phase: '答词',
          minutes: 2,
          serves: ['pitch'],
          teacher: '回答开头的两个“高”。',
          students: '“前一个是音调，后一个是响度。”',
          intent: '首尾相应。',
        },
      ],
    ),
    board(
      '　　　声音的特性',
      '音调　←　频率（Hz）　　疏　密',
      '响度　←　振幅　　　　　矮　高',
      '音色　←　发声体本身　　波形',
    ),
    section(
      'homework',
      '作业设计',
      ul('**基础：**课后第1～3题。', '**实践：**用橡皮筋和纸盒做一把能奏出三个音的琴，写出改变音调的办法。'),
    ),
    section('reflection', '教学反思'),
  ),
})
