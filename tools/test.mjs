import { bootstrap } from './bootstrap.mjs'

await bootstrap('test/main.ts', process.argv.slice(2))
