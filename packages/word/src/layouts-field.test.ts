import { layoutLaws } from '../test/layout-laws.ts'
import { FIELD_AFTER } from '../test/layouts-field/after.ts'
import { FIELD_TABLES } from '../test/layouts-field/tables.ts'
import { FIELD_WORDS } from '../test/layouts-field/words.ts'

layoutLaws(
  { set: 'plans from the field', layouts: [...FIELD_TABLES, ...FIELD_WORDS], least: 379 },
  { set: 'plans from the field, written after tuning', layouts: FIELD_AFTER, least: 127 },
)
