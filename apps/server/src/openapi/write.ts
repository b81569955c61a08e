/** Writes packages/contract/openapi.json anew: `node apps/server/src/openapi/write.ts`. A test holds the two equal. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { openApiDocument } from './document.ts'

writeFileSync(
  resolve(import.meta.dirname, '../../../../packages/contract/openapi.json'),
  `${JSON.stringify(openApiDocument(), null, 2)}\n`,
)
