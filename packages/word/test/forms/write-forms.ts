import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FORMS } from './forms.ts'

/** Writes the blank forms to fixtures/forms. */
for (const [name, make] of Object.entries(FORMS))
  writeFileSync(join(import.meta.dirname, `../../fixtures/forms/${name}.docx`), make())
