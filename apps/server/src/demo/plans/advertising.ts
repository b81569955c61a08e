import { demoPlan } from './demo-plan.ts'
import { board, header, keyAndDifficult, planBuilder, section, steps, ul } from './plan-builder.ts'

const KEY = 'advertising'
const TITLE = '正确认识广告（第1课时）'
const plan = planBuilder(KEY)

/** 道德与法治四上: two schools discuss it. */
export const advertising = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'sq0010',
  unit: 'shuangqiao',
  state: 'studying',
  subject: '道德与法治',
  grade: '四年级',
  members: { qh0152: 'editor' },
  createdDaysAgo: 11,
  updatedDaysAgo: 2,
  doc: plan.doc(
    TITLE,
    header({
      topic: '正确认识广告',
      subject: '道德与法治',
      grade: '四年级',
      volume: '上册',
      textbook: '统编版',
      period: '第1课时，共2课时',
      lessonKind: '新授课',
      lead: '江一帆（双桥中心小学）',
      participants: '钟少华（清河小学）',
      classes: '双桥四（1）班、清河四（2）班',
      date: '第14周',
    }),
    section(
      'standard',
      '课标要求',
      '第二学段：初步形成理性消费的意识，能辨别信息的真伪，学会自我保护；知道与生活有关的法律，遇到侵害时会求助。',
    ),
    section(
      'textbookAnalysis',
      '教材分析',
      '本课先让学生看到广告无处不在，再学会看出广告里的“水分”。第1课时解决“广告想让我做什么、有没有说全”，第2课时讨论哪些广告不合法、遇到了找谁。',
      '法律依据：《中华人民共和国广告法》规定广告不得含有虚假或者引人误解的内容，不得在中小学校、幼儿园内开展广告活动。对四年级只用到这两点，不讲条文。',
    ),
    section(
      'learnerAnalysis',
      '学情分析',
      '问卷（双桥37人）：26人买过“广告里看到的”零食或卡片，其中15人觉得和广告里不一样。学生最熟的不是电视，是短视频里的推荐和小卖部门口的海报，材料要从这里取。',
      '清河班上有孩子家里开小超市，讨论时注意不要变成批评某个同学的家里。',
    ),
    plan.objectives(
      '教学目标',
      ['find', '能从身边找出不同形式的广告，说出它想让谁做什么。', '政治认同、健全人格'],
      ['judge', '学会用“三问”检查一则广告：谁说的？说全了吗？能证明吗？', '法治观念'],
      ['choose', '面对想买的东西，能先想“我需要吗”，愿意和家人商量。', '责任意识'],
    ),
    keyAndDifficult('用“三问”分析广告。', '发现藏在短视频、游戏和人情推荐里的广告：没写“广告”两个字的广告。'),
    section(
      'preparation',
      '教学准备',
      '教师：自制三则广告（“跳跳糖”“过目不忘笔”“一周长高鞋垫”，品名全为虚构）、辣条配料表的空白样张。学生：前一天记录“一天里看到的广告”，写时间和地点。',
    ),
    plan.process(
      ['phase', ['minutes', '时间'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'count',
          serves: ['find'],
          phase: '晒一晒：我的一天',
          minutes: 6,
          teacher: [
            '谁记的广告最多？请三人报数并说在哪看到的，按“说广告的”和“没说是广告的”写成两栏。',
            '问：哥哥发视频说“这个真好吃，链接在下面”，算不算？',
          ],
          students: ['“我记了19条，坐车那一路就有8条。”', '“算，他想让我们买。”“不算，他只是说好吃。”两边各说理由。'],
          intent: '从学生的记录出发，把争论留给下一环节。',
        },
        {
          key: 'want',
          serves: ['find'],
          phase: '想一想：它要我做什么',
          minutes: 7,
          teacher: [
            '出示“跳跳糖”海报。问：海报上哪些东西是让你喜欢的？哪些是让你着急的？',
            '追问：限时、只剩两件、同学都有，这些话为什么管用？',
          ],
          students: ['“明星笑得开心，颜色鲜艳。”“‘最后一天’让人怕买不到。”', '“怕别人有我没有。”'],
          intent: '看懂广告的用意，不急着说它坏。广告也介绍有用的信息，这一点要让学生说出来。',
        },
        {
          key: 'three-questions',
          serves: ['judge'],
          phase: '查一查：三问',
          minutes: 14,
          teacher: [
            steps(
              '示范：用“谁说的？说全了吗？能证明吗？”查“过目不忘笔”。',
              '四人一组查“一周长高鞋垫”，在广告上用红笔圈出可疑的词，旁边写问号或叉。',
              '各组只汇报一处，别组说过的不重复。',
            ),
            '追问：“99%的同学都说好”，这个数哪里来的？问了几个人？',
          ],
          students: [
            '“‘专家说’，没写是哪位专家。”“没写要配合什么锻炼，没说全。”',
            '“如果只问了一个人，他说好，也可以写成百分之百。”',
            '“长高要看医生、吃饭、睡觉，鞋垫证明不了。”',
          ],
          intent: '三问是工具，要有足够时间真用一次；数字的追问接到数学里的统计。',
        },
        {
          key: 'choose',
          serves: ['choose'],
          phase: '选一选：十元钱',
          minutes: 9,
          teacher: [
            '情境：你有十元，小卖部在推“集卡零食”，集满十张换玩具。买不买？先独立写下决定和理由，再听两种意见，可以改。',
            '不评谁对，只问：你改主意是因为听到了哪句话？',
          ],
          students: [
            '“集满十张要买多少包？说不定有一张永远没有。”',
            '“我就是想吃，不为卡，那就买一包。”',
            '写下新决定。',
          ],
          intent: '允许有不同的选择，但选择要有理由；改主意是学习发生的地方。',
        },
        {
          key: 'close',
          serves: ['judge', 'choose'],
          phase: '收束',
          minutes: 4,
          teacher: '请用一句话提醒昨天的自己。布置：回家找一则广告，和家人一起做三问。',
          students: '“看到‘最后一天’，先睡一觉再说。”',
          intent: '用学生的话作总结。',
        },
      ],
    ),
    board(
      '　　　　正确认识广告',
      '它要我：　喜欢　着急　跟着买',
      '我三问：　① 谁说的？　② 说全了吗？　③ 能证明吗？',
      '再想想：　我需要吗？　和家人商量',
    ),
    section(
      'homework',
      '作业设计',
      ul(
        '**必做：**和家人一起给一则广告做三问，写在学习单上。',
        '**选做：**给班里的跳蚤市场写一则说真话、也让人想买的小广告。',
      ),
    ),
    section('reflection', '教学反思'),
  ),
})
