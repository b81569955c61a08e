import { demoPlan } from './demo-plan.ts'
import { board, header, keyAndDifficult, planBuilder, section, ul } from './plan-builder.ts'

const KEY = 'tree-planting'
const TITLE = '植树问题（第1课时）'
const plan = planBuilder(KEY)

/** 数学五上: a rural teacher's own version of the shared plan, her changes in red. */
export const treePlanting = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'jiaoshi',
  unit: 'liulin',
  state: 'secondPrep',
  subject: '数学',
  grade: '五年级',
  members: { zhubei: 'commenter', jyy: 'commenter' },
  createdDaysAgo: 7,
  updatedDaysAgo: 1,
  doc: plan.doc(
    TITLE,
    header({
      topic: TITLE,
      subject: '数学',
      grade: '五年级',
      volume: '上册',
      textbook: '人教版',
      unit: '第七单元 数学广角',
      period: '第1课时，共3课时',
      lessonKind: '新授课',
      lead: '何晓棠（柳林教学点）',
      classes: '柳林五年级（5人）',
      date: '第16周',
    }),
    section(
      'learnerAnalysis',
      '学情分析',
      '5人都会用除法求段数，但“20米，每5米一棵，栽几棵”全写4棵。四年级7人同教室，本课安排他们做除法口算，需要一个安静的20分钟。',
    ),
    plan.objectives(
      '教学目标',
      ['model', '通过摆一摆、画一画，发现两端都栽时棵数比间隔数多1，并能说出为什么。', '模型意识'],
      ['simple', '遇到大数先从小数试起，把找到的规律再用回去。', '推理意识'],
    ),
    keyAndDifficult('两端都栽时棵数与间隔数的关系。', '用“一棵对一段”说明多出的1棵是哪一棵。'),
    section('preparation', '教学准备', '院墙边20米绳子一根、小旗6面、学习单。[[不用课件，教室电脑给四年级听写用。]]'),
    plan.process(
      ['phase', ['minutes', '分钟'], 'teacher', 'students', 'intent', ['second', '二次备课']],
      [
        {
          key: 'guess',
          serves: ['model'],
          phase: '猜',
          minutes: 5,
          teacher: '出示：20米的小路，每隔5米栽一棵，两端都栽，一共几棵？请每人写一个答案。',
          students: '多数写4，也可能写5、6。',
          intent: '让答案分开，产生验证的需要。',
          second: '[[我班大概都是4，不会有争论。改成：先不说两端，到院子里量完再说。]]',
        },
        {
          key: 'try',
          serves: ['model'],
          phase: '试',
          minutes: 13,
          teacher: ['每组在线段图上画一画，说说段数和棵数。', '问：第一段前面那棵归谁？一段配一棵，最后剩下谁？'],
          students: ['画线段图，数段数4、棵数5。', '“一段跟着一棵，开头多出一棵。”'],
          intent: '一一对应是道理所在，不只是“加1”。',
          second: [
            '[[到院墙边拉20米绳，每5米插一面旗，5个人站成5面旗。]]',
            '[[然后每人拉起身后那段绳走一步：谁身后没有绳？他就是多的那一棵。比画图快，记得牢。]]',
          ],
        },
        {
          key: 'rule',
          serves: ['model', 'simple'],
          phase: '找',
          minutes: 10,
          teacher: '1000米呢？画得下吗？先用5米、10米、15米、25米试，填表找规律，再回答1000米。板书：棵数＝间隔数＋1。',
          students: '填表，发现棵数总比间隔数多1；算出 $1000\\div5+1=201$（棵）。',
          intent: '化繁为简，再用规律解决大数。',
          second: '[[表格两人合填一张，落单的一人由我陪着填。]]',
        },
        {
          key: 'use',
          serves: ['simple'],
          phase: '用',
          minutes: 9,
          teacher: [
            '找生活里的“两端都栽”：路灯、栏杆、手指与指缝。',
            '变式：10个同学排队，相邻两人间隔1米，队长几米？',
          ],
          students: ['举例并说哪个是棵、哪个是间隔。', '“10－1＝9米。”易错：写10米或11米。'],
          intent: '由棵数倒求间隔，防止见题就加1。',
          second: '[[例子换成河滩的防洪桩，孩子们天天数着走。]]',
        },
        {
          key: 'close',
          serves: ['simple'],
          phase: '结',
          minutes: 3,
          teacher: '如果一头是墙，不能栽，还多1吗？明天验证。',
          students: '先猜，写在纸上折起来。',
          intent: '引向“一端栽”。',
          second: '[[照共案。]]',
        },
      ],
    ),
    board(
      '　　　植树问题（两端都栽）',
      '｜──｜──｜──｜──｜',
      '　1　　2　　3　　4　　　　4段　5棵',
      '一段配一棵，开头多一棵',
      '　　棵数＝间隔数＋1',
    ),
    section(
      'homework',
      '作业设计',
      ul('**基础：**学习单3题。', '**实践：**数一数从家到学校那段路的电线杆，想一想怎样估出路长。'),
    ),
    section(
      'adaptation',
      '农村教学点适配说明',
      '只有5人、两个年级同教室时：操作放到室外，20分钟内回来；四年级由一名小老师带口算，答案贴在黑板背面自己对。没有投影也能上，需要的只有一根绳和几面旗。',
    ),
    section('reflection', '教学反思'),
  ),
})
