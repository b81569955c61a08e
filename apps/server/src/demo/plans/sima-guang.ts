import { demoPlan } from './demo-plan.ts'
import { board, header, keyAndDifficult, planBuilder, section, ul } from './plan-builder.ts'

const KEY = 'sima-guang'
const TITLE = '司马光'
const plan = planBuilder(KEY)

/** 语文三上: a new teacher's plan in 研讨 with a colleague of another school. */
export const simaGuangStory = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'qh0217',
  unit: 'qinghe',
  state: 'studying',
  subject: '语文',
  grade: '三年级',
  members: { dp0022: 'editor', jy0103: 'commenter' },
  createdDaysAgo: 10,
  updatedDaysAgo: 1,
  doc: plan.doc(
    TITLE,
    header({
      topic: '司马光',
      subject: '语文',
      grade: '三年级',
      volume: '上册',
      textbook: '统编版',
      unit: '第八单元',
      period: '第1课时，共1课时',
      lessonKind: '新授课',
      lead: '白知夏（清河小学）',
      participants: '冯秀芝（东坡小学）',
      date: '第15周',
    }),
    section(
      'textbookAnalysis',
      '教材分析',
      '第一篇文言文，全文三十个字。任务不是学语法，是消除怕：文言文读得通、看得懂、讲得出，和古诗一样是老朋友。',
    ),
    section(
      'learnerAnalysis',
      '学情分析',
      '故事人人知道，文言人人没读过。正好反过来：知道意思，再看古人怎么说得这么短。“{瓮|wèng}”没见过，带一只腌菜坛子来。',
    ),
    plan.objectives(
      '教学目标',
      ['read', '能跟读、自读课文，读出词句间的停顿，背诵课文。', '语言运用'],
      ['tell', '能借助注释和插图用自己的话讲这个故事，发现文言比白话简短。', '思维能力'],
      ['person', '能从众人与司马光的不同做法中体会他遇事冷静。', '文化自信'],
    ),
    keyAndDifficult('读好停顿，借助注释讲故事。', '体会“众皆弃去”与“光持石”之间的对比。'),
    plan.process(
      ['phase', ['minutes', '时间'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'jar',
          phase: '认瓮',
          minutes: 5,
          serves: ['tell'],
          teacher: '捧出坛子：它叫瓮，口小肚大。一个孩子掉进装满水的瓮里，会怎样？谁听过这个故事？',
          students: '比划大小，抢着讲故事大意。',
          intent: '由已知的故事走进未知的文字。',
        },
        {
          key: 'read',
          phase: '读通',
          minutes: 11,
          serves: ['read'],
          teacher: [
            '范读两遍，学生用手指点着停顿。提示“足跌／没水中”的“没”读mò。',
            '故意读破：“光持／石击瓮／破之”，问哪里别扭。',
          ],
          students: ['跟读、自读、同桌读。', '“应该先拿石头，再打瓮，光／持石／击瓮／破之。”'],
          intent: '停顿读对了，意思就懂了一半。',
        },
        {
          key: 'tell',
          phase: '讲明白',
          minutes: 12,
          serves: ['tell'],
          teacher: [
            '一人读一句文言，一人接一句白话，对着讲。',
            '数一数：你的话用了多少字，课文用了多少字？把哪些字省掉了？',
          ],
          students: ['对讲，遇到难处看注释。', '“我说了一百多字，课文三十个字。”“没说是谁的时候，也看得懂。”'],
          intent: '发现文言的简短，不讲术语。',
        },
        {
          key: 'person',
          phase: '比做法',
          minutes: 7,
          serves: ['person'],
          teacher: '圈出大家做了什么、司马光做了什么。当时他心里可能转过几个念头？',
          students: '“别人跑了，他留下。”“叫大人来不及，瓮太高够不着，只能打破。”',
          intent: '冷静是想出来的，让学生替他想一遍。',
        },
        {
          key: 'recite',
          phase: '背一背',
          minutes: 5,
          serves: ['read'],
          teacher: '看着坛子和石头两样东西背。',
          students: '自背、对背。',
          intent: '当堂成诵。',
        },
      ],
    ),
    board(
      '　　　司　马　光',
      '群儿　戏　→　一儿　没水　→　众　弃去',
      '　　　　　　　　　　　　　　光　持石击瓮',
      '　　　　　　　　　　　　　　儿　得活',
    ),
    section(
      'homework',
      '作业设计',
      ul(
        '**必做：**用文言和白话各讲一遍，讲给家里人听。',
        '**选做：**试着把今天课间的一件事写得像文言那样短，不超过二十个字。',
      ),
    ),
    section('reflection', '教学反思'),
  ),
})
