import { bootstrap } from './bootstrap.mjs'

bootstrap('test/main.ts', { args: process.argv.slice(2) })
