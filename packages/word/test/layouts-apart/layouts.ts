import type { Layout } from '../check-layout.ts'
import { FACTS } from './facts.ts'
import { PROCESSES } from './processes.ts'

/** Plans kept apart: what is right was written down before any reader of ours had seen the files. */
export const LAYOUTS_APART: readonly Layout[] = [...FACTS, ...PROCESSES]
