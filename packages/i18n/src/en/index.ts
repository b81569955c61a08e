import type { Dictionary } from '../index.ts'
import { home } from './home.ts'
import { importing } from './import.ts'
import { lessonPlan } from './lesson-plan.ts'
import { plan } from './plan.ts'
import { problem } from './problem.ts'
import { recovery } from './recovery.ts'
import { room } from './room.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'
import { wordForm } from './word-form.ts'

/** English. A missing or superfluous sentence is a compile error. */
export const en = {
  ...shell,
  ...session,
  ...home,
  ...lessonPlan,
  ...plan,
  ...room,
  ...recovery,
  ...importing,
  ...wordForm,
  ...problem,
} satisfies Dictionary
