import type { ProcessField } from '@gongyan/domain'
import type { ImportRefusalCode } from '../refusal.ts'
import { IMPORT_REFUSALS } from '../refusal.ts'

/**
 * A school's own form as plain data: where in its document part every field, section and column of a plan is written.
 * It belongs to the very bytes it was read from (`fingerprint`).
 */
export interface WordForm {
  readonly version: 1
  /** Checksum and length of the form's document part. */
  readonly fingerprint: string
  /** The form's own heading, such as ××小学集体备课教案; for a list of forms. */
  readonly title: string
  readonly slots: readonly FormSlot[]
  readonly tables: readonly FormTable[]
  /** What happens to what the form has no place for, by `LeftPart.key`; without an entry it is left out. */
  readonly rest: Readonly<Record<string, 'append' | 'leave'>>
}

/** Steps from the root of the document part: at each element the number of the child element. */
export type ElementPath = readonly number[]

/** What is no part of the page's text: a running head or foot, or a text box, and the part of the file that holds it. */
export interface FormStory {
  readonly kind: 'head' | 'foot' | 'box'
  readonly part: string
}

/** Where a value is written; `story` where that is not the text of the document part. */
export type FormPlace = Spot & { readonly story?: FormStory }
type Spot =
  /** A whole table cell. */
  | { readonly how: 'cell'; readonly path: ElementPath }
  /** Paragraphs of the body; `last` is the last of the neighbours that make room. */
  | { readonly how: 'paragraphs'; readonly path: ElementPath; readonly last: number }
  /** A stretch of the text of one paragraph, in characters. */
  | { readonly how: 'text'; readonly path: ElementPath; readonly from: number; readonly to: number }
  /** Boxes to tick in a cell or paragraph: □新授 □复习. */
  | { readonly how: 'boxes'; readonly path: ElementPath; readonly options: readonly string[] }

export type FormTarget =
  | { readonly kind: 'title' }
  /** `key` is a HeaderField or `extra:…`. */
  | { readonly kind: 'header'; readonly key: string }
  /** `key` is a SectionKey or `extra:…`. */
  | { readonly kind: 'section'; readonly key: string }

export interface FormSlot {
  /** Stable within the form: `s1`, `s2` … in reading order. */
  readonly id: string
  /** What is written there; null leaves the place as the form has it. */
  readonly target: FormTarget | null
  /** The form's own words for it. */
  readonly label: string
  readonly place: FormPlace
  /** What the form says in the place now and what a plan replaces; empty where it is blank. */
  readonly prompt: string
}

export interface FormColumn {
  /** Number of the cell in the model row, from 0. */
  readonly cell: number
  readonly label: string
  /** Null leaves the column empty; `extra` holds the plan's column with the same head. */
  readonly field: ProcessField | null
  readonly sure: boolean
}

/** One 教学过程 table; a form with blocks for several 课时 has several. */
export interface FormTable {
  /** `t1`, `t2` … in reading order. */
  readonly id: string
  /** The 课时 its heading announces, as written. */
  readonly period: string | null
  /** The w:tbl that holds it. */
  readonly table: ElementPath
  /** Rows (numbers among the table's row elements) of the heading of a 课时, of the head and of the blank body. */
  readonly heading: readonly number[]
  readonly head: readonly number[]
  readonly body: readonly number[]
  /** The paragraph outside the table that announces its 课时. */
  readonly headingParagraph: ElementPath | null
  /** The row every step of the lesson is a copy of: the first clean one of `body`, else the last of `head`. */
  readonly model: number
  readonly columns: readonly FormColumn[]
}

/** What a person should look at before the form is used. */
export interface FormDoubt {
  readonly kind:
    | 'column-unsure'
    | 'column-unknown'
    | 'section-own'
    | 'filled'
    | 'no-process'
    | 'no-model-row'
    | 'same-twice'
  /** A slot's or table's id; null for the form as a whole. */
  readonly at: string | null
  /** The column's number in `FormTable.columns`. */
  readonly column: number | null
  /** The form's words it is about. */
  readonly text: string
}

/** A part of a plan for which a form has no place. */
export interface LeftPart {
  /** Of a `file` that is no picture the name is written, its bytes are not. */
  readonly kind: 'title' | 'header' | 'section' | 'column' | 'front' | 'file'
  /** `title`, `header:…`, `section:…`, `column:…`, `front`: the key of `WordForm.rest`; `file:…` cannot be chosen. */
  readonly key: string
  /** As the plan calls it. */
  readonly label: string
  readonly characters: number
}

const OWN_REFUSALS = [
  /** No table, or nothing in it that a plan could fill. */
  'form/no-fields',
  'form/too-many-cells',
  'form/nested-too-deep',
  'form/has-macros',
  /** The document part is written with names of its own that we cannot add to. */
  'form/unusual',
  /** The bytes are not those the form was read from. */
  'form/changed',
] as const
/** Why a file is no form we can write into; each has a sentence in the dictionary. */
export const FORM_REFUSALS = [...IMPORT_REFUSALS, ...OWN_REFUSALS] as const
export type FormRefusalCode = ImportRefusalCode | (typeof OWN_REFUSALS)[number]
export interface FormRefusal {
  readonly code: FormRefusalCode
  /** For the log; never content. */
  readonly detail: string | null
}

/** What a person decides about a form that was read. */
export type FormChoice =
  | { readonly slot: string; readonly target: FormTarget | null }
  | { readonly table: string; readonly column: number; readonly field: ProcessField | null }
  | { readonly part: string; readonly rest: 'append' | 'leave' }
