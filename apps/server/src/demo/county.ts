import { DEMO_GROUPS, DEMO_PAIRINGS } from './groups.ts'
import { DEMO_PEOPLE } from './people.ts'
import type { DemoCounty } from './types.ts'
import { DEMO_UNITS } from './units.ts'

/** The demonstration county 示范县: invented schools and people, the same ids wherever it is seeded. */
export const DEMO_COUNTY: DemoCounty = {
  units: DEMO_UNITS,
  people: DEMO_PEOPLE,
  groups: DEMO_GROUPS,
  pairings: DEMO_PAIRINGS,
}
