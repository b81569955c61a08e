import type { Layout } from './check-layout.ts'
import { HEADS } from './layouts-first/heads.ts'
import { WHOLES } from './layouts-first/wholes.ts'

export { MORE_LAYOUTS } from './layouts-first/more.ts'

/** Plans laid out unlike the samples, as other schools do it. */
export const LAYOUTS: readonly Layout[] = [...HEADS, ...WHOLES]
