import { layoutLaws } from '../test/layout-laws.ts'
import { SCHOOL_AFTER } from '../test/layouts-schools/after.ts'
import { SCHOOL_DRAFTS } from '../test/layouts-schools/drafts.ts'
import { SCHOOL_TABLES } from '../test/layouts-schools/tables.ts'
import { SCHOOL_WORDS } from '../test/layouts-schools/words.ts'

layoutLaws(
  { set: 'plans of many schools', layouts: [...SCHOOL_TABLES, ...SCHOOL_DRAFTS, ...SCHOOL_WORDS], least: 480 },
  { set: 'plans of many schools, written after tuning', layouts: SCHOOL_AFTER, least: 170 },
)
