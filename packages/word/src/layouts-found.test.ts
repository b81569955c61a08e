import { layoutLaws } from '../test/layout-laws.ts'
import { FOUND_AFTER_MORE } from '../test/layouts-found/after-more.ts'
import { FOUND_AFTER } from '../test/layouts-found/after.ts'
import { FOUND_FORMS } from '../test/layouts-found/forms.ts'
import { FOUND_KINDS } from '../test/layouts-found/kinds.ts'
import { FOUND_LATER } from '../test/layouts-found/later.ts'
import { FOUND_TABLES } from '../test/layouts-found/tables.ts'
import { FOUND_WORDS } from '../test/layouts-found/words.ts'

layoutLaws(
  {
    set: 'plans as they are found',
    layouts: [...FOUND_FORMS, ...FOUND_KINDS, ...FOUND_TABLES, ...FOUND_WORDS],
    least: 631,
  },
  { set: 'plans as they are found, written after tuning', layouts: [...FOUND_AFTER, ...FOUND_AFTER_MORE], least: 230 },
  { set: 'plans as they are found, written last of all', layouts: FOUND_LATER, least: 190 },
)
