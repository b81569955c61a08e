import { core } from './core.ts'
import { importing } from './import.ts'
import { planPage } from './plan-page.ts'
import { wordForm } from './word-form.ts'

/** The whole source language; the browser takes the words of the plan's page, and those of imports and forms, with their pages. */
export const zhCN = { ...core, ...planPage, ...importing, ...wordForm } as const
