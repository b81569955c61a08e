import type { Layout } from './check-layout.ts'
import { docx, p, tbl, tc, tr } from './ooxml.ts'

const B = { bold: true, center: true }

/** Plans laid out unlike the samples, as other schools do it. */
export const LAYOUTS: Layout[] = [
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

/** A second set, written after the first was understood, to see how the understanding carries on. */
export const MORE_LAYOUTS: Layout[] = [
  {
    name: '大单元教学设计：单元字段、课时目标与各课时设计',
    file: docx(
      p('三年级上册第三单元大单元整体教学设计', { bold: true, center: true, size: 36 }) +
        tbl(
          4,
          tr(tc('学科', B), tc('语文'), tc('设计者', B), tc('王芳')),
          tr(tc('单元名称', B), tc('童话世界'), tc('单元课时数', B), tc('12课时')),
          tr(tc('使用教材版本', B), tc('统编版', { span: 3 })),
        ) +
        p('一、单元主题', { bold: true }) +
        p('乘着想象的翅膀') +
        p('二、学习条件分析', { bold: true }) +
        p('有班级图书角。') +
        p('三、单元学习目标', { bold: true }) +
        p('1.感受童话丰富的想象。') +
        p('2.试着编童话。') +
        p('四、课时目标', { bold: true }) +
        tbl(2, tr(tc('课时', B), tc('目标', B)), tr(tc('第1课时'), tc('了解单元任务'))) +
        p('五、单元作业设计', { bold: true }) +
        p('编一个童话。') +
        p('六、单元评价', { bold: true }) +
        p('评选童话大王。'),
    ),
    title: '三年级上册第三单元大单元整体教学设计',
    header: { 学科: '语文', 主备人: '王芳', 单元: '童话世界', 课时: '12课时', 教材: '统编版' },
    sections: {
      单元主题: '乘着想象的翅膀',
      学习条件分析: '有班级图书角。',
      单元学习目标: '1.感受童话丰富的想象。\n2.试着编童话。',
      课时目标: '课时\n目标\n第1课时\n了解单元任务',
      单元作业: '编一个童话。',
      单元评价: '评选童话大王。',
    },
    fields: [],
    rows: [],
    totalMinutes: 0,
  },
  {
    name: '标题在大表第一行；“教学过程（教师活动）”；过程表被分页拆成两张',
    file: docx(
      tbl(
        3,
        tr(tc('《小数的意义》教学设计', { ...B, span: 3 })),
        tr(tc('执教教师', B), tc('孙丽', { span: 2 })),
        tr(tc('教学目标（核心素养）', B), tc('理解小数的意义。', { span: 2 })),
      ) +
        p('') +
        tbl(
          3,
          tr(tc('教学过程（教师活动）', B), tc('学生活动', B), tc('设计意图及二次备课', B)),
          tr(tc('一、复习（5分钟）|出示米尺。'), tc('观察'), tc('')),
          tr(tc('二、新授（25分钟）|把1米平均分成10份。'), tc('说一说'), tc('数形结合')),
        ) +
        p('') +
        tbl(3, tr(tc('三、练习（10分钟）|完成书上第1题。'), tc('独立完成'), tc('巩固'))) +
        p('板书设计：小数的意义　0.1米') +
        p('教学反思：'),
    ),
    title: '《小数的意义》教学设计',
    header: { 主备人: '孙丽' },
    sections: { 目标: '理解小数的意义。', 板书: '板书设计：小数的意义　0.1米' },
    fields: [['teacher', 'students', 'second']],
    rows: [
      { teacher: '一、复习（5分钟）\n出示米尺。', students: '观察', minutes: 5 },
      { teacher: '二、新授（25分钟）\n把1米平均分成10份。', students: '说一说', minutes: 25 },
      { teacher: '三、练习（10分钟）\n完成书上第1题。', students: '独立完成', minutes: 10 },
    ],
    totalMinutes: 40,
  },
  {
    name: '通栏行写环节名，下面是活动行；时间列合并跨行',
    file: docx(
      p('《昆虫备忘录》教案', { bold: true, center: true }) +
        p('授课人：黎明　　授课班级：三（2）班　　授课时间：2025年4月3日') +
        p('教学目标', { bold: true }) +
        p('会写“录”等字。') +
        p('教学过程', { bold: true }) +
        tbl(
          4,
          tr(tc('时间', B), tc('教师活动', B), tc('学生活动', B), tc('媒体', B)),
          tr(tc('一、揭题导入', { ...B, span: 4 })),
          tr(tc('3分钟'), tc('板书课题'), tc('齐读'), tc('课件1')),
          tr(tc('二、学习“复眼”', { ...B, span: 4 })),
          tr(tc('37分钟', { merge: 'restart' }), tc('默读，说说复眼的特点'), tc('默读、圈画'), tc('图片')),
          tr(tc('', { merge: 'continue' }), tc('指导写话'), tc('写一写'), tc('')),
        ),
    ),
    title: '《昆虫备忘录》教案',
    header: { 主备人: '黎明', 班级: '三（2）班', 日期: '2025年4月3日' },
    sections: { 目标: '会写“录”等字。' },
    fields: [['minutes', 'teacher', 'students', 'resources']],
    rows: [
      {},
      { minutes: 3, teacher: '板书课题', students: '齐读', resources: '课件1' },
      {},
      { minutes: 37, teacher: '默读，说说复眼的特点' },
      { minutes: null, teacher: '指导写话', students: '写一写', continues: ['minutes'] },
    ],
    totalMinutes: 40,
  },
  {
    name: '竖写的标签、学校自设栏目、两个日期',
    file: docx(
      p('XX县第二小学备课纸', { center: true }) +
        tbl(
          6,
          tr(tc('课|题', B), tc('泉水', { span: 2 }), tc('课|型', B), tc('精读课', { span: 2 })),
          tr(tc('备课时间', B), tc('3月1日', { span: 2 }), tc('上课时间', B), tc('3月8日', { span: 2 })),
          tr(tc('教学目标', { ...B, merge: 'restart' }), tc('语言运用', B), tc('会认14个生字。', { span: 4 })),
          tr(tc('', { merge: 'continue' }), tc('审美创造', B), tc('感受泉水的无私。', { span: 4 })),
          tr(tc('育人|价值', B), tc('乐于奉献。', { span: 5 })),
          tr(
            tc('教学|关键', B),
            tc('抓住四次对话，读出泉水的不同语气；注意“瓦罐”等词语的教学，不要讲得太多。', { span: 5 }),
          ),
          tr(tc('教学流程', { ...B, span: 6 })),
          tr(tc('步骤', B), tc('教师导', { ...B, span: 2 }), tc('学生学', { ...B, span: 2 }), tc('批注', B)),
          tr(tc('读（10′）'), tc('范读', { span: 2 }), tc('跟读', { span: 2 }), tc('')),
          tr(tc('悟（20′）'), tc('点拨', { span: 2 }), tc('对话', { span: 2 }), tc('加一次表演')),
          tr(tc('写（10′）'), tc('范写', { span: 2 }), tc('临写', { span: 2 }), tc('')),
        ),
    ),
    title: '泉水',
    header: { 课题: '泉水', 课型: '精读课', 日期: '3月1日', 上课时间: '3月8日' },
    sections: {
      目标: '语言运用\n会认14个生字。\n审美创造\n感受泉水的无私。',
      教学关键: '抓住四次对话，读出泉水的不同语气；注意“瓦罐”等词语的教学，不要讲得太多。',
    },
    fields: [['phase', 'teacher', 'students', 'second']],
    rows: [
      { phase: '读（10′）', minutes: 10, teacher: '范读', students: '跟读' },
      { phase: '悟（20′）', minutes: 20, second: '加一次表演' },
      { phase: '写（10′）', minutes: 10, teacher: '范写' },
    ],
    totalMinutes: 40,
  },
  {
    name: '标题样式两级，“教学环节”是二级标题，过程写成文字；作业分层',
    file: docx(
      p('长方体的体积', { style: 'Title' }) +
        p('教学内容', { style: 'H1' }) +
        p('人教版五年级下册第29页。') +
        p('教学目标', { style: 'H1' }) +
        p('探索长方体体积公式。') +
        p('教学重难点', { style: 'H1' }) +
        p('公式的推导', { style: 'H2' }) +
        p('用小正方体摆一摆。') +
        p('教学过程', { style: 'H1' }) +
        p('环节一　复习旧知', { style: 'H2' }) +
        p('什么是体积？') +
        p('环节二　布置作业', { style: 'H2' }) +
        p('练习七第1题。') +
        p('作业设计', { style: 'H1' }) +
        p('基础题：第2题。') +
        p('教学特色', { style: 'H1' }) +
        p('动手操作。'),
      {
        parts: {
          'word/styles.xml':
            '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>',
          'word/_rels/document.xml.rels':
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        },
      },
    ),
    title: '长方体的体积',
    header: {},
    sections: {
      教学内容: '人教版五年级下册第29页。',
      目标: '探索长方体体积公式。',
      重难点: '公式的推导\n用小正方体摆一摆。',
      教学过程: '环节一　复习旧知\n什么是体积？\n环节二　布置作业\n练习七第1题。',
      作业: '基础题：第2题。',
      教学特色: '动手操作。',
    },
    fields: [],
    rows: [],
    totalMinutes: 0,
  },
  {
    name: '左右两半页：左边过程右边批注，标签在单元格首行',
    file: docx(
      p('第4课　地球——我们的家园', { bold: true, center: true }) +
        tbl(
          2,
          tr(tc('主备：何静', {}), tc('时间：5月6日', {})),
          tr(tc('教学目标：|知道地球是人类的家园。|教学重点：|保护环境的意识。', { span: 2 })),
          tr(tc('主备内容', B), tc('个人二次备课', B)),
          tr(tc('活动一：看一看（15分钟）|观看地球图片。'), tc('')),
          tr(tc('活动二：议一议（25分钟）|我们能做什么？'), tc('联系本地河流。')),
          tr(tc('板书设计', B), tc('地球　家园　保护')),
        ),
    ),
    title: '第4课　地球——我们的家园',
    header: { 主备人: '何静', 日期: '5月6日' },
    sections: { 目标: '知道地球是人类的家园。', 重点: '保护环境的意识。', 板书: '地球　家园　保护' },
    fields: [['teacherStudents', 'second']],
    rows: [
      { teacher: '活动一：看一看（15分钟）\n观看地球图片。', minutes: 15 },
      { teacher: '活动二：议一议（25分钟）\n我们能做什么？', second: '联系本地河流。', minutes: 25 },
    ],
    totalMinutes: 40,
  },
]
