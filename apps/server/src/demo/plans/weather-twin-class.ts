import { demoPlan } from './demo-plan.ts'
import { board, header, planBuilder, section, steps, ul } from './plan-builder.ts'

const KEY = 'weather-twin-class'
const TITLE = 'Unit 5 The weather and us　Part A Let’s talk（同步课堂）'
const plan = planBuilder(KEY)

/** 英语四上: one lesson for two classrooms, with a column for the assisting teacher. */
export const weatherTwinClass = demoPlan({
  key: KEY,
  title: TITLE,
  owner: 'cg0058',
  unit: 'chengguan',
  state: 'finalized',
  template: 'twinClass',
  subject: '英语',
  grade: '四年级',
  members: { sm0004: 'editor', hk0018: 'commenter', jy0105: 'commenter' },
  createdDaysAgo: 14,
  updatedDaysAgo: 2,
  doc: plan.doc(
    TITLE,
    header({
      topic: 'Unit 5 The weather and us　Part A Let’s talk',
      subject: '英语',
      grade: '四年级',
      volume: '上册',
      textbook: '人教版（PEP）',
      period: '第1课时，共6课时',
      lessonKind: '听说课',
      lead: '陆一苇（城关小学，主讲）',
      participants: '潘晓庆（石门小学，辅助）',
      classes: '城关四（2）班45人、石门四年级19人',
      date: '第13周 周五 10:10—10:50',
      place: '城关录播室、石门多媒体教室',
    }),
    section(
      'designIdea',
      '设计思想',
      '天气是两地学生真正有话可说的话题：城关在川里，石门在山上，相距四十公里，同一天常常不一样。本课不用虚构的城市，就让两边的学生互相问今天、明天的天气，再决定各自体育课在室内还是室外。问的人真的不知道答案，句型才有用处。',
    ),
    section(
      'textbookAnalysis',
      '教材分析',
      '单元主题属“人与自然”，本课是单元第一课时，核心问答是 What’s the weather like in …? It’s …. 三年级学过 hot、cold，本课新增 sunny、rainy、cloudy、windy 中的前三个，windy 只听懂，不要求说。教材对话是打电话谈两地天气，正好可以换成两所学校之间真的通话。',
    ),
    section(
      'learnerAnalysis',
      '主课堂学情分析',
      '城关四（2）班能听懂课堂指令，大多敢开口，约10人抢答厉害，要控制。易错：把 What’s the weather like? 说成 How is the weather like?；漏掉 in 加地点。',
    ),
    section(
      'receiverLearnerAnalysis',
      '听课学校学情分析',
      '石门四年级19人，三年级起由语文老师兼教英语，单词认得、句子说不连。怕镜头，集体跟读声音大，单独说声音小。建议：先同桌说，再在屏幕前说；第一次出镜两人一起。（潘晓庆）',
    ),
    plan.objectives(
      '教学目标',
      ['listen', '能听懂谈论两地天气的简短对话，把地点和天气连对。', '语言能力'],
      [
        'talk',
        '能用 What’s the weather like in …? It’s sunny / rainy / cloudy. 和另一所学校的同学问答，至少完成一个来回。',
        '语言能力、学习能力',
      ],
      ['decide', '能根据天气提出穿衣或活动的建议，如 It’s rainy. Take an umbrella.，并说出理由。', '思维品质'],
      ['care', '知道同一天各地天气不同，愿意关心远处的同学。', '文化意识'],
    ),
    section(
      'keyAndDifficult',
      '教学重难点',
      '**重点：**在真实的问答中使用 What’s the weather like in …? 及其回答。',
      '**难点：**weather 与 like 的连读；th 在 weather 中的发音 /ð/；隔着屏幕听清对方的问题并接话。',
    ),
    section(
      'preparation',
      '教学准备',
      '城关：课件、天气词卡、本县地图（标出城关、石门、河口三处）、两地当天早上8点拍的窗外照片。',
      '石门：词卡19套、移动麦克风一支、窗外照片；课前20分钟与城关试音，镜头对准前两排。',
    ),
    plan.process(
      [['phase', '流程'], ['minutes', '时间'], ['teacher', '主讲教师活动'], 'assistant', 'students', 'resources'],
      [
        {
          key: 'warm-up',
          serves: ['care'],
          phase: 'Warm-up 两地问好',
          minutes: 4,
          teacher: [
            'Hello, Shimen! Can you hear me? 请石门先说。',
            '出示两张窗外照片：Look! This is Chengguan. That is Shimen. Same day, same time. What do you see?',
          ],
          assistant: [
            '领学生挥手回应 Hello, Chengguan! 检查声音，给老师做“听得清”的手势。',
            '请两名学生一起到麦克风前说看到了什么，中文也可以。',
          ],
          students: ['两地互相问好。', '预设：城关说 Sun! Hot!；石门说 Rain. 或“有雾”。'],
          resources: '8点拍的两张照片',
        },
        {
          key: 'presentation',
          serves: ['listen'],
          phase: 'Presentation 听懂',
          minutes: 10,
          teacher: [
            steps(
              '由照片引出 sunny、rainy、cloudy，词卡配动作：sunny 双手张开，rainy 手指下点，cloudy 双手画圈。',
              'Now I’m on the phone. 老师和课件里的河口同学通话，听两遍：第一遍听是哪里，第二遍听天气怎样。',
              '板书问句，慢速示范 What’s the wea-ther like，三次由慢到快；用小镜子看 th 的舌尖。',
            ),
            '听后问：Hekou is rainy or cloudy? How do you know?',
          ],
          assistant: [
            '同步出示词卡并做动作，站到后排看谁没跟上。',
            '第二遍听音后，请学生把河口的词卡举起来，数一数举对的人数，报给主讲教师。',
          ],
          students: ['做动作、跟读、举卡片。', '“Cloudy, because I hear cloudy.”', '两人一组用小镜子练 weather。'],
          resources: '录音1段、词卡、小镜子',
        },
        {
          key: 'practice',
          serves: ['talk'],
          phase: 'Practice 练问答',
          minutes: 8,
          teacher: [
            '地图上点一处，全班问，点到的一方答。依次：Chengguan、Shimen、Hekou。',
            'Pair work 3分钟：一人拿地图问，一人看卡片答。巡视，只纠正漏掉 in 的。',
          ],
          assistant: ['组织石门同桌练习，陪最后一排的两名学生练一轮。', '选出两对先准备，下一环节出镜。'],
          students: ['A: What’s the weather like in Hekou?\nB: It’s cloudy.', '做完一轮交换角色。'],
          resources: '本县地图、天气卡',
        },
        {
          key: 'weather-call',
          serves: ['talk', 'decide'],
          phase: 'Weather call 两校通话',
          minutes: 10,
          teacher: [
            'PE today: inside or outside? 两校各派四对学生通话，问对方今天和明天的天气，全班记在记录单上。',
            '每通话一次只追问一句：So, what can they do? 等五秒再叫人。',
            '第三、四对由石门先问。',
          ],
          assistant: [
            '安排出镜顺序，递麦克风；学生卡住时只提示第一个词，不代答。',
            '请其余学生在记录单上写 S / R / C。',
          ],
          students: [
            'S: Hello, Chengguan! What’s the weather like today?\nC: It’s sunny. What’s the weather like in Shimen?\nS: It’s rainy.\nC: Oh! Play inside. Take an umbrella!',
            '记录两地天气，听完说建议：Play inside. / Wear a coat.',
          ],
          resources: '记录单、双向视频',
        },
        {
          key: 'report',
          serves: ['decide', 'care'],
          phase: 'Report 播报',
          minutes: 5,
          teacher: '请两地各一名学生看记录单做20秒天气播报；师生用三颗星评：说了地点、说了天气、提了建议。',
          assistant: '帮石门的播报员在记录单上标出停顿；播报后带头鼓掌，宣布得了几颗星。',
          students: 'Good morning! It’s sunny in Chengguan. It’s rainy in Shimen. Shimen, take your umbrellas!',
          resources: '记录单',
        },
        {
          key: 'summary',
          serves: ['care'],
          phase: 'Summary 小结',
          minutes: 3,
          teacher: '回看板书说两句今天会说的话。布置作业：明早7点半看窗外，在班级群互报天气。',
          assistant: '请说得少的三名学生说一句，再收记录单，课后拍照发给主讲教师。',
          students: '齐读问答；各说一句。互道 Bye-bye! See you next Friday!',
          resources: '板书',
        },
      ],
    ),
    section(
      'mainExpectation',
      '主课堂预期学习效果',
      '45人中40人能独立完成一个来回的问答；至少8人在通话环节开口；记录单两地天气填对42份以上。',
    ),
    section(
      'assistExpectation',
      '辅课堂预期学习效果',
      '19人都能听懂并举对词卡；14人能在同桌间问答；8人（四对）在镜头前说完整的一句，声音让城关听得清。',
    ),
    board(
      '　　　Unit 5　The weather and us',
      'What’s the weather like　in Chengguan?　　It’s sunny.　（太阳图）',
      '　　　　　　　　　　　　in Shimen?　　　It’s rainy.　（雨伞图）',
      '　　　　　　　　　　　　in Hekou?　　　　It’s cloudy.　（云图）',
      '　　　　　　→　Play inside / outside.　Take an umbrella.',
    ),
    section(
      'homework',
      '作业设计',
      ul(
        '**基础：**听读对话三遍，读给家长或同学听（约6分钟）。',
        '**实践：**连续三天早晨记录家门口的天气，用 It’s … in … 写三句。',
        '**选做：**给结对学校的同学画一张天气卡，写一句建议，下周五交换。',
      ),
    ),
    section('reflection', '课后反思及建议'),
  ),
})
