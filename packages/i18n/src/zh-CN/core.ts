import { home } from './home.ts'
import { lessonPlan } from './lesson-plan.ts'
import { problem } from './problem.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'

/** The words of the first pages. One file per slice; keys begin with the slice's name. */
export const core = { ...shell, ...session, ...home, ...lessonPlan, ...problem } as const
