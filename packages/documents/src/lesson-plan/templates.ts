import { PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import type { HeaderField, ProcessField, SectionKey, TemplateKey } from '@gongyan/domain'
import { newLocalId } from './ids.ts'
import type { DocJson } from './read.ts'

/** What is known of a plan before anybody has written in it. */
export interface TemplateFacts {
  readonly title: string
  readonly subject: string | null
  readonly grade: string | null
  /** Name of the person who begins it: 主备人, 主课堂教师 or 设计者. */
  readonly lead: string | null
}

const text = (value: string | null | undefined): DocJson[] => (value ? [{ type: 'text', text: value }] : [])
const paragraph = (value?: string): DocJson => ({ type: 'paragraph', content: text(value) })
const field = (key: HeaderField | `extra:${string}`, value?: string | null, label?: string): DocJson => ({
  type: 'headerField',
  attrs: { key, label: label ?? null },
  content: text(value),
})
/** A heading under the name of its section, or in the words this template uses for it, and room to write. */
const section = (key: SectionKey, label: string = SECTIONS[key], body: DocJson[] = [paragraph()]): DocJson[] => [
  { type: 'heading', attrs: { level: 2, section: key }, content: text(label) },
  ...body,
]
const objective = (literacy: string | null = null): DocJson => ({
  type: 'objective',
  attrs: { objectiveId: newLocalId(), literacy },
  content: [],
})

type Column = readonly [field: ProcessField, label?: string]
const row = (cells: DocJson[]): DocJson => ({
  type: 'tableRow',
  attrs: { rowId: newLocalId(), objectives: null },
  content: cells,
})

/** A 教学过程 table whose rows begin with these 环节. */
const processTable = (columns: readonly Column[], phases: readonly string[]): DocJson => ({
  type: 'table',
  attrs: { kind: 'process', period: null },
  content: [
    row(
      columns.map(([key, label]) => ({
        type: 'tableHeader',
        attrs: { field: key },
        content: [paragraph(label ?? PROCESS_FIELDS[key])],
      })),
    ),
    ...phases.map((phase) =>
      row(columns.map(([key]) => ({ type: 'tableCell', content: [paragraph(key === 'phase' ? phase : undefined)] }))),
    ),
  ],
})

/** A table without meaning of its own: heads, and empty rows whose first cell may be filled. */
const plainTable = (heads: readonly string[], firsts: readonly string[]): DocJson => ({
  type: 'table',
  attrs: { kind: 'plain', period: null },
  content: [
    row(heads.map((head) => ({ type: 'tableHeader', content: [paragraph(head)] }))),
    ...firsts.map((first) =>
      row(heads.map((_, index) => ({ type: 'tableCell', content: [paragraph(index === 0 ? first : undefined)] }))),
    ),
  ],
})

const doc = (facts: TemplateFacts, header: DocJson[], ...parts: DocJson[][]): DocJson => ({
  type: 'doc',
  content: [{ type: 'title', content: text(facts.title) }, { type: 'header', content: header }, ...parts.flat()],
})

/** 常规教案, the thirteen parts of practice.md A6. */
const standard = (facts: TemplateFacts): DocJson =>
  doc(
    facts,
    [
      field('topic', facts.title),
      field('subject', facts.subject),
      field('grade', facts.grade),
      field('textbook'),
      field('volume'),
      field('unit'),
      field('period'),
      field('lessonKind'),
      field('lead', facts.lead),
      field('participants'),
      field('classes'),
      field('date'),
    ],
    section('standard'),
    section('textbookAnalysis'),
    section('learnerAnalysis'),
    section('objectives', '教学目标', [objective(), objective(), objective()]),
    section('keyPoint', '教学重点'),
    section('difficultPoint', '教学难点'),
    section('preparation', '教学准备'),
    section('process', SECTIONS.process, [
      processTable(
        [['phase'], ['minutes', '时间'], ['teacher'], ['students'], ['intent'], ['second']],
        ['导入新课', '探究新知', '巩固练习', '课堂小结'],
      ),
    ]),
    section('board', '板书设计'),
    section('homework', '作业设计'),
    section('assessment', '评价设计'),
    section('reflection', '教学反思'),
  )

/** 专递课堂协同备课: the field list of the county's form, word for word (practice.md A6). */
const twinClass = (facts: TemplateFacts): DocJson =>
  doc(
    facts,
    [
      field('topic', facts.title, '课程名称'),
      field('lead', facts.lead, '主课堂教师'),
      field('subject', facts.subject),
      field('participants', null, '辅课堂教师'),
      field('grade', facts.grade),
      field('textbook', null, '选用教材'),
      field('date', null, '授课时间'),
    ],
    section('objectives', '教学目标', [objective(), objective(), objective()]),
    section('keyAndDifficult', '教学重难点'),
    section('designIdea'),
    section('learnerAnalysis', '主课堂学情分析'),
    section('receiverLearnerAnalysis', '听课学校学情分析'),
    section('process', '教学流程图', [
      processTable(
        [
          ['phase', '流程'],
          ['minutes', '时间'],
          ['teacher', '主讲教师活动'],
          ['assistant', '辅助教师活动'],
          ['students', '学生活动'],
          ['resources', '资源媒体'],
        ],
        ['课前问好、两端检查', '导入新课', '探究新知', '两端互动练习', '课堂小结'],
      ),
    ]),
    section('mainExpectation'),
    section('assistExpectation'),
    section('reflection', '课后反思及建议'),
  )

/** 单元整体设计, practice.md A7. */
const unit = (facts: TemplateFacts): DocJson =>
  doc(
    facts,
    [
      field('subject', facts.subject),
      field('grade', facts.grade),
      field('lead', facts.lead, '设计者'),
      field('extra:指导教师', null, '指导教师'),
      field('textbook', null, '使用教材版本'),
      field('unit', facts.title, '单元名称'),
      field('period', null, '单元课时数'),
    ],
    section('standard', '课程标准依据'),
    section('unitTheme'),
    section('themeAnalysis'),
    section('learnerAnalysis'),
    section('learningConditions'),
    section('unitObjectives', '单元学习目标及素养要求', [objective(), objective(), objective()]),
    section('lessonObjectives', '课时目标', [
      plainTable(['课时', '课时目标', '达成表现', '评价方式'], ['第1课时', '第2课时', '第3课时']),
    ]),
    section('lessonDesigns', SECTIONS.lessonDesigns, [
      plainTable(['课时', '内容', '主要学习活动', '作业'], ['第1课时', '第2课时', '第3课时']),
    ]),
    section('unitHomework'),
    section('unitAssessment'),
    section('reflection', '单元反思'),
  )

const TEMPLATE_DOCS: Record<TemplateKey, (facts: TemplateFacts) => DocJson> = { standard, twinClass, unit }

/** A new plan after one of the templates, with fresh row and objective ids; its fields are those of practice.md A6–A7. */
export const lessonPlanTemplate = (key: TemplateKey, facts: TemplateFacts): DocJson => TEMPLATE_DOCS[key](facts)
