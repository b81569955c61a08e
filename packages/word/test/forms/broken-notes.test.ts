import { plainText } from '@gongyan/documents'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { exportDocx, importDocx } from '../../src/index.ts'
import { bytesOf, planOf, writeWhole } from './filled.ts'

const plan = planOf('science-g5-two-periods.docx')
const FILES = {
  'of our own': exportDocx(plan.doc, () => undefined),
  'on a form': writeWhole(bytesOf('forms/whole-table.docx'), plan),
}
const NOTE = /<n b="([^"]*)">([^<]*)<\/n>/g
const kindOf = (note: string) => /&quot;is&quot;:&quot;(\w+)/.exec(note)?.[1] ?? ''
const wordsOf = (bytes: Uint8Array) => {
  const read = importDocx(bytes)
  if (!read.ok) throw new Error(read.refusal.code)
  return plainText(read.value.doc)
}

test.each(Object.entries(FILES))(
  '[WD7] a file %s with notes that say too little, or something else, is read all the same',
  (_, bytes) => {
    const parts = unzipSync(bytes)
    const name = Object.keys(parts).find((part) =>
      strFromU8(parts[part] ?? new Uint8Array()).includes('urn:gongyan:lesson-plan" layout'),
    )
    const notes = strFromU8(parts[name ?? ''] ?? new Uint8Array())
    const kinds = [...new Set([...notes.matchAll(NOTE)].map(([, , note = '']) => kindOf(note)))]
    expect(kinds.length).toBeGreaterThan(3)
    const whole = wordsOf(bytes).length
    const odd = [null, 7, 'x', [], [null], {}, { type: 'nonsense' }]
    const wrong: string[] = []
    const tryWith = (what: string, note: (kind: string, before: string) => string) => {
      const changed = notes.replaceAll(
        NOTE,
        (_all, at: string, before: string) => `<n b="${at}">${note(kindOf(before), before)}</n>`,
      )
      try {
        const said = wordsOf(zipSync({ ...parts, [name ?? '']: strToU8(changed) }, { level: 0 })).length
        // A table whose notes say that it has no cells, well formed, is believed; all else of the plan is there.
        if (said < whole / 3) wrong.push(`${what}: ${said} characters of ${whole}`)
      } catch (error) {
        wrong.push(`${what}: ${String(error)}`)
      }
    }
    for (const kind of kinds) {
      tryWith(`${kind} alone`, (own, before) => (own === kind ? `{&quot;is&quot;:&quot;${kind}&quot;}` : before))
      for (const value of odd)
        tryWith(`${kind} of ${JSON.stringify(value)}`, (own, before) => {
          if (own !== kind) return before
          const note = JSON.parse(
            before.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
          ) as Record<string, unknown>
          const made = Object.fromEntries(Object.keys(note).map((key) => [key, key === 'is' ? kind : value]))
          return JSON.stringify(made).replaceAll('"', '&quot;')
        })
    }
    expect(wrong).toEqual([])
  },
)
