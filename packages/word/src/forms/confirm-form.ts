import type { FormChoice, FormColumn, FormTarget, WordForm } from './model.ts'

/** Who a place was taken from: a fact stands in one place of the page's text, and in any number beside it. */
const same = (a: FormTarget | null, b: FormTarget | null): boolean =>
  a !== null && b !== null && a.kind === 'header' && b.kind === 'header' && a.key === b.key

/** A form with what a person decided about it; a choice about something the form has not is passed over. */
export function confirmForm(form: WordForm, choices: readonly FormChoice[]): WordForm {
  return choices.reduce<WordForm>((now, choice) => {
    if ('slot' in choice) {
      const chosen = now.slots.find(({ id }) => id === choice.slot)
      if (!chosen) return now
      return {
        ...now,
        slots: now.slots.map((slot) =>
          slot.id === choice.slot
            ? { ...slot, target: choice.target }
            : same(slot.target, choice.target) && !slot.place.story && !chosen.place.story
              ? { ...slot, target: null }
              : slot,
        ),
      }
    }
    if ('table' in choice)
      return {
        ...now,
        tables: now.tables.map((table) =>
          table.id === choice.table
            ? {
                ...table,
                columns: table.columns.map((column, index): FormColumn =>
                  index === choice.column ? { ...column, field: choice.field, sure: true } : column,
                ),
              }
            : table,
        ),
      }
    return { ...now, rest: { ...now.rest, [choice.part]: choice.rest } }
  }, form)
}
