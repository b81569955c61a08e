import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }

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
