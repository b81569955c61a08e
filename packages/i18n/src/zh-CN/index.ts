import { core } from './core.ts'
import { plan } from './plan.ts'
import { recovery } from './recovery.ts'
import { room } from './room.ts'

/** The whole source language; the browser takes the plan's and the room's words with their page. */
export const zhCN = { ...core, ...plan, ...room, ...recovery } as const
