import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }
const title = (text: string) => p(text, { ...B, size: 32 })

/** Plans that are partly told in words, and forms with labels of their own. */
export const WORD_LAYOUTS: Layout[] = [
  {
    name: '导学案：自主学习、合作探究都是栏目，信息在一行',
    file: docx(
      title('第3课 《背影》导学案') +
        p('班级：八（3）班　　主备：李红　　审核：王强') +
        p('【学习目标】', { bold: true }) +
        p('1.抓住四次背影。') +
        p('2.体会父子情深。') +
        p('【学习重点】体会父子情深。') +
        p('【自主学习】', { bold: true }) +
        p('给加点字注音。') +
        p('【合作探究】', { bold: true }) +
        p('文中写了几次流泪？') +
        p('【当堂检测】', { bold: true }) +
        p('仿写一段。') +
        p('【学后反思】', { bold: true }) +
        p('我还不懂的地方。'),
    ),
    title: '第3课 《背影》导学案',
    header: { 班级: '八（3）班', 主备人: '李红', 审核: '王强' },
    sections: {
      目标: '1.抓住四次背影。\n2.体会父子情深。',
      重点: '体会父子情深。',
      自主学习: '给加点字注音。',
      合作探究: '文中写了几次流泪？',
      评价: '仿写一段。',
      反思: '我还不懂的地方。',
    },
    objectives: 2,
    fields: [],
    rows: [],
    totalMinutes: 0,
  },
  {
    name: '集体备课记录：共案与个案两栏，末尾有集备意见',
    file: docx(
      p('希望小学集体备课记录表', B) +
        tbl(
          4,
          tr(tc('备课组', B), tc('四年级数学组'), tc('备课时间', B), tc('9月12日')),
          tr(tc('备课内容', B), tc('角的度量'), tc('主备人', B), tc('孙磊')),
          tr(tc('共案', { ...B, span: 3 }), tc('个案', B)),
          tr(tc('一、复习（5分钟）|说说角的各部分名称。', { span: 3 }), tc('')),
          tr(tc('二、新授（25分钟）|认识量角器。', { span: 3 }), tc('加一个开合角的活动')),
          tr(tc('三、练习（10分钟）|第43页。', { span: 3 }), tc('')),
          tr(tc('集备意见', B), tc('多给操作时间。', { span: 3 })),
        ),
    ),
    title: '角的度量',
    header: { 参备人: '四年级数学组', 日期: '9月12日', 课题: '角的度量', 主备人: '孙磊' },
    sections: { 集备意见: '多给操作时间。' },
    fields: [['teacherStudents', 'second']],
    rows: [
      { teacher: '一、复习（5分钟）\n说说角的各部分名称。', minutes: 5, second: '' },
      { minutes: 25, second: '加一个开合角的活动' },
      { minutes: 10 },
    ],
    totalMinutes: 40,
  },
  {
    name: '英语：时间写成 (5m)，步骤一列',
    file: docx(
      title('Module 2 Unit 1 She’s very nice') +
        p('Teaching aims', { bold: true }) +
        p('Students can describe people.') +
        p('Teaching steps', { bold: true }) +
        tbl(
          3,
          tr(tc('Step', B), tc('Teacher activities', B), tc('Student activities', B)),
          tr(tc('Warming up (5m)'), tc('Sing a song'), tc('Sing together')),
          tr(tc('Presentation (20m)'), tc('Show a photo'), tc('Guess')),
          tr(tc('Practice (15m)'), tc('Give cards'), tc('Ask and answer')),
        ) +
        p('Homework', { bold: true }) +
        p('Draw your teacher.'),
    ),
    title: 'Module 2 Unit 1 She’s very nice',
    header: {},
    sections: { 目标: 'Students can describe people.', 作业: 'Draw your teacher.' },
    objectives: 1,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: 'Warming up (5m)', minutes: 5 },
      { phase: 'Presentation (20m)', minutes: 20, students: 'Guess' },
      { phase: 'Practice (15m)', minutes: 15, teacher: 'Give cards' },
    ],
    totalMinutes: 40,
  },
  {
    name: '两个课时各是一份完整的教案，“第一课时”紧跟在目标后面',
    file: docx(
      title('《慈母情深》') +
        p('教学目标', { bold: true }) +
        p('1.体会场景描写。') +
        p('2.理解母亲的慈爱。') +
        p('第一课时') +
        p('教学过程', { bold: true }) +
        tbl(
          3,
          tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('初读（40分钟）'), tc('检查预习'), tc('说主要内容')),
        ) +
        p('板书设计', { bold: true }) +
        p('要钱 给钱') +
        p('第二课时') +
        p('教学过程', { bold: true }) +
        tbl(
          3,
          tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('精读（40分钟）'), tc('抓反复句'), tc('朗读')),
        ),
    ),
    title: '《慈母情深》',
    header: {},
    sections: { 目标: '1.体会场景描写。\n2.理解母亲的慈爱。', 板书: '要钱 给钱' },
    objectives: 2,
    fields: [
      ['phase', 'teacher', 'students'],
      ['phase', 'teacher', 'students'],
    ],
    rows: [
      { period: '第一课时', table: 1, phase: '初读（40分钟）', minutes: 40 },
      { period: '第二课时', table: 2, phase: '精读（40分钟）', minutes: 40, students: '朗读' },
    ],
    totalMinutes: 80,
  },
  {
    name: '藏汉双语的标签',
    file: docx(
      title('《格萨尔王》教学设计') +
        tbl(
          4,
          tr(tc('学科 སློབ་ཚན།', B), tc('语文'), tc('年级 ལོ་རིམ།', B), tc('四年级')),
          tr(tc('教学目标 དམིགས་ཡུལ།', B), tc('会讲故事。|热爱民族文化。', { span: 3 })),
          tr(tc('板书设计 ནག་པང་འགོད་པ།', B), tc('智 勇 仁', { span: 3 })),
        ) +
        tbl(
          3,
          tr(tc('环节 རིམ་པ།', B), tc('教师活动 དགེ་རྒན།', B), tc('学生活动 སློབ་མ།', B)),
          tr(tc('听（15分钟）'), tc('放录音'), tc('听')),
          tr(tc('讲（25分钟）'), tc('指导'), tc('分组讲')),
        ),
    ),
    title: '《格萨尔王》教学设计',
    header: { 学科: '语文', 年级: '四年级' },
    sections: { 目标: '会讲故事。\n热爱民族文化。', 板书: '智 勇 仁' },
    objectives: 2,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '听（15分钟）', minutes: 15 },
      { phase: '讲（25分钟）', minutes: 25, students: '分组讲' },
    ],
    totalMinutes: 40,
  },
  {
    name: '三维目标写在一格，用软换行分开；课型打勾；年月日留空格',
    file: docx(
      title('教  案') +
        tbl(
          4,
          tr(tc('课 题', B), tc('力的合成'), tc('课 型', B), tc('☑新授  □复习  □实验')),
          tr(tc('授课时间', B), tc('2025 年 3 月 8 日'), tc('授课班级', B), tc('高一（5）班')),
          tr(
            tc('三维目标', B),
            tc(p('知识与技能：理解合力与分力。\n过程与方法：经历实验探究。\n情感态度与价值观：乐于合作。'), {
              span: 3,
            }),
          ),
          tr(tc('教学重点', B), tc('平行四边形定则', { span: 3 })),
          tr(tc('教学难点', B), tc('实验数据的处理', { span: 3 })),
          tr(tc('教学方法', B), tc('实验探究', { span: 3 })),
        ) +
        p('教学过程', { bold: true }) +
        tbl(
          3,
          tr(tc('教学环节', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('引入|5分钟'), tc('两人提水桶'), tc('体验')),
          tr(tc('实验|40分钟'), tc('讲操作要点'), tc('分组实验')),
        ),
    ),
    title: '力的合成',
    header: { 课题: '力的合成', 课型: '☑新授  □复习  □实验', 日期: '2025 年 3 月 8 日', 班级: '高一（5）班' },
    sections: {
      目标: '知识与技能：理解合力与分力。\n过程与方法：经历实验探究。\n情感态度与价值观：乐于合作。',
      重点: '平行四边形定则',
      难点: '实验数据的处理',
      教学方法: '实验探究',
    },
    objectives: 3,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '引入\n5分钟', minutes: 5 },
      { phase: '实验\n40分钟', minutes: 40 },
    ],
    totalMinutes: 45,
  },
  {
    name: '左侧“教学过程”竖排，右边只有内容与二次备课两格，没有表头',
    file: docx(
      tbl(
        3,
        tr(tc('课题', B), tc('乘法分配律', { span: 2 })),
        tr(tc('教学目标', B), tc('理解乘法分配律。', { span: 2 })),
        tr(tc('教学过程', { ...B, merge: 'restart' }), tc('主备内容', B), tc('二次备课', B)),
        tr(tc('', { merge: 'continue' }), tc('一、情境（8分钟）|买校服。'), tc('换成买桌椅')),
        tr(tc('', { merge: 'continue' }), tc('二、探究（32分钟）|举例、验证。'), tc('')),
        tr(tc('板书设计', B), tc('(a+b)×c=a×c+b×c', { span: 2 })),
        tr(tc('教后记', B), tc('', { span: 2 })),
      ),
    ),
    title: '乘法分配律',
    header: { 课题: '乘法分配律' },
    sections: { 目标: '理解乘法分配律。', 板书: '(a+b)×c=a×c+b×c' },
    objectives: 1,
    fields: [['teacherStudents', 'second']],
    rows: [
      { teacher: '一、情境（8分钟）\n买校服。', minutes: 8, second: '换成买桌椅' },
      { minutes: 32, second: '' },
    ],
    totalMinutes: 40,
  },
  {
    name: '大单元：单元主题、课时安排表、单元作业，没有过程表',
    file: docx(
      title('“童年往事”大单元整体教学设计') +
        p('一、单元主题', { bold: true }) +
        p('往事引人回味。') +
        p('二、单元学习目标', { bold: true }) +
        p('1.体会人物的内心。') +
        p('2.写出事情的起伏。') +
        p('三、课时安排', { bold: true }) +
        tbl(2, tr(tc('课时', B), tc('内容', B)), tr(tc('1—2'), tc('祖父的园子')), tr(tc('3'), tc('习作'))) +
        p('四、单元作业', { bold: true }) +
        p('写一件往事。'),
    ),
    title: '“童年往事”大单元整体教学设计',
    header: {},
    sections: {
      单元主题: '往事引人回味。',
      单元学习目标: '1.体会人物的内心。\n2.写出事情的起伏。',
      课时安排: '课时\n内容\n1—2\n祖父的园子\n3\n习作',
      单元作业: '写一件往事。',
    },
    objectives: 2,
    fields: [],
    rows: [],
    totalMinutes: 0,
  },
  {
    name: '重点难点在一段里：“重点：…；难点：…”，过程表头写“教学过程及教师活动”',
    file: docx(
      title('《富饶的西沙群岛》') +
        p('一、教学目标') +
        p('1、积累优美词句。') +
        p('2、会抓关键语句。') +
        p('二、教学重难点') +
        p('重点：积累词句。') +
        p('难点：围绕一个意思写。') +
        p('三、教学准备') +
        p('课件') +
        p('四、教学过程') +
        tbl(
          3,
          tr(tc('教学步骤及时间', B), tc('教学过程（教师活动）', B), tc('学生活动', B)),
          tr(tc('一、导入（5分）'), tc('看地图'), tc('找西沙')),
          tr(tc('二、学文（35分）'), tc('海水为什么五光十色？'), tc('找句子')),
        ),
    ),
    title: '《富饶的西沙群岛》',
    header: {},
    sections: {
      目标: '1、积累优美词句。\n2、会抓关键语句。',
      重点: '积累词句。',
      难点: '围绕一个意思写。',
      准备: '课件',
    },
    objectives: 2,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '一、导入（5分）', minutes: 5 },
      { phase: '二、学文（35分）', minutes: 35, teacher: '海水为什么五光十色？' },
    ],
    totalMinutes: 40,
  },
]
