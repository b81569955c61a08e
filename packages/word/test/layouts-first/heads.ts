import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }

/** Labels and heads of columns that stand where the samples have none. */
export const HEADS: Layout[] = [
  {
    name: '左侧竖排“教学过程”跨行，表头在右边',
    file: docx(
      p('《大自然的声音》教学设计', { bold: true, center: true }) +
        tbl(
          5,
          tr(tc('课题', B), tc('大自然的声音', { span: 2 }), tc('授课教师', B), tc('陈芳')),
          tr(tc('教|学|目|标', B), tc('1.认识“妙、奏”等生字。|2.体会语言的生动。', { span: 4 })),
          tr(
            tc('教|学|过|程', { ...B, merge: 'restart' }),
            tc('环节', B),
            tc('教师活动', B),
            tc('学生活动', B),
            tc('设计意图', B),
          ),
          tr(
            tc('', { merge: 'continue' }),
            tc('一、听音导入|5分钟'),
            tc('播放录音，问：听到了什么？'),
            tc('说一说'),
            tc('激趣'),
          ),
          tr(
            tc('', { merge: 'continue' }),
            tc('二、读文识字|15分钟'),
            tc('范读，出示生字。'),
            tc('跟读、组词'),
            tc('夯实基础'),
          ),
          tr(
            tc('', { merge: 'continue' }),
            tc('三、品词析句|20分钟'),
            tc('“轻轻柔柔的呢喃细语”好在哪里？'),
            tc('圈画、交流'),
            tc('品味'),
          ),
          tr(tc('板书设计', B), tc('风 水 动物', { span: 4 })),
          tr(tc('课后反思', B), tc('', { span: 4 })),
        ),
    ),
    title: '《大自然的声音》教学设计',
    header: { 课题: '大自然的声音', 主备人: '陈芳' },
    sections: { 目标: '1.认识“妙、奏”等生字。\n2.体会语言的生动。', 板书: '风 水 动物' },
    fields: [['phase', 'teacher', 'students', 'intent']],
    rows: [
      {
        phase: '一、听音导入\n5分钟',
        minutes: 5,
        teacher: '播放录音，问：听到了什么？',
        students: '说一说',
        intent: '激趣',
      },
      { phase: '二、读文识字\n15分钟', minutes: 15, teacher: '范读，出示生字。', students: '跟读、组词' },
      {
        phase: '三、品词析句\n20分钟',
        minutes: 20,
        teacher: '“轻轻柔柔的呢喃细语”好在哪里？',
        students: '圈画、交流',
        intent: '品味',
      },
    ],
    totalMinutes: 40,
  },
  {
    name: '两栏：教学过程与个性修改；基本信息写成一行',
    file: docx(
      p('认识时间', { bold: true, center: true, size: 36 }) +
        p('学科：数学　　年级：二年级上册　　课型：新授课') +
        p('主备人：赵伟　参备人：二年级数学组　时间：2025年11月12日') +
        p('一、教学目标') +
        p('1．会读写几时几分。') +
        p('2．养成珍惜时间的习惯。') +
        p('二、教学重点：会读写几时几分。') +
        p('三、教学难点：理解1时＝60分。') +
        p('四、教具学具：钟面模型、学具钟。') +
        p('五、教学过程') +
        tbl(
          2,
          tr(tc('教 学 过 程', B), tc('个性修改', B)),
          tr(tc('（一）情境导入（约5分钟）|出示学校作息表。'), tc('')),
          tr(tc('（二）探究新知（约25分钟）|1.认识分针。|2.拨一拨、说一说。'), tc('可先认半时。')),
          tr(tc('（三）巩固练习（约10分钟）|完成第92页做一做。'), tc('')),
        ) +
        p('六、板书设计') +
        p('认识时间　1时＝60分') +
        p('七、课后反思'),
    ),
    title: '认识时间',
    header: {
      学科: '数学',
      年级: '二年级上册',
      课型: '新授课',
      主备人: '赵伟',
      参备人: '二年级数学组',
      日期: '2025年11月12日',
    },
    sections: {
      目标: '1．会读写几时几分。\n2．养成珍惜时间的习惯。',
      重点: '二、教学重点：会读写几时几分。',
      难点: '三、教学难点：理解1时＝60分。',
      准备: '四、教具学具：钟面模型、学具钟。',
      板书: '认识时间　1时＝60分',
    },
    fields: [['teacherStudents', 'second']],
    rows: [
      { teacher: '（一）情境导入（约5分钟）\n出示学校作息表。', second: '', minutes: 5 },
      { teacher: '（二）探究新知（约25分钟）\n1.认识分针。\n2.拨一拨、说一说。', second: '可先认半时。', minutes: 25 },
      { teacher: '（三）巩固练习（约10分钟）\n完成第92页做一做。', minutes: 10 },
    ],
    totalMinutes: 40,
  },
  {
    name: '“教学内容”一列就是环节；标题只是手工编号的普通段落',
    file: docx(
      p('《我们的衣食之源》教案', { center: true }) +
        p('（一）教材简析') +
        p('本课讲农业与生活的关系。') +
        p('（二）学情') +
        p('学生大多没有种过地。') +
        p('（三）教学目的') +
        p('知道粮食从哪里来。') +
        p('（四）教法、学法') +
        p('情境教学法，小组合作。') +
        p('（五）教学流程') +
        tbl(
          4,
          tr(tc('教学内容', B), tc('教师的活动', B), tc('学生的活动', B), tc('时间（分钟）', B)),
          tr(tc('餐桌上的食物'), tc('出示图片'), tc('说出食物的来源'), tc('8')),
          tr(tc('走进田野'), tc('播放视频；组织讨论'), tc('观看、讨论'), tc('20')),
          tr(tc('爱惜粮食'), tc('倡议'), tc('写承诺书'), tc('12')),
        ) +
        p('（六）作业') +
        p('回家采访一位种田的长辈。'),
    ),
    title: '《我们的衣食之源》教案',
    header: {},
    sections: {
      教材分析: '本课讲农业与生活的关系。',
      学情分析: '学生大多没有种过地。',
      目标: '知道粮食从哪里来。',
      教学方法: '情境教学法，小组合作。',
      作业: '回家采访一位种田的长辈。',
    },
    fields: [['phase', 'teacher', 'students', 'minutes']],
    rows: [
      { phase: '餐桌上的食物', teacher: '出示图片', students: '说出食物的来源', minutes: 8 },
      { phase: '走进田野', teacher: '播放视频；组织讨论', students: '观看、讨论', minutes: 20 },
      { phase: '爱惜粮食', teacher: '倡议', students: '写承诺书', minutes: 12 },
    ],
    totalMinutes: 40,
  },
  {
    name: '两层表头：教学活动下分教师、学生',
    file: docx(
      p('圆的面积', { bold: true, center: true, size: 32 }) +
        tbl(
          6,
          tr(tc('学科', B), tc('数学'), tc('年级', B), tc('六年级上'), tc('执教', B), tc('马晓燕')),
          tr(tc('教学重点', B), tc('圆面积公式的推导', { span: 2 }), tc('教学难点', B), tc('化圆为方', { span: 2 })),
        ) +
        p('教学过程', { bold: true }) +
        tbl(
          5,
          tr(
            tc('教学步骤', { ...B, merge: 'restart' }),
            tc('教学活动', { ...B, span: 2 }),
            tc('设计意图', { ...B, merge: 'restart' }),
            tc('时间', { ...B, merge: 'restart' }),
          ),
          tr(
            tc('', { merge: 'continue' }),
            tc('教师', B),
            tc('学生', B),
            tc('', { merge: 'continue' }),
            tc('', { merge: 'continue' }),
          ),
          tr(tc('复习'), tc('平行四边形面积怎么推导的？'), tc('回忆、回答'), tc('唤起转化思想'), tc('5min')),
          tr(tc('探究'), tc('把圆剪拼，引导观察'), tc('动手剪拼'), tc('化圆为方'), tc('20min')),
          tr(tc('应用'), tc('出示例1', { span: 2 }), tc('巩固'), tc('15min')),
        ),
    ),
    title: '圆的面积',
    header: { 学科: '数学', 年级: '六年级上', 主备人: '马晓燕' },
    sections: { 重点: '圆面积公式的推导', 难点: '化圆为方' },
    fields: [['phase', 'teacher', 'students', 'intent', 'minutes']],
    rows: [
      {
        phase: '复习',
        teacher: '平行四边形面积怎么推导的？',
        students: '回忆、回答',
        intent: '唤起转化思想',
        minutes: 5,
      },
      { phase: '探究', teacher: '把圆剪拼，引导观察', students: '动手剪拼', intent: '化圆为方', minutes: 20 },
      {
        phase: '应用',
        teacher: '出示例1',
        students: null,
        intent: '巩固',
        minutes: 15,
        spans: [['teacher', 'students']],
      },
    ],
    totalMinutes: 40,
  },
  {
    name: '英文教案',
    file: docx(
      p('Unit 3 My weekend plan  Part B Read and write', { style: 'Title', center: true, bold: true }) +
        p('Teacher: Miss Wang    Grade: Grade Six') +
        p('I. Teaching Aims', { bold: true }) +
        p('1. Ss can read the diary.') +
        p('2. Ss can write about their own plan.') +
        p('II. Teaching Key Points', { bold: true }) +
        p('be going to do') +
        p('III. Difficult Points', { bold: true }) +
        p('Writing with correct tense.') +
        p('IV. Teaching Aids', { bold: true }) +
        p('PPT, worksheets') +
        p('V. Teaching Procedures', { bold: true }) +
        tbl(
          5,
          tr(
            tc('Steps', B),
            tc('Teacher’s Activities', B),
            tc("Students' Activities", B),
            tc('Purposes', B),
            tc('Time', B),
          ),
          tr(tc('Warm-up'), tc('Free talk'), tc('Talk in pairs'), tc('Lead in'), tc('3 mins')),
          tr(tc('Pre-reading'), tc('Show pictures'), tc('Predict'), tc('Arouse interest'), tc('7 mins')),
          tr(
            tc('While-reading'),
            tc('Ask: What is he going to do?'),
            tc('Skim and scan'),
            tc('Reading strategies'),
            tc('20 mins'),
          ),
          tr(tc('Post-reading'), tc('Guide writing'), tc('Write a diary'), tc('Output'), tc('10 mins')),
        ) +
        p('VI. Homework', { bold: true }) +
        p('Polish the diary.') +
        p('VII. Blackboard Design', { bold: true }) +
        p('I am going to …'),
    ),
    title: 'Unit 3 My weekend plan  Part B Read and write',
    header: { 主备人: 'Miss Wang', 年级: 'Grade Six' },
    sections: {
      目标: '1. Ss can read the diary.\n2. Ss can write about their own plan.',
      重点: 'be going to do',
      难点: 'Writing with correct tense.',
      准备: 'PPT, worksheets',
      作业: 'Polish the diary.',
      板书: 'I am going to …',
    },
    fields: [['phase', 'teacher', 'students', 'intent', 'minutes']],
    rows: [
      { phase: 'Warm-up', teacher: 'Free talk', students: 'Talk in pairs', intent: 'Lead in', minutes: 3 },
      { phase: 'Pre-reading', minutes: 7, intent: 'Arouse interest' },
      { phase: 'While-reading', minutes: 20, teacher: 'Ask: What is he going to do?' },
      { phase: 'Post-reading', minutes: 10, students: 'Write a diary' },
    ],
    totalMinutes: 40,
  },
  {
    name: '旧式 hMerge；标签在内容上方；复备栏一直到底',
    file: docx(
      p('城北小学教师集体备课教案', { bold: true, center: true }) +
        tbl(
          4,
          tr(tc('课题', B), tc('赵州桥'), tc('主备教师', B), tc('周敏')),
          tr(
            tc('教学目标', { ...B, hMerge: 'restart' }),
            tc('', { hMerge: 'continue' }),
            tc('', { hMerge: 'continue' }),
            tc('', { hMerge: 'continue' }),
          ),
          tr(
            tc('1.会写生字。|2.了解赵州桥的特点。', { hMerge: 'restart' }),
            tc('', { hMerge: 'continue' }),
            tc('', { hMerge: 'continue' }),
            tc('', { hMerge: 'continue' }),
          ),
          tr(tc('教学重难点', { ...B, span: 4 })),
          tr(tc('了解赵州桥雄伟、坚固、美观的特点。', { span: 4 })),
          tr(tc('教学步骤', B), tc('师生活动', { ...B, span: 2 }), tc('复备栏', B)),
          tr(tc('一、导入（3′）'), tc('师：你见过哪些桥？|生：自由说。', { span: 2 }), tc('')),
          tr(tc('二、精读（30′）'), tc('默读第二自然段，找关键词。', { span: 2 }), tc('换成小组读。')),
          tr(tc('三、小结（7′）'), tc('说说收获。', { span: 2 }), tc('')),
          tr(tc('板书设计', B), tc('赵州桥　雄伟　坚固　美观', { span: 2 }), tc('')),
          tr(tc('教学反思', B), tc('时间不够。', { span: 2 }), tc('')),
        ),
    ),
    title: '赵州桥',
    header: { 课题: '赵州桥', 主备人: '周敏' },
    sections: {
      目标: '1.会写生字。\n2.了解赵州桥的特点。',
      重难点: '了解赵州桥雄伟、坚固、美观的特点。',
      板书: '赵州桥　雄伟　坚固　美观',
      反思: '时间不够。',
    },
    fields: [['phase', 'teacherStudents', 'second']],
    rows: [
      { phase: '一、导入（3′）', minutes: 3, teacher: '师：你见过哪些桥？\n生：自由说。', second: '' },
      { phase: '二、精读（30′）', minutes: 30, teacher: '默读第二自然段，找关键词。', second: '换成小组读。' },
      { phase: '三、小结（7′）', minutes: 7, teacher: '说说收获。' },
    ],
    totalMinutes: 40,
  },
]
