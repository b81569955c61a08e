import { home } from './home.ts'
import { lessonPlan } from './lesson-plan.ts'
import { plan } from './plan.ts'
import { problem } from './problem.ts'
import { room } from './room.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'

/** The source language. One file per slice; keys begin with the slice's name. */
export const zhCN = { ...shell, ...session, ...home, ...lessonPlan, ...plan, ...room, ...problem } as const
