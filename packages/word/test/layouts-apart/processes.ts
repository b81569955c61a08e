import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }

/** Where the 教学过程 is laid out otherwise, or told. */
export const PROCESSES: Layout[] = [
  {
    name: '七年级体育：时间列只写起止，没有“分钟”',
    file: docx(
      p('篮球行进间运球', { ...B, size: 32 }) +
        tbl(
          4,
          tr(tc('授课年级', B), tc('七年级'), tc('授课教师', B), tc('韩冰')),
          tr(tc('教学目标', B), tc('掌握行进间高运球的动作要领。|乐于和同伴配合。', { span: 3 })),
          tr(tc('场地器材', B), tc('篮球场2块、篮球40个', { span: 3 })),
        ) +
        tbl(
          5,
          tr(tc('课的部分', B), tc('时间', B), tc('教师活动', B), tc('学生活动', B), tc('组织队形', B)),
          tr(tc('开始部分'), tc('0-3'), tc('整队、宣布内容'), tc('报数'), tc('四列横队')),
          tr(tc('准备部分'), tc('3-10'), tc('带领慢跑、球操'), tc('跟做'), tc('圆形')),
          tr(tc('基本部分'), tc('10-35'), tc('示范、讲解、纠错'), tc('分组练习'), tc('四路纵队')),
          tr(tc('结束部分'), tc('35-40'), tc('小结'), tc('放松'), tc('散点')),
        ),
    ),
    title: '篮球行进间运球',
    header: { 年级: '七年级', 主备人: '韩冰' },
    sections: { 目标: '掌握行进间高运球的动作要领。\n乐于和同伴配合。', 准备: '篮球场2块、篮球40个' },
    objectives: 2,
    fields: [['phase', 'minutes', 'teacher', 'students', 'extra:组织队形']],
    rows: [
      { phase: '开始部分', minutes: 3, extra: { 组织队形: '四列横队' } },
      { phase: '准备部分', minutes: 7, teacher: '带领慢跑、球操' },
      { phase: '基本部分', minutes: 25, students: '分组练习' },
      { phase: '结束部分', minutes: 5, extra: { 组织队形: '散点' } },
    ],
    totalMinutes: 40,
  },
  {
    name: '五年级信息科技：环节横着排，教师和学生各占一行',
    file: docx(
      p('第6课　身边的算法', { ...B, size: 32 }) +
        p('一、学习目标', { bold: true }) +
        p('1．能用自然语言描述做事的步骤。') +
        p('2．知道算法可以用流程图表示。') +
        p('二、教学过程', { bold: true }) +
        tbl(
          4,
          tr(tc('教学环节', B), tc('情境导入（5分钟）', B), tc('探究学习（20分钟）', B), tc('拓展应用（15分钟）', B)),
          tr(tc('教师活动', B), tc('演示泡茶的先后'), tc('讲流程图的符号'), tc('布置“过马路”任务')),
          tr(tc('学生活动', B), tc('说步骤'), tc('在纸上画流程图'), tc('同桌互相检查')),
          tr(tc('设计意图', B), tc('联系生活'), tc('由说到画'), tc('学以致用')),
        ) +
        p('三、板书设计', { bold: true }) +
        p('算法：步骤　流程图'),
    ),
    title: '第6课　身边的算法',
    header: {},
    sections: {
      目标: '1．能用自然语言描述做事的步骤。\n2．知道算法可以用流程图表示。',
      板书: '算法：步骤　流程图',
    },
    objectives: 2,
    fields: [['phase', 'teacher', 'students', 'intent']],
    rows: [
      {
        phase: '情境导入（5分钟）',
        minutes: 5,
        teacher: '演示泡茶的先后',
        students: '说步骤',
        intent: '联系生活',
      },
      {
        phase: '探究学习（20分钟）',
        minutes: 20,
        teacher: '讲流程图的符号',
        students: '在纸上画流程图',
        intent: '由说到画',
      },
      {
        phase: '拓展应用（15分钟）',
        minutes: 15,
        teacher: '布置“过马路”任务',
        students: '同桌互相检查',
        intent: '学以致用',
      },
    ],
    totalMinutes: 40,
  },
  {
    name: '二年级美术：过程用话写，标签带括号和冒号，师生对话',
    file: docx(
      p('教案', { ...B }) +
        p('课　题：《流动的颜色》') +
        p('年　级：二年级　　　教　师：阿依古丽') +
        p('教学目标：') +
        p('（1）认识三原色。') +
        p('（2）在流动中调出间色。') +
        p('教学重、难点：控制水分。') +
        p('教学过程：') +
        p('一、玩一玩（8分钟）') +
        p('师：把红和黄放在一起会怎样？') +
        p('生：变成橙色！') +
        p('二、画一画（25分钟）') +
        p('师：请用吸管吹一吹。') +
        p('设计意图：在玩中发现。') +
        p('三、评一评（7分钟）') +
        p('把画贴到黑板上，说说最喜欢哪一张。') +
        p('课后小记：水放多了，纸容易破。'),
    ),
    title: '《流动的颜色》',
    header: { 课题: '《流动的颜色》', 年级: '二年级', 主备人: '阿依古丽' },
    sections: {
      目标: '（1）认识三原色。\n（2）在流动中调出间色。',
      重难点: '控制水分。',
      教学过程:
        '一、玩一玩（8分钟）\n师：把红和黄放在一起会怎样？\n生：变成橙色！\n二、画一画（25分钟）\n师：请用吸管吹一吹。\n设计意图：在玩中发现。\n三、评一评（7分钟）\n把画贴到黑板上，说说最喜欢哪一张。',
      反思: '水放多了，纸容易破。',
    },
    objectives: 2,
    fields: [],
    rows: [],
    totalMinutes: 0,
  },
  {
    name: '八年级英语：英文的表，标签自己的写法',
    file: docx(
      p('Unit 5 What were you doing when the rainstorm came?', { ...B, size: 32 }) +
        tbl(
          4,
          tr(tc('Teacher', B), tc('Sun Lili'), tc('Class', B), tc('Class 4, Grade 8')),
          tr(tc('Teaching contents', B), tc('Section A 1a–1c', { span: 3 })),
          tr(
            tc('Teaching objectives', B),
            tc('1. Students can talk about past events.|2. Students can listen for times.', { span: 3 }),
          ),
          tr(tc('Key points & Difficult points', B), tc('was / were doing', { span: 3 })),
          tr(tc('Teaching procedures', { ...B, span: 4 })),
          tr(tc('Stages', B), tc("T's activities", B), tc("Ss' activities", B), tc('Aims', B)),
          tr(tc("Lead-in (5')"), tc('Show the news of a storm'), tc('Talk about the weather'), tc('To warm up')),
          tr(tc("Listening (20')"), tc('Play the tape twice'), tc('Number the pictures'), tc('To listen for gist')),
          tr(tc("Speaking (15')"), tc('Give a model'), tc('Make dialogues'), tc('To use the language')),
          tr(tc('Homework', B), tc('Write five sentences.', { span: 3 })),
          tr(tc('Blackboard-writing design', B), tc('was / were + doing', { span: 3 })),
        ),
    ),
    title: 'Unit 5 What were you doing when the rainstorm came?',
    header: { 主备人: 'Sun Lili', 班级: 'Class 4, Grade 8' },
    sections: {
      教学内容: 'Section A 1a–1c',
      目标: '1. Students can talk about past events.\n2. Students can listen for times.',
      重难点: 'was / were doing',
      作业: 'Write five sentences.',
      板书: 'was / were + doing',
    },
    objectives: 2,
    fields: [['phase', 'teacher', 'students', 'intent']],
    rows: [
      { phase: "Lead-in (5')", minutes: 5, teacher: 'Show the news of a storm', intent: 'To warm up' },
      { phase: "Listening (20')", minutes: 20, students: 'Number the pictures' },
      { phase: "Speaking (15')", minutes: 15, teacher: 'Give a model', students: 'Make dialogues' },
    ],
    totalMinutes: 40,
  },
  {
    name: '五年级语文：两个课时各有标题、课时目标和过程表，列也不一样',
    file: docx(
      p('《将相和》教学设计', { ...B, size: 32 }) +
        p('一、教材分析', { bold: true }) +
        p('课文由三个小故事组成。') +
        p('二、教学目标', { bold: true }) +
        p('1.学习较快默读的方法。') +
        p('2.说出人物的特点。') +
        p('第一课时', { ...B }) +
        p('课时目标：能用小标题概括三个故事。') +
        tbl(
          3,
          tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('读题（5分钟）'), tc('“将”和“相”各指谁？'), tc('说一说')),
          tr(tc('默读（35分钟）'), tc('计时'), tc('连词成句地读')),
        ) +
        p('第二课时', { ...B }) +
        p('课时目标：能结合语句说出人物特点。') +
        tbl(
          4,
          tr(tc('环节', B), tc('时间', B), tc('师生活动', B), tc('二次备课', B)),
          tr(tc('复习'), tc('4分钟'), tc('回顾小标题'), tc('')),
          tr(tc('研读'), tc('36分钟'), tc('分角色读“完璧归赵”'), tc('改为小组表演')),
        ) +
        p('三、板书设计', { bold: true }) +
        p('将　和　相'),
    ),
    title: '《将相和》教学设计',
    header: {},
    sections: {
      教材分析: '课文由三个小故事组成。',
      目标: '1.学习较快默读的方法。\n2.说出人物的特点。',
      板书: '将　和　相',
    },
    objectives: 2,
    fields: [
      ['phase', 'teacher', 'students'],
      ['phase', 'minutes', 'teacherStudents', 'second'],
    ],
    rows: [
      { table: 1, period: '第一课时', phase: '读题（5分钟）', minutes: 5, students: '说一说' },
      { table: 1, period: '第一课时', phase: '默读（35分钟）', minutes: 35, teacher: '计时' },
      { table: 2, period: '第二课时', phase: '复习', minutes: 4, teacher: '回顾小标题' },
      { table: 2, period: '第二课时', phase: '研读', minutes: 36, second: '改为小组表演' },
    ],
    totalMinutes: 80,
  },
  {
    name: '八年级物理：列名谁也没见过',
    file: docx(
      p('阿基米德原理', { ...B, size: 32 }) +
        p('教学目标', { bold: true }) +
        p('通过实验得出浮力与排开液体所受重力的关系。') +
        p('教学过程', { bold: true }) +
        tbl(
          4,
          tr(tc('问题链', B), tc('教师怎么教', B), tc('学生怎么学', B), tc('达成评价', B)),
          tr(tc('浮力跟什么有关？'), tc('演示空桶按入水中'), tc('说感受、提猜想'), tc('能提出两个猜想')),
          tr(tc('怎样测排开的水？'), tc('介绍溢水杯'), tc('四人一组实验'), tc('数据完整')),
        ) +
        p('课后作业', { bold: true }) +
        p('课本第3题。'),
    ),
    title: '阿基米德原理',
    header: {},
    sections: { 目标: '通过实验得出浮力与排开液体所受重力的关系。', 作业: '课本第3题。' },
    objectives: 1,
    fields: [['extra:问题链', 'teacher', 'students', 'extra:达成评价']],
    rows: [
      {
        teacher: '演示空桶按入水中',
        students: '说感受、提猜想',
        extra: { 问题链: '浮力跟什么有关？', 达成评价: '能提出两个猜想' },
      },
      { teacher: '介绍溢水杯', students: '四人一组实验', extra: { 问题链: '怎样测排开的水？', 达成评价: '数据完整' } },
    ],
    totalMinutes: 0,
  },
  {
    name: '心理健康活动课：每个环节一张小表，环节名写在表前',
    file: docx(
      p('《我的情绪我做主》活动设计', { ...B, size: 32 }) +
        p('活动目标', { bold: true }) +
        p('认识常见的情绪。') +
        p('活动过程', { bold: true }) +
        p('环节一：热身游戏（5分钟）', { bold: true }) +
        tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc('讲“表情传递”的规则'), tc('六人一组传表情'))) +
        p('环节二：情绪分享（20分钟）', { bold: true }) +
        tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc('发情绪卡片'), tc('选一张，讲一件事'))) +
        p('环节三：调节有方（15分钟）', { bold: true }) +
        tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc('带做深呼吸'), tc('写下自己的方法'))),
    ),
    title: '《我的情绪我做主》活动设计',
    header: {},
    sections: { 目标: '认识常见的情绪。' },
    objectives: 1,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '环节一：热身游戏（5分钟）', minutes: 5, teacher: '讲“表情传递”的规则', students: '六人一组传表情' },
      { phase: '环节二：情绪分享（20分钟）', minutes: 20, teacher: '发情绪卡片', students: '选一张，讲一件事' },
      { phase: '环节三：调节有方（15分钟）', minutes: 15, teacher: '带做深呼吸', students: '写下自己的方法' },
    ],
    totalMinutes: 40,
  },
  {
    name: '九年级化学：时间写成汉字、一刻钟与相加，环节里有分数线',
    file: docx(
      p('质量守恒定律', { ...B, size: 32 }) +
        tbl(
          4,
          tr(tc('学科', B), tc('化学'), tc('授课人', B), tc('沈一舟')),
          tr(tc('教学方法', B), tc('实验探究法', { span: 3 })),
        ) +
        p('教学过程', { bold: true }) +
        tbl(
          4,
          tr(tc('教学环节', B), tc('用时', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('一、引入新课'), tc('3+5分钟'), tc('蜡烛烧完，质量去哪了？'), tc('争论')),
          tr(tc('二、实验探究'), tc('一刻钟'), tc('演示红磷燃烧'), tc('读天平、记录')),
          tr(tc('三、微观解释'), tc('十分钟'), tc('放动画'), tc('用模型拼一拼')),
          tr(tc('四、当堂检测（90分以上为优秀）'), tc('七'), tc('发检测单'), tc('独立完成')),
        ),
    ),
    title: '质量守恒定律',
    header: { 学科: '化学', 主备人: '沈一舟' },
    sections: { 教学方法: '实验探究法' },
    fields: [['phase', 'minutes', 'teacher', 'students']],
    rows: [
      { phase: '一、引入新课', minutes: 8, teacher: '蜡烛烧完，质量去哪了？', students: '争论' },
      { phase: '二、实验探究', minutes: 15, teacher: '演示红磷燃烧' },
      { phase: '三、微观解释', minutes: 10, students: '用模型拼一拼' },
      { phase: '四、当堂检测（90分以上为优秀）', minutes: 7, teacher: '发检测单' },
    ],
    totalMinutes: 40,
  },
  {
    name: '四年级劳动：表格里重点难点写在同一格，目标用换行隔开，课型打勾',
    file: docx(
      tbl(
        6,
        tr(tc('中心校集体备课表', { ...B, span: 6 })),
        tr(tc('课题', B), tc('学做凉拌菜', { span: 2 }), tc('课型', B), tc('☑新授　□复习', { span: 2 })),
        tr(tc('主备人', B), tc('马小虎'), tc('备课日期', B), tc('2025/9/18'), tc('地点', B), tc('劳动教室')),
        tr(tc('教学目标', B), tc(p('1.会洗、切、拌黄瓜。\n2.用刀注意安全。'), { span: 5 })),
        tr(tc('教学重难点', B), tc('重点：切得均匀。|难点：安全用刀。', { span: 5 })),
        tr(tc('环节与时间', B), tc('教师活动', { ...B, span: 2 }), tc('学生活动', { ...B, span: 2 }), tc('备注', B)),
        tr(tc('看|5分'), tc('示范切法', { span: 2 }), tc('说出要点', { span: 2 }), tc('')),
        tr(tc('做|25分'), tc('分组巡视，提醒用刀', { span: 2 }), tc('洗、切、拌', { span: 2 }), tc('带创可贴')),
        tr(tc('评|10分'), tc('组织品尝', { span: 2 }), tc('互评打星', { span: 2 }), tc('')),
        tr(tc('课外延伸', B), tc('给家里人做一道凉拌菜。', { span: 5 })),
      ),
    ),
    title: '学做凉拌菜',
    header: { 课题: '学做凉拌菜', 课型: '☑新授　□复习', 主备人: '马小虎', 日期: '2025/9/18', 地点: '劳动教室' },
    sections: {
      目标: '1.会洗、切、拌黄瓜。\n2.用刀注意安全。',
      重点: '切得均匀。',
      难点: '安全用刀。',
      课外延伸: '给家里人做一道凉拌菜。',
    },
    objectives: 2,
    fields: [['phase', 'teacher', 'students', 'extra:备注']],
    rows: [
      { phase: '看\n5分', minutes: 5, teacher: '示范切法', students: '说出要点' },
      { phase: '做\n25分', minutes: 25, students: '洗、切、拌', extra: { 备注: '带创可贴' } },
      { phase: '评\n10分', minutes: 10, teacher: '组织品尝' },
    ],
    totalMinutes: 40,
  },
]
