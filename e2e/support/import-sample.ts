import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Person } from './hands.ts'

const SAMPLES = join(import.meta.dirname, '../../packages/word/fixtures/samples')

/** Brings a sample of `packages/word` in as a plan of this person; answers its id. */
export async function importSample({ context }: Pick<Person, 'context'>, name: string): Promise<string> {
  const reply = await context.request.post('/api/v1/lesson-plans/import', {
    headers: { 'sec-fetch-site': 'same-origin' },
    multipart: {
      file: {
        name: `${name}.docx`,
        mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        buffer: readFileSync(join(SAMPLES, `${name}.docx`)),
      },
    },
  })
  if (!reply.ok()) throw new Error(`import of ${name}: ${reply.status()} ${await reply.text()}`)
  return ((await reply.json()) as { id: string }).id
}
