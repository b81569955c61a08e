import { layoutLaws } from '../test/layout-laws.ts'
import { LAYOUTS_AFTER } from '../test/layouts-regions/after.ts'
import { TABLE_LAYOUTS } from '../test/layouts-regions/tables.ts'
import { WORD_LAYOUTS } from '../test/layouts-regions/words.ts'

layoutLaws(
  { set: 'layouts of regions', layouts: [...TABLE_LAYOUTS, ...WORD_LAYOUTS], least: 341 },
  { set: 'layouts written after tuning', layouts: LAYOUTS_AFTER, least: 137 },
)
