import type { Layout } from '../check-layout.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'

const B = { bold: true, center: true }

/** A text box as Word 97 wrote them. */
const box = (content: string) =>
  `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>${content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`

/** Where facts, objectives and labels stand elsewhere. */
export const FACTS: Layout[] = [
  {
    name: '四年级道德与法治：标签一行，内容在下一行',
    file: docx(
      p('《网络新世界》教学设计', { ...B, size: 32 }) +
        tbl(
          4,
          tr(tc('课题', B), tc('年级', B), tc('课时', B), tc('主备人', B)),
          tr(tc('网络新世界'), tc('四年级上册'), tc('第1课时'), tc('刘桂英')),
          tr(tc('教材分析', { ...B, span: 2 }), tc('学情分析', { ...B, span: 2 })),
          tr(
            tc('本课是第三单元“信息万花筒”的第二课，由“新世界很精彩”等三个话题组成。', { span: 2 }),
            tc('班里多数孩子会用手机查资料，但家长管得少，容易入迷。', { span: 2 }),
          ),
          tr(tc('教学目标', { ...B, span: 4 })),
          tr(tc('1.感受网络给生活带来的方便。|2.知道上网要守规则。', { span: 4 })),
          tr(tc('教学重点', { ...B, span: 2 }), tc('教学难点', { ...B, span: 2 })),
          tr(tc('感受网络的方便', { span: 2 }), tc('养成守规则上网的习惯', { span: 2 })),
        ) +
        p('教学过程', { bold: true }) +
        tbl(
          5,
          tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B), tc('设计意图', B), tc('时间（分）', B)),
          tr(tc('谈话导入'), tc('昨天晚上你上网了吗？做了什么？'), tc('自由说'), tc('从生活出发'), tc('5')),
          tr(tc('活动一：网络新生活'), tc('出示网购、网课的图片'), tc('小组里举例子'), tc('体会方便'), tc('20')),
          tr(
            tc('活动二：网络要守规'),
            tc('讲小强的故事，问：他错在哪里？'),
            tc('辨一辨、写公约'),
            tc('明理导行'),
            tc('15'),
          ),
        ),
    ),
    title: '《网络新世界》教学设计',
    header: { 课题: '网络新世界', 年级: '四年级上册', 课时: '第1课时', 主备人: '刘桂英' },
    sections: {
      教材分析: '本课是第三单元“信息万花筒”的第二课，由“新世界很精彩”等三个话题组成。',
      学情分析: '班里多数孩子会用手机查资料，但家长管得少，容易入迷。',
      目标: '1.感受网络给生活带来的方便。\n2.知道上网要守规则。',
      重点: '感受网络的方便',
      难点: '养成守规则上网的习惯',
    },
    objectives: 2,
    fields: [['phase', 'teacher', 'students', 'intent', 'minutes']],
    rows: [
      { phase: '谈话导入', minutes: 5, teacher: '昨天晚上你上网了吗？做了什么？', students: '自由说' },
      { phase: '活动一：网络新生活', minutes: 20, intent: '体会方便' },
      { phase: '活动二：网络要守规', minutes: 15, students: '辨一辨、写公约' },
    ],
    totalMinutes: 40,
  },
  {
    name: '一年级数学：一页一张表，每格里先写标签再写内容，没有过程表',
    file: docx(
      p('新城小学教案纸', { ...B }) +
        tbl(
          2,
          tr(tc('课题：9加几'), tc('课型：新授课')),
          tr(tc('执教者：钱小燕'), tc('上课日期：2025年10月28日')),
          tr(tc('教学目标：|1.经历“凑十”的过程，会算9加几。|2.愿意和同桌说自己的算法。', { span: 2 })),
          tr(tc('教学重点：|用“凑十法”算9加几。', { span: 2 })),
          tr(tc('教学难点：|把小数拆成1和几。', { span: 2 })),
          tr(tc('教学准备：|小棒、磁力贴、盒子', { span: 2 })),
          tr(
            tc('教学过程：|一、复习（5分钟）|口算：9+1、10+3。|二、新授（20分钟）|盒里有9瓶，外面有4瓶，一共几瓶？', {
              span: 2,
            }),
          ),
          tr(tc('板书设计：|9 + 4 = 13', { span: 2 })),
          tr(tc('教学反思：|拆小数时还有六个孩子要摆小棒。', { span: 2 })),
        ),
    ),
    title: '9加几',
    header: { 课题: '9加几', 课型: '新授课', 主备人: '钱小燕', 日期: '2025年10月28日' },
    sections: {
      目标: '1.经历“凑十”的过程，会算9加几。\n2.愿意和同桌说自己的算法。',
      重点: '用“凑十法”算9加几。',
      难点: '把小数拆成1和几。',
      准备: '小棒、磁力贴、盒子',
      教学过程: '一、复习（5分钟）\n口算：9+1、10+3。\n二、新授（20分钟）\n盒里有9瓶，外面有4瓶，一共几瓶？',
      板书: '9 + 4 = 13',
      反思: '拆小数时还有六个孩子要摆小棒。',
    },
    objectives: 2,
    fields: [],
    rows: [],
    totalMinutes: 0,
  },
  {
    name: '三年级科学：整份教案装在一个大框（一格的表）里',
    file: docx(
      tbl(
        1,
        tr(
          tc(
            p('《水到哪里去了》教学设计', { ...B, size: 32 }) +
              tbl(
                4,
                tr(tc('学科', B), tc('科学'), tc('年级', B), tc('三年级')),
                tr(tc('主备人', B), tc('卓玛'), tc('班级', B), tc('三（1）班')),
              ) +
              p('教学目标', { bold: true }) +
              p('知道水会蒸发成水蒸气。') +
              p('能记录一周的水位。') +
              p('教学准备', { bold: true }) +
              p('量杯、保鲜膜、记号笔') +
              p('教学过程', { bold: true }) +
              tbl(
                3,
                tr(tc('教学环节', B), tc('教师活动', B), tc('学生活动', B)),
                tr(tc('聚焦（5分钟）'), tc('杯里的水为什么少了？'), tc('猜想')),
                tr(tc('探索（25分钟）'), tc('发量杯，巡视'), tc('观察、画水位线')),
                tr(tc('研讨（10分钟）'), tc('水去哪儿了？'), tc('交流证据')),
              ) +
              p('板书设计', { bold: true }) +
              p('水→水蒸气　蒸发'),
          ),
        ),
      ),
    ),
    title: '《水到哪里去了》教学设计',
    header: { 学科: '科学', 年级: '三年级', 主备人: '卓玛', 班级: '三（1）班' },
    sections: {
      目标: '知道水会蒸发成水蒸气。\n能记录一周的水位。',
      准备: '量杯、保鲜膜、记号笔',
      板书: '水→水蒸气　蒸发',
    },
    objectives: 2,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '聚焦（5分钟）', minutes: 5, teacher: '杯里的水为什么少了？', students: '猜想' },
      { phase: '探索（25分钟）', minutes: 25, students: '观察、画水位线' },
      { phase: '研讨（10分钟）', minutes: 10, teacher: '水去哪儿了？' },
    ],
    totalMinutes: 40,
  },
  {
    name: '六年级语文：基本信息在文本框里，框里还有一张小表',
    file: docx(
      p('《草原》教案', { ...B, size: 36 }) +
        box(
          p('授课教师：白音　　学校：镇中心校') +
            tbl(4, tr(tc('学科', B), tc('语文'), tc('课时', B), tc('2课时'))) +
            p(''),
        ) +
        p('【教学目标】', { bold: true }) +
        p('1.有感情地朗读课文。') +
        p('2.抄写喜欢的句子。') +
        p('【教学重难点】', { bold: true }) +
        p('抓住写景的句子体会草原的美。') +
        p('【教学过程】', { bold: true }) +
        tbl(
          3,
          tr(tc('步骤', B), tc('教师引导', B), tc('学生学习', B)),
          tr(tc('一、听歌入境（4分钟）'), tc('播放《天堂》'), tc('闭眼想象')),
          tr(tc('二、读文悟情（36分钟）'), tc('“翠色欲流”是怎样的绿？'), tc('圈画、批注')),
        ),
    ),
    title: '《草原》教案',
    header: { 主备人: '白音', 学校: '镇中心校', 学科: '语文', 课时: '2课时' },
    sections: { 目标: '1.有感情地朗读课文。\n2.抄写喜欢的句子。', 重难点: '抓住写景的句子体会草原的美。' },
    objectives: 2,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '一、听歌入境（4分钟）', minutes: 4, teacher: '播放《天堂》', students: '闭眼想象' },
      { phase: '二、读文悟情（36分钟）', minutes: 36, teacher: '“翠色欲流”是怎样的绿？' },
    ],
    totalMinutes: 40,
  },
  {
    name: '五年级音乐：信息行用制表符和空格隔开，日期用点，目标后面直接是表',
    file: docx(
      p('《渔舟唱晚》欣赏课教案', { ...B, size: 32 }) +
        p('学科\t音乐\t年级\t五年级\t课型\t欣赏课') +
        p('执教：杨柳　时间：2025.4.16　地点：音乐教室') +
        p('教学目标', { bold: true }) +
        p('1.听辨古筝的音色。') +
        p('2.感受乐曲的三个段落。') +
        tbl(
          3,
          tr(tc('教学环节', B), tc('教师活动', B), tc('学生活动', B)),
          tr(tc('听（10min）'), tc('播放全曲'), tc('静听，画情绪线')),
          tr(tc('唱（15min）'), tc('教唱主题'), tc('跟唱')),
          tr(tc('演（15min）'), tc('指导分组'), tc('用身体动作表现')),
        ),
    ),
    title: '《渔舟唱晚》欣赏课教案',
    header: {
      学科: '音乐',
      年级: '五年级',
      课型: '欣赏课',
      主备人: '杨柳',
      日期: '2025.4.16',
      地点: '音乐教室',
    },
    sections: { 目标: '1.听辨古筝的音色。\n2.感受乐曲的三个段落。' },
    objectives: 2,
    fields: [['phase', 'teacher', 'students']],
    rows: [
      { phase: '听（10min）', minutes: 10, teacher: '播放全曲', students: '静听，画情绪线' },
      { phase: '唱（15min）', minutes: 15, teacher: '教唱主题' },
      { phase: '演（15min）', minutes: 15, students: '用身体动作表现' },
    ],
    totalMinutes: 40,
  },
]
