import type { HeaderField, ProcessField, SectionKey } from '@gongyan/domain'
import table from './synonyms.json' with { type: 'json' }

/** `content` is a column of what happens, of whom it does not say: alone it is 师生活动, beside 教师/学生活动 it names the 环节. */
export type ColumnMeaning = Exclude<ProcessField, 'extra'> | 'content'
type Words<K extends string> = Readonly<Record<K, readonly string[]>>
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
/** Words by which the cells of a column without a head say what they are for: who speaks, who does what, why, and names of steps. */
export const SPOKEN_WORDS: Words<'teacherSays' | 'studentsSay' | 'teacherDoes' | 'studentsDo' | 'means' | 'names'> =
  table.spoken
/** Names of forms: a line made only of these is no title. */
export const FORM_WORDS: readonly string[] = table.formWords
