/**
 * The words of a lesson plan: our identifier and the Chinese name under which API, import and search know it
 * (`practice.md` A6–A7). A part that a school added itself has the identifier `extra:{its own label}`.
 */
export const HEADER_FIELDS = {
  topic: '课题',
  subject: '学科',
  grade: '年级',
  volume: '册次',
  textbook: '教材',
  unit: '单元',
  period: '课时',
  lessonKind: '课型',
  lead: '主备人',
  participants: '参备人',
  classes: '班级',
  date: '日期',
  place: '地点',
} as const
export type HeaderField = keyof typeof HEADER_FIELDS

export const SECTIONS = {
  standard: '课标要求',
  textbookAnalysis: '教材分析',
  designIdea: '设计思想',
  learnerAnalysis: '学情分析',
  receiverLearnerAnalysis: '听课学校学情分析',
  objectives: '目标',
  keyPoint: '重点',
  difficultPoint: '难点',
  keyAndDifficult: '重难点',
  preparation: '准备',
  methods: '教学方法',
  process: '教学过程',
  board: '板书',
  homework: '作业',
  assessment: '评价',
  mainExpectation: '主课堂预期学习效果',
  assistExpectation: '辅课堂预期学习效果',
  reflection: '反思',
  adaptation: '农村教学点适配说明',
  unitTheme: '单元主题',
  themeAnalysis: '主题分析',
  learningConditions: '学习条件分析',
  unitObjectives: '单元学习目标',
  lessonObjectives: '课时目标',
  lessonDesigns: '各课时设计',
  unitHomework: '单元作业',
  unitAssessment: '单元评价',
  /** What an import found no place for: kept at the end of the plan, never dropped. */
  unmapped: '未归位的内容',
} as const
export type SectionKey = keyof typeof SECTIONS

/** The typed columns of a 教学过程 table. */
export const PROCESS_FIELDS = {
  phase: '环节',
  minutes: '分钟',
  teacher: '教师活动',
  assistant: '辅助教师活动',
  students: '学生活动',
  /** One column for both: the teacher's and the students' activity share one cell. */
  teacherStudents: '师生活动',
  intent: '设计意图',
  resources: '资源媒体',
  second: '二次备课',
  /** A column of the school's own; its head says what it is. */
  extra: '自定栏目',
} as const
export type ProcessField = keyof typeof PROCESS_FIELDS

/** 核心素养 dimensions are free text in practice; these subjects have settled names (2022 curriculum standards). */
export const TEMPLATES = {
  standard: '常规教案',
  twinClass: '专递课堂协同备课',
  unit: '单元整体设计',
} as const
export type TemplateKey = keyof typeof TEMPLATES
