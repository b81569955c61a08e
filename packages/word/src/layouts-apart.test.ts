import { layoutLaws } from '../test/layout-laws.ts'
import { LAYOUTS_APART } from '../test/layouts-apart/layouts.ts'

layoutLaws({ set: 'plans of the set kept apart', layouts: LAYOUTS_APART, least: 325 })
