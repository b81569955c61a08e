import type { HeaderField, ProcessField, SectionKey } from '@gongyan/domain'
import table from './synonyms.json' with { type: 'json' }

/** `content` is a column of what happens, of whom it does not say: alone it is 师生活动, beside 教师/学生活动 it names the 环节. */
export type ColumnMeaning = Exclude<ProcessField, 'extra'> | 'content'
type Words<K extends string> = Readonly<Record<K, readonly string[]>>
type Words2<K extends string, L extends string> = Readonly<Record<K, Words<L>>>
type Sign<K extends string> = readonly [sign: RegExp, key: K]

/**
 * The words under which schools know our fields, all of `synonyms.json`. Recognition reads that table and nothing else, so the
 * understanding is extended by adding words. Spaces, punctuation, letter case and full width do not matter; a bilingual
 * label is found by either half.
 */
export const HEADER_SYNONYMS: Words<HeaderField> = table.header
export const SECTION_SYNONYMS: Words<Exclude<SectionKey, 'unmapped'>> = table.section
export const COLUMN_SYNONYMS: Words<ColumnMeaning> = table.column

const signs = <K extends string>(rows: readonly (readonly string[])[]): readonly Sign<K>[] =>
  rows.map(([pattern = '', key = '']) => [new RegExp(pattern), key as K])
/** Looser signs, tried in this order where a place is surely a label or a column head; a find by them is never `sure`. */
export const SECTION_SIGNS = signs<Exclude<SectionKey, 'unmapped'>>(table.sectionSigns)
export const COLUMN_SIGNS = signs<ColumnMeaning>(table.columnSigns)

/** Core competencies by subject (curriculum standards of 2022), where an objective begins with one. */
export const LITERACIES: readonly string[] = table.literacies
/** Words that head sections for which there is no field of ours. */
export const OWN_SECTIONS: readonly string[] = table.ownSections
/** Lines that only say that a text is over. */
export const ENDINGS: readonly string[] = table.endings
/** Words that begin a row which adds up the steps. */
export const TOTALS: readonly string[] = table.totals
/** Words by which the cells of a column without a head say what they are for: who speaks, who does what, why, and names of steps. */
export const SPOKEN_WORDS: Words<'teacherSays' | 'studentsSay' | 'teacherDoes' | 'studentsDo' | 'means' | 'names'> =
  table.spoken
/** Words before and behind a label that only say how it is meant: 学习 and 确定 in 学习目标确定. */
export const MODIFIERS: Words2<'header' | 'section' | 'column', 'before' | 'after'> = table.modifiers
/** Words that name the course of which the lesson is a part, and the lesson only where nothing else does. */
export const COURSE_NAMES: readonly string[] = table.courseNames
/** Names of forms: a line made only of these is no title. */
export const FORM_WORDS: readonly string[] = table.formWords
/** Words with which the name of a document ends, and looser signs of places and schools in it. */
export const DOCUMENT_WORDS: readonly string[] = table.documentWords
export const PLACE_WORDS: readonly string[] = table.placeWords
export const SUBJECTS: readonly string[] = table.subjects
export const FORM_SIGNS: readonly string[] = table.formSigns
