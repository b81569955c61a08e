import { HEADER_FIELDS, PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import type { I18n } from '@gongyan/i18n'
import type { WordingKind } from './answers.ts'

/** Something to choose: a meaning of ours and its name. */
export interface Choice {
  readonly value: string
  readonly label: string
}

const choices = (names: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(names)
    .filter(([value]) => value !== 'unmapped')
    .map(([value, label]) => ({ value, label }))

/** Parts of a plan that something left over can be put into. */
export const SECTION_CHOICES: readonly Choice[] = choices(SECTIONS)
const OURS: Readonly<Record<WordingKind, readonly Choice[]>> = {
  header: choices(HEADER_FIELDS),
  section: SECTION_CHOICES,
  column: choices(PROCESS_FIELDS),
}

/** What words of a kind may mean; `extra` is the school's own, `none` no label at all. */
export const meaningsOf = (kind: WordingKind, { t }: Pick<I18n, 't'>): readonly Choice[] =>
  kind === 'column'
    ? OURS.column
    : [
        ...OURS[kind],
        { value: 'extra', label: t(`import.map.extra.${kind}`) },
        { value: 'none', label: t('import.map.noLabel') },
      ]

/** A meaning of the report as a choice: all of the school's own are one. */
export const choiceOf = (means: string): string => (means.startsWith('extra:') ? 'extra' : means)

/** What a choice is called in its list. */
export const choiceName = (kind: WordingKind, means: string, i18n: Pick<I18n, 't'>): string =>
  meaningsOf(kind, i18n).find(({ value }) => value === means)?.label ?? means

/** The name of a part of a plan, the school's own behind `extra:`. */
export const sectionName = (key: string): string =>
  SECTION_CHOICES.find(({ value }) => value === key)?.label ?? key.replace(/^extra:/, '')
