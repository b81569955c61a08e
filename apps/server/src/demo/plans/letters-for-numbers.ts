import { demoPlan } from './demo-plan.ts'
import { board, header, keyAndDifficult, planBuilder, section, steps, ul } from './plan-builder.ts'

export const LETTERS_KEY = 'letters-for-numbers'
const TITLE = '用字母表示数'
const plan = planBuilder(LETTERS_KEY)

/** 数学五上: the lesson that was taught and observed; its reflection is due. */
export const lettersForNumbers = demoPlan({
  key: LETTERS_KEY,
  title: TITLE,
  owner: 'zhubei',
  unit: 'qinghe',
  state: 'taught',
  subject: '数学',
  grade: '五年级',
  members: { mingshi: 'editor', jiaoshi: 'editor', cg0036: 'editor', jyy: 'commenter' },
  createdDaysAgo: 30,
  updatedDaysAgo: 6,
  doc: plan.doc(
    TITLE,
    header({
      topic: TITLE,
      subject: '数学',
      grade: '五年级',
      volume: '上册',
      textbook: '人教版',
      unit: '第五单元 简易方程',
      period: '第1课时',
      lessonKind: '新授课',
      lead: '周远（清河小学）',
      participants: '林映秋、马晓岚（城关小学），何晓棠（柳林教学点）',
      classes: '清河五（1）班',
      date: '周四第2节（教研员听课）',
    }),
    section(
      'textbookAnalysis',
      '教材分析',
      '从这一课起，学生由“算出一个数”走到“写出一个关系”。教材用年龄引入：两人的年龄都在变，差不变，一个式子就能说尽所有的年份。学完要能明白，$a+27$ 既是一个结果，也是一个关系。',
    ),
    section(
      'learnerAnalysis',
      '学情分析',
      '运算律、计算公式里学生见过字母，多把它当成缩写。访谈6人：4人认为 $a$ 一定代表某一个还没告诉他的数；5人认为 $a+27$ “没算完”。这两处是今天要打开的结。',
    ),
    plan.objectives(
      '教学目标',
      ['mean', '知道字母可以表示变化的数，能用含有字母的式子表示数量和数量关系。', '符号意识'],
      ['value', '给出字母的值，能求出含有字母的式子的值，知道字母的取值有范围。', '运算能力'],
      ['write', '会写 $ab$、$5a$、$a^2$ 等简便形式，不与 $2a$ 混淆。', '符号意识'],
    ),
    keyAndDifficult(
      '用含有字母的式子表示数量和关系。',
      '接受一个式子可以就是最后的结果；理解同一个问题中同一个字母表示同一个量。',
    ),
    section(
      'preparation',
      '教学准备',
      '年龄记录条（每人一张空白表格）、三个信封（内装石子，数目不告诉学生）、学习单。',
    ),
    plan.process(
      ['phase', ['minutes', '分钟'], 'teacher', 'students', 'intent'],
      [
        {
          key: 'lead-in',
          serves: ['mean'],
          phase: '引入：信封里的石子',
          minutes: 4,
          teacher: [
            '举起信封：里面有几颗石子？谁也没看见，怎么说？再当面放进去3颗，现在有几颗？',
            '把学生的说法都写下来：不知道、“?+3”、“□+3”、“a+3”。',
          ],
          students: ['“不知道，但是多了3颗。”', '“可以画个方框加3。”“用字母，a加3。”'],
          intent: '不知道多少也能说清“多3颗”，字母由此成为需要。',
        },
        {
          key: 'age',
          serves: ['mean', 'value'],
          phase: '探究：老师和你差几岁',
          minutes: 12,
          teacher: [
            '告诉学生：“你们11岁时，我38岁。”填记录条：你1岁、2岁……时，我几岁？填到第四行叫停：还要填多少行？能不能一行就写完？',
            steps(
              '收集写法，把四种贴在黑板上：1+27、用文字写“小明的年龄+27”、a+27、a和b。',
              '问：a和b这种写法，说清了我比你大几岁吗？a+27说清了吗？',
              '问：a可以是200吗？可以是0吗？',
            ),
          ],
          students: [
            '填表，嫌麻烦，自己想办法写成一行。',
            '“b看不出和a的关系，a+27一看就知道大27岁。”',
            '“a不能是200，人活不到。”“0可以，刚生下来。”',
          ],
          intent: '比较“a和b”与“a+27”，让学生看到式子同时表示结果和关系；讨论取值范围，字母不是想取几就取几。',
        },
        {
          key: 'both',
          serves: ['mean', 'value'],
          phase: '深化：一个式子两种意思',
          minutes: 8,
          teacher: [
            '出示柳林教学点的石阶：每级高15厘米，走了n级，升高多少？15n是不是“没算完”？',
            '反过来编：$6x$ 可以表示什么？请用身边的事说。追问：两个人说的x一样吗？',
          ],
          students: [
            '“升高15×n厘米，这就是答案，n定了它就定了。”',
            '“一本本子x元，6本就是6x元。”“六只蚂蚁……不对，一只蚂蚁x毫克。”',
          ],
          intent: '从情境到式子，再从式子到情境，两个方向都走一遍。',
        },
        {
          key: 'shorthand',
          serves: ['write'],
          phase: '约定：怎样写得简便',
          minutes: 6,
          teacher: [
            '自学课本上的简写规定，两分钟后考我：$a\\times5$、$a\\times b$、$a\\times a$、$1\\times a$ 各怎样写？',
            '辨析：$a^2$ 和 $2a$，a取2时一样，就一直一样吗？再取3试试。',
          ],
          students: ['写出 $5a$、$ab$、$a^2$、$a$。', '“a是3，a²是9，2a是6，不一样。”'],
          intent: '规定由学生读，老师只用反例检查。',
        },
        {
          key: 'practice',
          serves: ['mean', 'value', 'write'],
          phase: '练习',
          minutes: 8,
          teacher: [
            '① 省略乘号写式子；② 校车上原有x人，下去5人，又上来8人；③ 当 $a=11$ 时求 $a+27$，再求老师50岁时你几岁。',
          ],
          students: ['独立做，同桌换批。②写成 $x-5+8$ 或 $x+3$ 都算对，说出各自的意思。'],
          intent: '第③题由式求值，再倒着想，为方程留一个口子。',
        },
        {
          key: 'summary',
          serves: ['mean'],
          phase: '小结',
          minutes: 2,
          teacher: '打开信封，数一数石子。问：知道了以后，a还是那个a吗？',
          students: '“a变成了一个确定的数。”“换一个信封，a又是别的数。”',
          intent: '首尾呼应。',
        },
      ],
    ),
    board(
      '　　　　用字母表示数',
      '信封　a　　→　放进3颗　a＋3',
      '你　a岁　→　老师　a＋27 岁　（差不变）',
      '　　　　　　　　既是结果，也是关系',
      '简写：a×5＝5a　　a×b＝ab　　a×a＝a²　　1×a＝a',
    ),
    section(
      'homework',
      '作业设计',
      ul(
        '**基础：**练习册中用字母表示数量的5道题（约10分钟）。',
        '**拓展：**用一个含有字母的式子编三件不同的事。',
        '**实践：**回家问爸爸或妈妈比自己大几岁，用式子写出“任何一年”的关系。',
      ),
    ),
    section('reflection', '教学反思'),
  ),
})
