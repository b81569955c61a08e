import { demoPlan } from './demo-plan.ts'
import { board, header, keyAndDifficult, planBuilder, section, steps } from './plan-builder.ts'

const KEY = 'triangle-area'
const TITLE = '三角形的面积'
const plan = planBuilder(KEY)

/** 数学五上: a first draft, homework and reflection yet to be written. */
export const triangleArea = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'zhubei',
  unit: 'qinghe',
  state: 'drafting',
  subject: '数学',
  grade: '五年级',
  members: { mingshi: 'editor', bp0014: 'commenter' },
  createdDaysAgo: 4,
  updatedDaysAgo: 1,
  doc: plan.doc(
    TITLE,
    header({
      topic: TITLE,
      subject: '数学',
      grade: '五年级',
      volume: '上册',
      textbook: '人教版',
      unit: '第六单元 多边形的面积',
      period: '第3课时',
      lessonKind: '新授课',
      lead: '周远（清河小学）',
      participants: '林映秋（城关小学）',
      date: '第14周',
    }),
    section(
      'textbookAnalysis',
      '教材分析',
      '上一课把一个平行四边形剪开，拼成长方形，用的是“割补”；这一课把两个一样的三角形拼起来，用的是“倍拼”。两条路都叫转化，但学生容易把“剪”当成唯一的办法。教材从红领巾引入，我改成学校运动会的三角彩旗，手边有实物，也能真的量。',
    ),
    section(
      'learnerAnalysis',
      '学情分析',
      '平行四边形的面积掌握较好，作业里底和高对应错的还有5人，这节课要继续盯。',
      '问过四个学生“三角形的面积怎么算”，三个说“底乘高除以2”，问为什么除以2，一个说“因为三角形尖”，两个说“书上写的”。所以本课不缺公式，缺的是“除以2”的道理。',
    ),
    plan.objectives(
      '教学目标',
      ['derive', '通过拼一拼、折一折，能说明三角形的面积等于与它等底等高的平行四边形面积的一半。', '推理意识'],
      ['apply', '会用公式求三角形的面积，不漏“除以2”，能找准对应的底和高。', '运算能力'],
      ['compare', '能比较割补和倍拼两种转化办法，说出各自适合什么图形。', '空间观念'],
    ),
    keyAndDifficult('三角形面积公式的推导和应用。', '理解“除以2”：拼成的是两个三角形，求的是一个。'),
    section(
      'preparation',
      '教学准备',
      '每组一袋三角形纸片：锐角三角形、直角三角形、钝角三角形各两个，同类的两个完全一样；另放一个大小不同的混在里面。三角彩旗一面，卷尺。',
    ),
    plan.process(
      ['phase', ['minutes', '分钟'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'recall',
          serves: ['compare'],
          phase: '唤起经验',
          minutes: 4,
          teacher: [
            '举起一面三角彩旗：做100面这样的旗要多少布？先要知道什么？',
            '问：昨天不会算平行四边形，我们怎么办的？今天的三角形，你想把它变成什么？',
          ],
          students: [
            '“先求一面旗的面积。”',
            '“剪一刀，拼成长方形。”“两个三角形拼成平行四边形。”两种想法都记在黑板上。',
          ],
          intent: '把上一课的办法带过来，让学生自己提出转化的方向。',
        },
        {
          key: 'explore',
          serves: ['derive', 'compare'],
          phase: '动手拼摆',
          minutes: 13,
          teacher: [
            steps(
              '打开纸袋，挑出能拼成已学过的图形的三角形，拼好贴在学习单上，旁边写清用了哪两个。',
              '巡视时问：为什么不选那个大的？两个锐角三角形一定能拼成平行四边形吗？',
              '请三组分别展示锐角、直角、钝角三角形的拼法，再请一组展示只用一个三角形折或剪的做法。',
            ),
            '追问：拼成的平行四边形，它的底、高和三角形的底、高有什么关系？谁能上来指一指？',
          ],
          students: [
            '两人一组拼摆。大多会拼成平行四边形，直角三角形还能拼成长方形。',
            '“大的那个和谁都不一样，拼不成。”“要完全一样的两个才行。”',
            '也可能有学生沿两腰中点的连线剪开，转上去拼成平行四边形：“只用一个也行，高变成了一半。”',
          ],
          intent: '混入一个不同的三角形，逼学生说出“完全一样”这个条件。不同拼法最后归到同一个关系上。',
        },
        {
          key: 'derive',
          serves: ['derive'],
          phase: '推导公式',
          minutes: 8,
          teacher: [
            '问：平行四边形的面积是底乘高，这里求的是几个三角形？一个呢？',
            '板书 $S=ah\\div2$。请学生闭上眼，在脑子里再拼一次，然后说：哪一步用到了“除以2”？',
            '对照折叠的做法：先求半高，再乘底，算式是 $a\\times(h\\div2)$，和刚才的一样吗？',
          ],
          students: [
            '“底乘高是两个三角形，所以要除以2。”',
            '同桌互相说完整的一段话：两个完全一样的三角形可以拼成……',
            '“两个算式得数一样，只是先除和后除。”',
          ],
          intent: '让“除以2”有图可指。两种做法得到同一个式子，说明公式不依赖于某一种剪拼。',
        },
        {
          key: 'example',
          serves: ['apply'],
          phase: '解决问题',
          minutes: 5,
          teacher: [
            '量彩旗：底40厘米，高30厘米，求一面旗的面积。巡视，专门看单位和“÷2”。',
            '问：100面旗够不够用10平方米的布？',
          ],
          students: ['$S=ah\\div2=40\\times30\\div2=600$（平方厘米）。', '600×100＝60000平方厘米＝6平方米，够。'],
          intent: '回到开头的问题，顺带复习面积单位换算。',
        },
        {
          key: 'practice',
          serves: ['apply'],
          phase: '巩固练习',
          minutes: 8,
          teacher: [
            '判断：① 三角形的面积是平行四边形面积的一半。② 两个面积相等的三角形一定能拼成平行四边形。',
            '选数据：直角三角形三边3、4、5厘米，求面积；再求斜边上的高。',
            '出示两条平行线间的三个三角形，同底，顶点在另一条线上移动，问面积变不变。',
          ],
          students: [
            '①少了“等底等高”；②举反例，可以画图。',
            '3×4÷2＝6；6×2÷5＝2.4。第二问做不出的可以不做。',
            '“底没变，高也没变，面积就不变。”',
          ],
          intent: '判断题针对“一半”的前提；移动顶点让学生看到面积只由底和高决定。',
        },
        {
          key: 'summary',
          serves: ['compare'],
          phase: '小结',
          minutes: 2,
          teacher: '昨天剪，今天拼，有什么相同的地方？梯形你想剪还是拼？',
          students: '“都是变成会算的图形。”举手表决，明天验证。',
          intent: '把两课连起来，为梯形作准备。',
        },
      ],
    ),
    board(
      '　　　　　　　三角形的面积',
      '两个完全一样的三角形　──拼──→　平行四边形',
      '　　　　三角形的底　＝　平行四边形的底',
      '　　　　三角形的高　＝　平行四边形的高',
      '　　　　S　＝　a h　÷　2',
      '　　　　　　　└两个┘　└一个┘',
    ),
    section('homework', '作业设计'),
    section('reflection', '教学反思'),
  ),
})
