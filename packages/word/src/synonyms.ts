import type { HeaderField, ProcessField, SectionKey } from '@gongyan/domain'

/**
 * The words under which schools know our fields. Recognition reads these tables and nothing else, so a county extends the
 * understanding by adding words. Spaces, punctuation, letter case and full width do not matter; a bilingual label is found
 * by either half.
 */
export const HEADER_SYNONYMS: Readonly<Record<HeaderField, readonly string[]>> = {
  topic: ['课题', '课题名称', '课程名称', '教学课题', '课文', '课文题目', '授课内容', '授课课题', '教学主题', '执教内容', '活动名称', '活动主题', '课题内容', '教学内容', '题目', 'topic', 'title', 'lesson title', 'lesson topic'],
  subject: ['学科', '科目', '学科名称', '任教学科', '授课学科', 'subject'],
  grade: ['年级', '授课年级', '教学年级', '适用年级', '年级学期', '学段年级', '学段', 'grade', 'level'],
  volume: ['册次', '册别', '册数', '学期', 'volume', 'semester'],
  textbook: ['教材', '选用教材', '教材版本', '版本', '使用教材', '教科书', '教材及版本', '使用教材版本', 'textbook', 'teaching material'],
  unit: ['单元', '所属单元', '单元名称', '所在单元', '章节', '单元章节', '章节名称', '单元主题名称', 'unit'],
  period: ['课时', '课时数', '总课时', '总课时数', '课时安排', '教学课时', '课次', '授课课时', '计划课时', '单元课时数', '课时序号', 'period', 'periods'],
  lessonKind: ['课型', '课的类型', '课程类型', '授课类型', '课堂类型', 'lesson type', 'type of lesson', 'type'],
  lead: ['主备人', '主备教师', '主备', '执教', '执教者', '执教人', '执教教师', '授课教师', '授课人', '授课老师', '任课教师', '任课老师', '教师', '教师姓名', '主讲教师', '主讲人', '主讲', '主课堂教师', '主课堂授课教师', '设计者', '设计人', '设计教师', '教学设计者', '编写人', '编写者', '撰写人', '备课人', '备课教师', '上课教师', '姓名', '作者', 'teacher', 'designer', 'teacher name'],
  participants: ['参备人', '参备教师', '参备', '辅备人', '辅课堂教师', '辅助教师', '辅课堂授课教师', '协备人', '协备教师', '参与教师', '参与人', '参与人员', '集备成员', '备课组成员', '备课成员', '备课组', '协同教师', '助教', 'participants', 'assistant teacher'],
  classes: ['班级', '授课班级', '教学班级', '上课班级', '任教班级', '授课对象', '教学对象', 'class', 'classes'],
  date: ['日期', '时间', '授课时间', '授课日期', '备课时间', '备课日期', '上课时间', '上课日期', '教学时间', '教学日期', '执教时间', '执教日期', '集备时间', 'date', 'time'],
  place: ['地点', '授课地点', '上课地点', '备课地点', '教学地点', 'place', 'venue'],
}

export const SECTION_SYNONYMS: Readonly<Record<Exclude<SectionKey, 'unmapped'>, readonly string[]>> = {
  standard: ['课标要求', '课程标准', '课标分析', '课标依据', '课标解读', '课标', '课程标准要求', '课程标准依据', '课程标准分析', '学业要求', '内容要求', 'curriculum standards', 'curriculum requirements'],
  textbookAnalysis: ['教材分析', '教材解读', '文本解读', '文本分析', '教材简析', '教材内容分析', '教学内容分析', '教学内容解析', '内容分析', '教材理解', '教材说明', '教材地位', '语篇分析', '语篇研读', '学习内容分析', 'textbook analysis', 'analysis of the textbook', 'analysis of teaching material', 'teaching material analysis', 'text analysis'],
  designIdea: ['设计思想', '设计理念', '教学理念', '设计思路', '教学设想', '指导思想', '教学思路', '教学构思', '教学设计思路', '设计说明', '理论依据', '设计依据', '指导思想与理论依据', '教学指导思想', 'design ideas', 'design concept', 'teaching philosophy'],
  learnerAnalysis: ['学情分析', '学情', '学情简析', '学生分析', '学生情况', '学生情况分析', '学生学情分析', '学习者分析', '学习者特征分析', '学情调查', '班情分析', '主课堂学情分析', '主讲端学情分析', 'learner analysis', 'student analysis', 'students analysis', 'analysis of students', 'analysis of the students'],
  receiverLearnerAnalysis: ['听课学校学情分析', '辅课堂学情分析', '接收端学情分析', '听课端学情分析', '远端学情分析', '教学点学情分析', '受援学校学情分析', '听课班级学情分析'],
  objectives: ['目标', '教学目标', '学习目标', '核心素养目标', '素养目标', '教学目的', '三维目标', '活动目标', '育人目标', '教学目标与要求', '教学目的要求', '教学目的与要求', '学习目标与要求', '教学目标设计', '本课目标', 'objectives', 'aims', 'goals', 'teaching aims', 'teaching objectives', 'teaching goals', 'learning objectives', 'lesson objectives'],
  keyPoint: ['重点', '教学重点', '学习重点', '活动重点', '本课重点', 'key points', 'key point', 'teaching key points', 'important points', 'teaching focus', 'main points'],
  difficultPoint: ['难点', '教学难点', '学习难点', '活动难点', '本课难点', 'difficult points', 'difficult point', 'teaching difficult points', 'difficulties'],
  keyAndDifficult: ['重难点', '教学重难点', '教学重点难点', '学习重难点', '重点难点', '重点与难点', '重点和难点', '教学重点与难点', '教学重点及难点', '教学重点和难点', '学习重点难点', '重难点分析', '重难点突破', '教学重难点及突破', 'key and difficult points', 'teaching key and difficult points', 'key points and difficulties'],
  preparation: ['准备', '教学准备', '课前准备', '教具准备', '教具', '学具', '学具准备', '教学用具', '教具学具', '教具学具准备', '教学具准备', '教学资源', '教学媒体', '教学工具', '资源准备', '课前资源准备', '实验器材', '场地器材', '场地与器材', '器材准备', '教学环境与准备', '教学资源与工具', 'preparation', 'preparations', 'teaching preparation', 'teaching aids', 'teaching tools'],
  methods: ['教学方法', '教法学法', '教法与学法', '教法', '学法', '教学策略', '教学方法与手段', '教学手段', '学法指导', '学习方式', '学习方法', '教与学的方法', 'teaching methods', 'methods', 'teaching method', 'teaching strategies'],
  process: ['教学过程', '教学流程', '教学流程图', '教学程序', '教学活动', '教学步骤', '教学进程', '学习过程', '活动过程', '教学实施', '教学实施过程', '教学过程设计', '教学活动设计', '教学活动过程', '课堂教学过程', '教学过程与设计', '学习活动设计', '教与学的过程', 'teaching procedures', 'teaching procedure', 'teaching process', 'teaching steps', 'procedures', 'procedure'],
  board: ['板书', '板书设计', '板书设计及说明', '板书内容', '黑板设计', 'blackboard design', 'blackboard', 'board design', 'board plan', 'blackboard plan', 'layout of the blackboard'],
  homework: ['作业', '作业设计', '作业布置', '布置作业', '课后作业', '课外作业', '分层作业', '家庭作业', '课后练习', '课后拓展', '作业与拓展', '课后作业设计', 'homework', 'assignment', 'homework design'],
  assessment: ['评价', '评价设计', '教学评价', '学习评价', '评价任务', '学习评价设计', '教学评价设计', '评价方案', '评价标准', '达标检测', '当堂检测', '课堂检测', 'assessment', 'evaluation'],
  mainExpectation: ['主课堂预期学习效果', '主课堂预期效果', '主课堂学习效果', '主讲端预期效果'],
  assistExpectation: ['辅课堂预期学习效果', '辅课堂预期效果', '辅课堂学习效果', '听课学校预期学习效果', '接收端预期效果'],
  reflection: ['反思', '教学反思', '课后反思', '教后反思', '教后记', '课后记', '教学后记', '教学札记', '教学随笔', '课后小结', '教学心得', '课后反思及建议', '反思与改进', '教学反思与改进', '教学反思与评价', 'reflection', 'teaching reflection', 'after class reflection', 'reflections'],
  adaptation: ['农村教学点适配说明', '教学点适配说明', '适配说明'],
  unitTheme: ['单元主题', '单元大概念', '大概念'],
  themeAnalysis: ['主题分析', '单元主题分析', '单元内容分析', '单元分析', '单元整体分析'],
  learningConditions: ['学习条件分析', '学习条件', '学习环境分析'],
  unitObjectives: ['单元学习目标', '单元目标', '单元教学目标', '单元学习目标及素养要求'],
  lessonObjectives: ['课时目标', '课时学习目标', '课时教学目标'],
  lessonDesigns: ['各课时设计', '课时设计', '分课时设计', '各课时教学设计'],
  unitHomework: ['单元作业', '单元作业设计'],
  unitAssessment: ['单元评价', '单元评价设计', '单元学习评价'],
}

/** `content` is a column of what happens, of whom it does not say: alone it is 师生活动, beside 教师/学生活动 it names the 环节. */
export type ColumnMeaning = Exclude<ProcessField, 'extra'> | 'content'

export const COLUMN_SYNONYMS: Readonly<Record<ColumnMeaning, readonly string[]>> = {
  phase: ['环节', '教学环节', '环节名称', '教学环节名称', '流程', '教学流程', '步骤', '教学步骤', '板块', '教学板块', '阶段', '教学阶段', '学习环节', '活动环节', '课堂环节', '教学程序', '教学进程', '程序', '任务', '学习任务', '课的结构', '课的部分', '部分', '结构', '课堂结构', '环节流程', '环节与内容', 'procedure', 'procedures', 'step', 'steps', 'stage', 'stages', 'phase', 'teaching steps'],
  minutes: ['时间', '用时', '时长', '分钟', '时间分配', '预设时间', '预计时间', '预设用时', '时间安排', '时间预设', '教学时间', '所需时间', '计划用时', '时间min', '时间分', '时间分钟', '用时分钟', 'time', 'duration', 'minutes', 'timing'],
  teacher: ['教师活动', '教师', '教师行为', '教的活动', '教师的活动', '教师教学活动', '教师主导活动', '教师主导', '教师引导', '教师指导', '教师导学', '教师组织', '教师活动预设', '教师活动设计', '主讲教师活动', '主讲教师', '主课堂教师活动', '教师教法', '教', '教法', '教师的教', '老师活动', "teacher's activities", "teacher's activity", 'teacher activities', 'teacher activity', 'teacher', 'teaching activities', "teachers' activities"],
  assistant: ['辅助教师活动', '辅助教师', '辅课堂教师活动', '辅课堂教师', '辅教活动', '助教活动', '协同教师活动', '教学点教师活动', '接收端教师活动', '听课端教师活动', '远端教师活动', "assistant teacher's activities", 'assistant'],
  students: ['学生活动', '学生', '学生行为', '学的活动', '学生的活动', '学生学习活动', '学生主体活动', '学生主体', '学生活动预设', '学生活动设计', '学习活动', '学习者活动', '学法', '学', '学生学法', '学生的学', "students' activities", "student's activities", 'student activities', 'students activities', "pupils' activities", 'students', 'learning activities', "ss' activities"],
  teacherStudents: ['师生活动', '师生双边活动', '双边活动', '师生互动', '教与学活动', '教与学的活动', '师生活动设计', '师生活动预设', '教学双边活动', '教师学生活动', '教师活动与学生活动', '教师活动学生活动', 'activities', 'teaching and learning activities', 'interaction'],
  content: ['教学过程', '教学内容', '教学活动', '教学活动设计', '活动内容', '活动过程', '教学内容与过程', '教学过程设计', '教学设计', '内容', '学习内容', '活动设计', '活动', '主备内容', '集体备课内容', '共案', '集体教案', '教案', '初备', 'content', 'contents', 'teaching process'],
  intent: ['设计意图', '意图', '设计说明', '设计目的', '设计理由', '活动意图', '设计依据', '目的', '教学意图', '意图说明', '设计意图说明', '设计理念', 'purpose', 'purposes', 'intention', 'intentions', 'design intention', 'design purpose', 'rationale'],
  resources: ['资源媒体', '媒体使用', '教学资源', '资源', '媒体', '教学媒体', '媒体资源', '媒体运用', '媒体应用', '多媒体', '信息技术应用', '技术应用', '技术支持', '资源与技术', '资源运用', '资源使用', '信息技术融合', '信息技术融合点', '课件', '教具', '资源准备', '资源支持', 'resources', 'media', 'teaching aids', 'materials'],
  second: ['二次备课', '个性修改', '复备', '复备栏', '二备', '二次复备', '个性化修改', '个人修改', '修改栏', '修改意见', '补充修改', '修改补充', '修改与补充', '个案补充', '个性化设计', '个性化备课', '个性化补充', '个性设计', '再备课', '调整补充', '修改', '教学调整', '二次修改', '个人复备', '个人二次备课', '集备补充', '补充', '批注'],
}

/** Looser signs, tried in this order where a place is surely a label or a column head; a find by them is never `sure`. */
export const SECTION_SIGNS: readonly (readonly [sign: RegExp, key: SectionKey])[] = [
  [/重.{0,4}难点/, 'keyAndDifficult'], [/(?:辅课堂|听课|接收).*学情/, 'receiverLearnerAnalysis'], [/学情|学生.*分析/, 'learnerAnalysis'],
  [/单元.*目标/, 'unitObjectives'], [/课时.*目标/, 'lessonObjectives'], [/目标/, 'objectives'], [/重点/, 'keyPoint'], [/难点/, 'difficultPoint'],
  [/板书/, 'board'], [/单元.*作业/, 'unitHomework'], [/作业/, 'homework'], [/反思|后记/, 'reflection'], [/课标|课程标准/, 'standard'],
  [/教材.*(?:分析|解读|理解)|文本.*解读/, 'textbookAnalysis'], [/教法|学法|教学方法|教学策略/, 'methods'], [/理念|设计思[想路]|指导思想/, 'designIdea'],
  [/教学(?:过程|流程|程序)/, 'process'], [/评价|检测/, 'assessment'], [/教具|学具|课前准备|教学准备|器材/, 'preparation'],
]
export const COLUMN_SIGNS: readonly (readonly [sign: RegExp, meaning: ColumnMeaning])[] = [
  [/二次|复备|二备|个性|修改/, 'second'], [/意图|目的/, 'intent'], [/师生|双边/, 'teacherStudents'], [/辅助|辅课堂|助教|接收端|听课端/, 'assistant'],
  [/学生|学习活动/, 'students'], [/教师|主讲|老师.*(?:活动|行为)/, 'teacher'], [/时间|用时|时长|分钟/, 'minutes'], [/环节|步骤|板块|流程|阶段/, 'phase'], [/资源|媒体|技术|课件/, 'resources'],
]

/** Core competencies by subject (curriculum standards of 2022), where an objective begins with one. */
export const LITERACIES: readonly string[] = [
  '文化自信', '语言运用', '思维能力', '审美创造', '政治认同', '道德修养', '法治观念', '健全人格', '责任意识', '科学观念', '科学思维', '探究实践', '态度责任',
  '语言能力', '文化意识', '思维品质', '学习能力', '审美感知', '艺术表现', '创意实践', '文化理解', '运动能力', '健康行为', '体育品德', '信息意识', '计算思维', '数字化学习与创新', '信息社会责任',
  '劳动观念', '劳动能力', '劳动习惯和品质', '劳动精神', '唯物史观', '时空观念', '史料实证', '历史解释', '家国情怀', '人地协调观', '综合思维', '区域认知', '地理实践力', '生命观念', '物理观念', '数感', '量感', '符号意识', '运算能力', '几何直观', '空间观念', '推理意识', '数据意识', '模型意识', '应用意识', '创新意识',
]
/** Names of forms: a line made only of these is no title. */
export const FORM_WORDS: readonly string[] = ['教案', '教学设计', '教学方案', '教学设计表', '备课', '集体备课', '协同备课', '专递课堂', '同步课堂', '双师课堂', '备课稿', '教学设计稿', '导学案', '教案设计', '电子教案', '电子', '集体', '通用', '模板', '表格', '表', '稿', '纸', '记录', '活动', '课堂', '教学', '设计', '单元', '整体', '大单元', '用', '教师', '工作', '个人', '优秀', '公开课', '示范课', '研讨课', '校本', '学科', '精品课', '课时', '学年', '学期', '第一', '第二', '度', 'lesson plan', 'teaching plan', 'plan']
