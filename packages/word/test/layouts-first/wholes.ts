import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }

/** Plans whose parts are put together in another way than in the samples. */
export const WHOLES: Layout[] = [
  {
    name: '一张大表，课时作为通栏行分开，作业在表尾',
    file: docx(
      tbl(
        4,
        tr(tc('教学设计', { ...B, span: 4 })),
        tr(tc('课题：观潮', { span: 2 }), tc('年级：四年级', { span: 2 })),
        tr(tc('教学内容分析', B), tc('写景名篇。', { span: 3 })),
        tr(tc('教学重点', B), tc('想象画面'), tc('教学难点', B), tc('体会顺序')),
        tr(tc('流程', B), tc('教师导学', B), tc('学生学习活动', B), tc('二次备课', B)),
        tr(tc('第一课时', { ...B, span: 4 })),
        tr(tc('揭题（5分）'), tc('板书课题'), tc('齐读'), tc('')),
        tr(tc('初读（35分）'), tc('检查生字'), tc('自读课文'), tc('增加听写')),
        tr(tc('第二课时', { ...B, span: 4 })),
        tr(tc('精读（40分）'), tc('抓住“闷雷滚动”'), tc('朗读体会'), tc('')),
        tr(tc('作业布置', B), tc('背诵第三、四自然段。', { span: 3 })),
        tr(tc('板书', B), tc('潮来前 潮来时 潮去后', { span: 3 })),
      ),
    ),
    title: '观潮',
    header: { 课题: '观潮', 年级: '四年级' },
    sections: {
      教材分析: '写景名篇。',
      重点: '想象画面',
      难点: '体会顺序',
      作业: '背诵第三、四自然段。',
      板书: '潮来前 潮来时 潮去后',
    },
    fields: [
      ['phase', 'teacher', 'students', 'second'],
      ['phase', 'teacher', 'students', 'second'],
    ],
    rows: [
      { table: 1, period: '第一课时', phase: '揭题（5分）', minutes: 5, teacher: '板书课题', students: '齐读' },
      { table: 1, period: '第一课时', phase: '初读（35分）', minutes: 35, second: '增加听写' },
      {
        table: 2,
        period: '第二课时',
        phase: '精读（40分）',
        minutes: 40,
        teacher: '抓住“闷雷滚动”',
        students: '朗读体会',
      },
    ],
    totalMinutes: 80,
  },
  {
    name: '体育课：课的部分、组织形式自成一列，用时写成约数',
    file: docx(
      p('水平二（四年级）立定跳远', { bold: true, center: true, size: 32 }) +
        p('【设计理念】') +
        p('健康第一。') +
        p('【学习目标】') +
        p('1.运动能力：学会立定跳远的方法。') +
        p('2.体育品德：不怕困难。') +
        p('【场地器材】') +
        p('沙坑1个、垫子20块。') +
        p('【教学流程】') +
        tbl(
          6,
          tr(
            tc('课的部分', B),
            tc('时间', B),
            tc('教学内容', B),
            tc('教师活动', B),
            tc('学生活动', B),
            tc('组织形式', B),
          ),
          tr(tc('准备部分'), tc('约8分钟'), tc('热身操'), tc('领做'), tc('跟做'), tc('四列横队')),
          tr(tc('基本部分'), tc('25分钟左右'), tc('立定跳远'), tc('讲解、示范'), tc('分组练习'), tc('分四组')),
          tr(tc('结束部分'), tc('7分钟'), tc('放松'), tc('小结'), tc('放松'), tc('圆形')),
        ),
    ),
    title: '水平二（四年级）立定跳远',
    header: {},
    sections: {
      设计思想: '健康第一。',
      目标: '1.运动能力：学会立定跳远的方法。\n2.体育品德：不怕困难。',
      准备: '沙坑1个、垫子20块。',
    },
    fields: [['phase', 'minutes', 'extra:教学内容', 'teacher', 'students', 'extra:组织形式']],
    rows: [
      {
        phase: '准备部分',
        minutes: 8,
        teacher: '领做',
        students: '跟做',
        extra: { 教学内容: '热身操', 组织形式: '四列横队' },
      },
      { phase: '基本部分', minutes: 25, extra: { 教学内容: '立定跳远', 组织形式: '分四组' } },
      { phase: '结束部分', minutes: 7, extra: { 教学内容: '放松', 组织形式: '圆形' } },
    ],
    totalMinutes: 40,
  },
  {
    name: '教学过程表嵌在大表的一格里；重难点分两行跨在一个标签下',
    file: docx(
      p('电路', { bold: true, center: true, size: 36 }) +
        tbl(
          3,
          tr(tc('科目', B), tc('科学', { span: 2 })),
          tr(tc('教学重难点', { ...B, merge: 'restart' }), tc('重点', B), tc('连接简单电路')),
          tr(tc('', { merge: 'continue' }), tc('难点', B), tc('理解回路')),
          tr(
            tc('教学过程', B),
            tc(
              `${p('共40分钟。')}${tbl(4, tr(tc('环节', B), tc('用时', B), tc('教师行为', B), tc('学生行为', B)), tr(tc('引入'), tc('5分'), tc('手电筒为什么会亮？'), tc('猜想')), tr(tc('实验'), tc('35分'), tc('巡视指导'), tc('连接电路，记录')))}${p('')}`,
              { span: 2 },
            ),
          ),
          tr(tc('教后记', B), tc('电池要提前检查。', { span: 2 })),
        ),
    ),
    title: '电路',
    header: { 学科: '科学' },
    sections: { 重点: '连接简单电路', 难点: '理解回路', 反思: '电池要提前检查。' },
    fields: [['phase', 'minutes', 'teacher', 'students']],
    rows: [
      { phase: '引入', minutes: 5, teacher: '手电筒为什么会亮？', students: '猜想' },
      { phase: '实验', minutes: 35, teacher: '巡视指导', students: '连接电路，记录' },
    ],
    totalMinutes: 40,
  },
  {
    name: '严格 OOXML，没有样式部分，内容控件包着单元格和段落',
    file: docx(
      `<w:sdt><w:sdtPr/><w:sdtContent>${p('春夏秋冬', { bold: true, center: true })}</w:sdtContent></w:sdt>` +
        tbl(
          4,
          tr(
            tc('年　　级', B),
            `<w:sdt><w:sdtPr/><w:sdtContent>${tc('一年级')}</w:sdtContent></w:sdt>`,
            tc('备 课 人', B),
            tc('何静'),
          ),
          `<w:sdt><w:sdtPr/><w:sdtContent>${tr(tc('学习目标', B), tc('认识四季的词语。', { span: 3 }))}</w:sdtContent></w:sdt>`,
        ) +
        p('教学过程：', { bold: true }) +
        tbl(
          3,
          tr(tc('教学板块', B), tc('双边活动', B), tc('媒体运用', B)),
          tr(tc('看图说话（10分钟）'), tc('看图，说词语。'), tc('课件')),
          tr(tc('写字（30分钟）'), tc('描红“春”。'), tc('实物投影')),
        ),
      { strict: true },
    ),
    title: '春夏秋冬',
    header: { 年级: '一年级', 主备人: '何静' },
    sections: { 目标: '认识四季的词语。' },
    fields: [['phase', 'teacherStudents', 'resources']],
    rows: [
      { phase: '看图说话（10分钟）', minutes: 10, teacher: '看图，说词语。', resources: '课件' },
      { phase: '写字（30分钟）', minutes: 30, teacher: '描红“春”。', resources: '实物投影' },
    ],
    totalMinutes: 40,
  },
  {
    name: '没有过程表：【】标签与正文同段，过程写成文字',
    file: docx(
      p('课题：《静夜思》', { center: true, bold: true, size: 30 }) +
        p('【教学目标】1.会背古诗。2.体会思乡之情。') +
        p('【教学重点】朗读背诵。') +
        p('【教学难点】体会情感。') +
        p('【教学过程】') +
        p('（一）谈话导入（5分钟）') +
        p('同学们，你们离开过家吗？') +
        p('（二）学习古诗（30分钟）') +
        p('重点：理解“疑”字。') +
        p('（三）布置作业（5分钟）') +
        p('背给家长听。') +
        p('【板书设计】') +
        p('静夜思　思乡'),
    ),
    title: '《静夜思》',
    header: { 课题: '《静夜思》' },
    sections: {
      目标: '【教学目标】1.会背古诗。2.体会思乡之情。',
      重点: '【教学重点】朗读背诵。',
      难点: '【教学难点】体会情感。',
      教学过程:
        '（一）谈话导入（5分钟）\n同学们，你们离开过家吗？\n（二）学习古诗（30分钟）\n重点：理解“疑”字。\n（三）布置作业（5分钟）\n背给家长听。',
      板书: '静夜思　思乡',
    },
    fields: [],
    rows: [],
    totalMinutes: 0,
  },
  {
    name: '同步课堂：两端教师分列，表头带换行与括号，作业是最后一步',
    file: docx(
      p('同步课堂教学设计', { bold: true, center: true }) +
        p('美丽的校园', { bold: true, center: true, size: 32 }) +
        tbl(
          4,
          tr(tc('学校', B), tc('河西中心校'), tc('上课日期', B), tc('2025.10.9')),
          tr(tc('主讲教师', B), tc('罗兰'), tc('辅助教师', B), tc('田小草')),
          tr(tc('学情|分析', B), tc('两校学生都爱画画。', { span: 3 })),
        ) +
        tbl(
          5,
          tr(
            tc('教学环节|（时间）', B),
            tc('主讲端|教师活动', B),
            tc('接收端|教师活动', B),
            tc('学生|活动', B),
            tc('设计意图|（目的）', B),
          ),
          tr(tc('欣赏|（10分钟）'), tc('出示图片'), tc('维持秩序'), tc('欣赏'), tc('感受美')),
          tr(tc('创作|（25分钟）'), tc('示范'), tc('发材料、个别指导'), tc('画一画'), tc('表现美')),
          tr(tc('布置作业|（5分钟）'), tc('课后把画送给同学'), tc('收作品'), tc('记录'), tc('延伸')),
        ),
    ),
    title: '美丽的校园',
    header: { 日期: '2025.10.9', 主备人: '罗兰', 参备人: '田小草', 学校: '河西中心校' },
    sections: { 学情分析: '两校学生都爱画画。' },
    fields: [['phase', 'teacher', 'assistant', 'students', 'intent']],
    rows: [
      {
        phase: '欣赏\n（10分钟）',
        minutes: 10,
        teacher: '出示图片',
        assistant: '维持秩序',
        students: '欣赏',
        intent: '感受美',
      },
      { phase: '创作\n（25分钟）', minutes: 25, assistant: '发材料、个别指导' },
      { phase: '布置作业\n（5分钟）', minutes: 5, teacher: '课后把画送给同学', students: '记录' },
    ],
    totalMinutes: 40,
  },
]
