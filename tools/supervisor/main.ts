import { join } from 'node:path'
import { REPOSITORY } from '../process/index.ts'
import { runToTheEnd } from './run-to-the-end.ts'
import { buildWebApp } from './web-build.ts'

runToTheEnd({
  env: process.env,
  serverEntry: join(REPOSITORY, 'apps', 'server', 'src', 'main.ts'),
  buildWeb: buildWebApp,
  say: (line) => console.log(line),
})
