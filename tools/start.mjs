import { bootstrap } from './bootstrap.mjs'

bootstrap('supervisor/main.ts', { envFile: '.env' })
