import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }
const title = (text: string) => p(text, { ...B, size: 32 })

/** Forms of schools that put everything into tables. */
export const TABLE_LAYOUTS: Layout[] = [
  {
    name: '信息技术：教师怎么教、学生怎么学、为什么这样做',
    file: docx(
      title('初识编程') +
        tbl(4, tr(tc('学科', B), tc('信息科技'), tc('年级', B), tc('五年级'))) +
        p('教学过程', { bold: true }) +
        tbl(
          4,
          tr(tc('流程', B), tc('教师怎么教', B), tc('学生怎么学', B), tc('为什么这样做', B)),
          tr(tc('玩一玩（6分钟）'), tc('出示迷宫游戏，请一名同学发口令。'), tc('按口令走格子。'), tc('激发兴趣')),
          tr(tc('编一编（34分钟）'), tc('示范拖动积木，巡视指导。'), tc('小组合作完成程序。'), tc('做中学')),
        ),
    ),
    title: '初识编程',
    header: { 学科: '信息科技', 年级: '五年级' },
    sections: {},
    fields: [['phase', 'teacher', 'students', 'intent']],
    rows: [
      { phase: '玩一玩（6分钟）', minutes: 6, teacher: '出示迷宫游戏，请一名同学发口令。', intent: '激发兴趣' },
      { phase: '编一编（34分钟）', minutes: 34, students: '小组合作完成程序。' },
    ],
    totalMinutes: 40,
  },
  {
    name: '双师课堂：主讲端、接收端各有教师与学生',
    file: docx(
      title('双师课堂教学设计') +
        tbl(
          4,
          tr(tc('课题', B), tc('小数的意义'), tc('主讲教师', B), tc('何静')),
          tr(tc('接收校', B), tc('石门教学点'), tc('辅助教师', B), tc('杨立')),
        ) +
        tbl(
          6,
          tr(
            tc('教学环节', { ...B, merge: 'restart' }),
            tc('时间', { ...B, merge: 'restart' }),
            tc('主讲端', { ...B, span: 2 }),
            tc('接收端', { ...B, span: 2 }),
          ),
          tr(
            tc('', { merge: 'continue' }),
            tc('', { merge: 'continue' }),
            tc('主讲教师活动', B),
            tc('学生活动', B),
            tc('辅助教师活动', B),
            tc('接收端学生活动', B),
          ),
          tr(tc('连线问好'), tc('2分钟'), tc('问好'), tc('挥手'), tc('调试音量'), tc('挥手')),
          tr(tc('探究'), tc('30分钟'), tc('讲十分之几'), tc('涂色'), tc('发学具、巡视'), tc('涂色并展示')),
          tr(tc('小结'), tc('8分钟'), tc('梳理'), tc('说收获'), tc('收作业'), tc('说收获')),
        ),
    ),
    title: '小数的意义',
    header: { 课题: '小数的意义', 主备人: '何静', 接收校: '石门教学点', 参备人: '杨立' },
    sections: {},
    fields: [['phase', 'minutes', 'teacher', 'students', 'assistant', 'extra:接收端学生活动']],
    rows: [
      { phase: '连线问好', minutes: 2, teacher: '问好', students: '挥手', assistant: '调试音量' },
      { phase: '探究', minutes: 30, assistant: '发学具、巡视', extra: { 接收端学生活动: '涂色并展示' } },
      { phase: '小结', minutes: 8, teacher: '梳理' },
    ],
    totalMinutes: 40,
  },
  {
    name: '时间列是一串起止，用长横线，表头写着“分”',
    file: docx(
      title('三角形的内角和') +
        tbl(
          4,
          tr(tc('时间（分）', B), tc('教学环节', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('0—5'), tc('激疑'), tc('两个三角形吵架了'), tc('猜')),
          tr(tc('5—12'), tc('量'), tc('发量角器'), tc('量、记')),
          tr(tc('12—30'), tc('拼'), tc('撕角演示'), tc('撕、拼')),
          tr(tc('30—40'), tc('练'), tc('出示练习'), tc('做')),
        ),
    ),
    title: '三角形的内角和',
    header: {},
    sections: {},
    fields: [['minutes', 'phase', 'teacher', 'students']],
    rows: [
      { minutes: 5, phase: '激疑' },
      { minutes: 7, phase: '量', students: '量、记' },
      { minutes: 18, phase: '拼' },
      { minutes: 10, phase: '练' },
    ],
    totalMinutes: 40,
  },
  {
    name: '录像课脚本：时间写成钟面 0:05，一行接一行',
    file: docx(
      title('微课脚本：认识周长') +
        tbl(
          3,
          tr(tc('时间', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('0:00-0:05'), tc('出示树叶'), tc('描边')),
          tr(tc('0:05-0:20'), tc('讲封闭图形'), tc('辨析')),
          tr(tc('0:20-0:40'), tc('围一围'), tc('动手')),
        ),
    ),
    title: '微课脚本：认识周长',
    header: {},
    sections: {},
    fields: [['minutes', 'teacher', 'students']],
    rows: [
      { minutes: 5, teacher: '出示树叶' },
      { minutes: 15, teacher: '讲封闭图形' },
      { minutes: 20, students: '动手' },
    ],
    totalMinutes: 40,
  },
  {
    name: '环节里写（3～5分钟），整张大表，重难点一格里分两行',
    file: docx(
      tbl(
        4,
        tr(tc('课题', B), tc('雷锋叔叔，你在哪里'), tc('授课人', B), tc('田甜')),
        tr(tc('学习目标', B), tc(p('1.认识15个生字。\n2.读出诗的节奏。\n3.愿意帮助别人。'), { span: 3 })),
        tr(tc('教学重难点', B), tc(p('教学重点：识字、写字。\n教学难点：体会雷锋精神。'), { span: 3 })),
        tr(tc('教学环节', B), tc('教师活动', B), tc('学生活动', B), tc('设计意图', B)),
        tr(tc('导入（3～5分钟）'), tc('放歌曲'), tc('听'), tc('入情')),
        tr(tc('识字（10～15分钟）'), tc('出示词卡'), tc('开火车读'), tc('夯实')),
        tr(tc('读诗（20分钟）'), tc('范读'), tc('师生对读'), tc('体会')),
        tr(tc('作业布置', B), tc('把诗读给家里人听。', { span: 3 })),
      ),
    ),
    title: '雷锋叔叔，你在哪里',
    header: { 课题: '雷锋叔叔，你在哪里', 主备人: '田甜' },
    sections: {
      目标: '1.认识15个生字。\n2.读出诗的节奏。\n3.愿意帮助别人。',
      重点: '识字、写字。',
      难点: '体会雷锋精神。',
      作业: '把诗读给家里人听。',
    },
    objectives: 3,
    fields: [['phase', 'teacher', 'students', 'intent']],
    rows: [
      { phase: '导入（3～5分钟）', minutes: 5 },
      { phase: '识字（10～15分钟）', minutes: 15, teacher: '出示词卡' },
      { phase: '读诗（20分钟）', minutes: 20, intent: '体会' },
    ],
    totalMinutes: 40,
  },
  {
    name: '转置的表：时间另起一行，左上角空着',
    file: docx(
      title('制作小台灯') +
        p('教学流程', { bold: true }) +
        tbl(
          4,
          tr(tc(''), tc('第一环节 设计', B), tc('第二环节 制作', B), tc('第三环节 展示', B)),
          tr(tc('时间', B), tc('8分钟'), tc('22分钟'), tc('10分钟')),
          tr(tc('教师活动', B), tc('讲图纸'), tc('巡视、提醒安全'), tc('组织评比')),
          tr(tc('学生活动', B), tc('画草图'), tc('剪、粘、接线'), tc('讲解作品')),
        ),
    ),
    title: '制作小台灯',
    header: {},
    sections: {},
    fields: [['phase', 'minutes', 'teacher', 'students']],
    rows: [
      { phase: '第一环节 设计', minutes: 8, teacher: '讲图纸', students: '画草图' },
      { phase: '第二环节 制作', minutes: 22, students: '剪、粘、接线' },
      { phase: '第三环节 展示', minutes: 10, teacher: '组织评比' },
    ],
    totalMinutes: 40,
  },
  {
    name: '每个环节一张表，环节名是表里的通栏第一行',
    file: docx(
      title('防溺水安全课') +
        p('教学过程', { bold: true }) +
        tbl(
          2,
          tr(tc('环节一：案例导入（5分钟）', { ...B, span: 2 })),
          tr(tc('教师活动', B), tc('学生活动', B)),
          tr(tc('讲述新闻'), tc('说感受')),
        ) +
        p('') +
        tbl(
          2,
          tr(tc('环节二：学会自救（35分钟）', { ...B, span: 2 })),
          tr(tc('教师活动', B), tc('学生活动', B)),
          tr(tc('示范抛救生圈'), tc('两人一组练习')),
        ),
    ),
    title: '防溺水安全课',
    header: {},
    sections: {},
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '环节一：案例导入（5分钟）', minutes: 5, teacher: '讲述新闻', students: '说感受' },
      { phase: '环节二：学会自救（35分钟）', minutes: 35, teacher: '示范抛救生圈', students: '两人一组练习' },
    ],
    totalMinutes: 40,
  },
  {
    name: '每个任务一张竖表：字段在左，内容在右',
    file: docx(
      title('长方体的体积') +
        p('教学过程', { bold: true }) +
        tbl(
          2,
          tr(tc('教学环节', B), tc('任务一 摆一摆（15分钟）')),
          tr(tc('教师活动', B), tc('发小方块，问：摆了几个？')),
          tr(tc('学生活动', B), tc('摆、填表')),
          tr(tc('设计意图', B), tc('积累经验')),
        ) +
        p('') +
        tbl(
          2,
          tr(tc('教学环节', B), tc('任务二 算一算（25分钟）')),
          tr(tc('教师活动', B), tc('引导发现公式')),
          tr(tc('学生活动', B), tc('归纳、应用')),
          tr(tc('设计意图', B), tc('抽象概括')),
        ) +
        p('板书设计', { bold: true }) +
        p('V＝abh'),
    ),
    title: '长方体的体积',
    header: {},
    sections: { 板书: 'V＝abh' },
    fields: [['phase', 'teacher', 'students', 'intent']],
    rows: [
      { phase: '任务一 摆一摆（15分钟）', minutes: 15, students: '摆、填表', intent: '积累经验' },
      { phase: '任务二 算一算（25分钟）', minutes: 25, teacher: '引导发现公式' },
    ],
    totalMinutes: 40,
  },
  {
    name: '体育：运动负荷下分时间、次数、强度，有序号列',
    file: docx(
      title('水平三 支撑跳跃') +
        tbl(
          7,
          tr(
            tc('序号', { ...B, merge: 'restart' }),
            tc('课的结构', { ...B, merge: 'restart' }),
            tc('教师活动', { ...B, merge: 'restart' }),
            tc('学生活动', { ...B, merge: 'restart' }),
            tc('运动负荷', { ...B, span: 3 }),
          ),
          tr(
            tc('', { merge: 'continue' }),
            tc('', { merge: 'continue' }),
            tc('', { merge: 'continue' }),
            tc('', { merge: 'continue' }),
            tc('时间', B),
            tc('次数', B),
            tc('强度', B),
          ),
          tr(tc('1'), tc('开始'), tc('整队'), tc('报数'), tc('3′'), tc('1'), tc('小')),
          tr(tc('2'), tc('基本'), tc('示范'), tc('练习'), tc('30′'), tc('8'), tc('大')),
          tr(tc('3'), tc('结束'), tc('小结'), tc('放松'), tc('7′'), tc('1'), tc('小')),
        ),
    ),
    title: '水平三 支撑跳跃',
    header: {},
    sections: {},
    fields: [['extra:序号', 'phase', 'teacher', 'students', 'minutes', 'extra:次数', 'extra:强度']],
    rows: [
      { phase: '开始', minutes: 3, extra: { 序号: '1', 次数: '1', 强度: '小' } },
      { phase: '基本', minutes: 30, teacher: '示范' },
      { phase: '结束', minutes: 7, students: '放松' },
    ],
    totalMinutes: 40,
  },
  {
    name: '复式班：两个年级各一列，直接教学与自动作业',
    file: docx(
      title('复式教学设计（一、三年级数学）') +
        tbl(
          4,
          tr(tc('教学环节', B), tc('一年级（直接教学）', B), tc('三年级（自动作业）', B), tc('时间', B)),
          tr(tc('复习'), tc('口算卡片'), tc('做第12页第1题'), tc('10分钟')),
          tr(tc('新授'), tc('讲9加几'), tc('预习笔算乘法'), tc('15分钟')),
          tr(tc('交换'), tc('做练习'), tc('讲笔算乘法'), tc('15分钟')),
        ),
    ),
    title: '复式教学设计（一、三年级数学）',
    header: {},
    sections: {},
    fields: [['phase', 'extra:一年级（直接教学）', 'extra:三年级（自动作业）', 'minutes']],
    rows: [
      {
        phase: '复习',
        minutes: 10,
        extra: { '一年级（直接教学）': '口算卡片', '三年级（自动作业）': '做第12页第1题' },
      },
      { phase: '新授', minutes: 15 },
      { phase: '交换', minutes: 15 },
    ],
    totalMinutes: 40,
  },
  {
    name: '教学评一致：学习任务、学习活动、评价要点；左侧竖排“基本信息”',
    file: docx(
      tbl(
        5,
        tr(tc('基本信息', { ...B, merge: 'restart' }), tc('学科', B), tc('语文'), tc('年级', B), tc('三年级')),
        tr(tc('', { merge: 'continue' }), tc('课题', B), tc('大青树下的小学'), tc('设计者', B), tc('岩罕')),
        tr(tc('学习目标', B), tc('读准多音字。|说出学校的特别之处。', { span: 4 })),
      ) +
        p('学习过程', { bold: true }) +
        tbl(
          4,
          tr(tc('学习任务', B), tc('学习活动', B), tc('评价要点', B), tc('时长', B)),
          tr(tc('任务一：走近小学'), tc('自由读，圈生字'), tc('读准80%以上'), tc('15min')),
          tr(tc('任务二：夸夸小学'), tc('小组介绍'), tc('能说两处特别'), tc('25min')),
        ),
    ),
    title: '大青树下的小学',
    header: { 学科: '语文', 年级: '三年级', 课题: '大青树下的小学', 主备人: '岩罕' },
    sections: { 目标: '读准多音字。\n说出学校的特别之处。' },
    objectives: 2,
    fields: [['phase', 'students', 'extra:评价要点', 'minutes']],
    rows: [
      { phase: '任务一：走近小学', minutes: 15, students: '自由读，圈生字', extra: { 评价要点: '读准80%以上' } },
      { phase: '任务二：夸夸小学', minutes: 25, students: '小组介绍' },
    ],
    totalMinutes: 40,
  },
]
