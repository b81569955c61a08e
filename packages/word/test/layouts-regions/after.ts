import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }
const title = (text: string) => p(text, { ...B, size: 32 })

/** Plans written after the parser had been tuned to all other sets, to see how it does with what it has not seen. */
export const LAYOUTS_AFTER: Layout[] = [
  {
    name: '教案本：左边写过程，右边窄栏写“旁批”，表头两格',
    file: docx(
      title('《小石潭记》教案') +
        tbl(
          4,
          tr(tc('授课教师', B), tc('彭云'), tc('授课时间', B), tc('2025-10-11')),
          tr(tc('教学目标', B), tc('一、积累文言词语。|二、体会作者心情的变化。', { span: 3 })),
          tr(tc('教学过程', { ...B, span: 3 }), tc('旁批', B)),
          tr(tc('一、导入新课（3分钟）|出示永州地图。', { span: 3 }), tc('可放录音')),
          tr(tc('二、疏通文意（37分钟）|四人小组翻译。', { span: 3 }), tc('')),
        ),
    ),
    title: '《小石潭记》教案',
    header: { 主备人: '彭云', 日期: '2025-10-11' },
    sections: { 目标: '一、积累文言词语。\n二、体会作者心情的变化。' },
    objectives: 2,
    fields: [['teacherStudents', 'second']],
    rows: [
      { teacher: '一、导入新课（3分钟）\n出示永州地图。', minutes: 3, second: '可放录音' },
      { minutes: 37, second: '' },
    ],
    totalMinutes: 40,
  },
  {
    name: '幼小衔接活动：活动目标、活动准备、活动过程、活动延伸，标签都是“活动……”',
    file: docx(
      title('入学准备活动《小书包》') +
        p('一、活动目标') +
        p('1. 学会整理书包。') +
        p('2. 喜欢上学。') +
        p('二、活动准备') +
        p('书包、绘本') +
        p('三、活动过程') +
        tbl(
          4,
          tr(tc('活动环节', B), tc('教师指导', B), tc('幼儿活动', B), tc('时间', B)),
          tr(tc('听故事'), tc('讲绘本'), tc('倾听'), tc('5分钟')),
          tr(tc('理书包'), tc('示范'), tc('动手'), tc('20分钟')),
        ) +
        p('四、活动延伸') +
        p('回家自己理书包。'),
    ),
    title: '入学准备活动《小书包》',
    header: {},
    sections: { 目标: '1. 学会整理书包。\n2. 喜欢上学。', 准备: '书包、绘本', 活动延伸: '回家自己理书包。' },
    objectives: 2,
    fields: [['phase', 'teacher', 'students', 'minutes']],
    rows: [
      { phase: '听故事', minutes: 5, teacher: '讲绘本', students: '倾听' },
      { phase: '理书包', minutes: 20, students: '动手' },
    ],
    totalMinutes: 25,
  },
  {
    name: '转置并有合并：设计意图一格跨三步',
    file: docx(
      title('统计图') +
        p('教学过程', { bold: true }) +
        tbl(
          4,
          tr(tc('环节', B), tc('引入（5分钟）', B), tc('新授（25分钟）', B), tc('练习（10分钟）', B)),
          tr(tc('教师活动', B), tc('出示表'), tc('教画图'), tc('巡视')),
          tr(tc('学生活动', B), tc('读表'), tc('画图'), tc('做题')),
          tr(tc('设计意图', B), tc('由表到图', { span: 3 })),
        ),
    ),
    title: '统计图',
    header: {},
    sections: {},
    fields: [['phase', 'teacher', 'students', 'intent']],
    rows: [
      { phase: '引入（5分钟）', minutes: 5, teacher: '出示表', students: '读表', intent: '由表到图' },
      { phase: '新授（25分钟）', minutes: 25, teacher: '教画图' },
      { phase: '练习（10分钟）', minutes: 10, students: '做题' },
    ],
    totalMinutes: 40,
  },
  {
    name: '标签带英文冒号和空格，值在同一格；过程表三列“时间/内容/方法”',
    file: docx(
      tbl(
        2,
        tr(tc('课题 : 认识厘米'), tc('年级 : 二年级')),
        tr(tc('执教教师 : 尼玛'), tc('课时 : 第1课时')),
        tr(tc('教学目标 :|会用尺子量。|建立1厘米的表象。', { span: 2 })),
      ) +
        tbl(
          3,
          tr(tc('时间', B), tc('教学内容', B), tc('教学方法', B)),
          tr(tc('10分钟'), tc('比一比'), tc('谈话')),
          tr(tc('30分钟'), tc('量一量'), tc('操作')),
        ),
    ),
    title: '认识厘米',
    header: { 课题: '认识厘米', 年级: '二年级', 主备人: '尼玛', 课时: '第1课时' },
    sections: { 目标: '会用尺子量。\n建立1厘米的表象。' },
    objectives: 2,
    fields: [['minutes', 'teacherStudents', 'extra:教学方法']],
    rows: [
      { minutes: 10, teacher: '比一比', extra: { 教学方法: '谈话' } },
      { minutes: 30, teacher: '量一量', extra: { 教学方法: '操作' } },
    ],
    totalMinutes: 40,
  },
  {
    name: '环节编号单独一列“环节一”，名称另一列；用时写成“用时：5分钟”在环节下',
    file: docx(
      title('圆柱的表面积') +
        tbl(
          4,
          tr(tc('环节', B), tc('师生活动', B), tc('设计意图', B), tc('二次备课', B)),
          tr(tc('环节一|复习铺垫|用时：5分钟'), tc('师：圆柱有几个面？|生：三个。'), tc('唤起旧知'), tc('')),
          tr(tc('环节二|探究新知|用时：25分钟'), tc('师：侧面展开是什么？'), tc('化曲为直'), tc('')),
          tr(tc('环节三|巩固提升|用时：10分钟'), tc('练习三第2题。'), tc(''), tc('改做第4题')),
          tr(tc('板书设计', B), tc('S表＝S侧＋2S底', { span: 3 })),
        ),
    ),
    title: '圆柱的表面积',
    header: {},
    sections: { 板书: 'S表＝S侧＋2S底' },
    fields: [['phase', 'teacherStudents', 'intent', 'second']],
    rows: [
      { phase: '环节一\n复习铺垫\n用时：5分钟', minutes: 5, teacher: '师：圆柱有几个面？\n生：三个。' },
      { minutes: 25, intent: '化曲为直' },
      { minutes: 10, second: '改做第4题' },
    ],
    totalMinutes: 40,
  },
  {
    name: '送教下乡：教师1、教师2合上一节课',
    file: docx(
      title('送教下乡同课设计：《山行》') +
        p('送教教师：罗兰　　受援学校：小河口教学点') +
        tbl(
          4,
          tr(tc('步骤', B), tc('送教教师活动', B), tc('本校教师配合', B), tc('学生活动', B)),
          tr(tc('1.诵读（15分）'), tc('配乐范读'), tc('分发诗卡'), tc('齐读')),
          tr(tc('2.想象（25分）'), tc('引导想画面'), tc('照看低年级'), tc('画一画')),
        ),
    ),
    title: '送教下乡同课设计：《山行》',
    header: { 送教教师: '罗兰', 受援学校: '小河口教学点' },
    sections: {},
    fields: [['phase', 'teacher', 'extra:本校教师配合', 'students']],
    rows: [
      { phase: '1.诵读（15分）', minutes: 15, teacher: '配乐范读', students: '齐读' },
      { phase: '2.想象（25分）', minutes: 25, extra: { 本校教师配合: '照看低年级' } },
    ],
    totalMinutes: 40,
  },
  {
    name: '课前、课中、课后三段，每段一张表，段名是带编号的标题',
    file: docx(
      title('智慧课堂教学设计：光合作用') +
        p('一、学习目标', { bold: true }) +
        p('说出光合作用的条件。') +
        p('二、学习过程', { bold: true }) +
        p('（一）课前自学', { bold: true }) +
        tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc('推送微课'), tc('观看、做前测'))) +
        p('（二）课中探究', { bold: true }) +
        tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc('讲评前测'), tc('分组实验'))) +
        p('（三）课后拓展', { bold: true }) +
        tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc('布置观察'), tc('拍照上传'))) +
        p('三、教学反思', { bold: true }) +
        p('前测很有用。'),
    ),
    title: '智慧课堂教学设计：光合作用',
    header: {},
    sections: { 目标: '说出光合作用的条件。', 反思: '前测很有用。' },
    objectives: 1,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '（一）课前自学', teacher: '推送微课', students: '观看、做前测' },
      { phase: '（二）课中探究', teacher: '讲评前测' },
      { phase: '（三）课后拓展', students: '拍照上传' },
    ],
    totalMinutes: 0,
  },
  {
    name: '核心素养四条各占一格，重点难点左右并排',
    file: docx(
      tbl(
        4,
        tr(tc('课题', B), tc('父爱之舟'), tc('课时', B), tc('2课时')),
        tr(tc('核心素养目标', { ...B, merge: 'restart' }), tc('文化自信', B), tc('感受父爱。', { span: 2 })),
        tr(tc('', { merge: 'continue' }), tc('语言运用', B), tc('积累描写句。', { span: 2 })),
        tr(tc('', { merge: 'continue' }), tc('思维能力', B), tc('梳理场景。', { span: 2 })),
        tr(tc('重点', B), tc('梳理场景'), tc('难点', B), tc('体会深情')),
        tr(tc('教学环节', B), tc('教师活动', B), tc('学生活动', B), tc('时长', B)),
        tr(tc('入题'), tc('出示小舟图'), tc('谈感受'), tc('约4分钟')),
        tr(tc('品读'), tc('抓“背”字'), tc('批注'), tc('约36分钟')),
      ),
    ),
    title: '父爱之舟',
    header: { 课题: '父爱之舟', 课时: '2课时' },
    sections: {
      目标: '文化自信\n感受父爱。\n语言运用\n积累描写句。\n思维能力\n梳理场景。',
      重点: '梳理场景',
      难点: '体会深情',
    },
    fields: [['phase', 'teacher', 'students', 'minutes']],
    rows: [
      { phase: '入题', minutes: 4, teacher: '出示小舟图' },
      { phase: '品读', minutes: 36, students: '批注' },
    ],
    totalMinutes: 40,
  },
]
