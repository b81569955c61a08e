import { bootstrap } from './bootstrap.mjs'

await bootstrap('supervisor/main.ts')
