import { ENDPOINTS, PROBLEMS } from '@gongyan/contract'
import type { Endpoint } from '@gongyan/contract'
import { loadDictionary, LOCALES } from '@gongyan/i18n'
import { isServerWord } from '@gongyan/i18n/server'
import { IMPORT_REFUSALS } from '@gongyan/word'
import { expect, test } from 'vitest'

test.each(LOCALES)('[HT1] every refusal has a sentence for a person in %s', async (locale) => {
  const dictionary: Readonly<Record<string, string>> = await loadDictionary(locale)
  expect(Object.keys(PROBLEMS).filter((code) => !dictionary[`problem.${code}`])).toEqual([])
})

test('[HT1] every reason for which a Word file is not read has a plain sentence that says what to do', async () => {
  const dictionary: Readonly<Record<string, string>> = await loadDictionary('zh-CN')
  const said = IMPORT_REFUSALS.map((code) => dictionary[`problem.${code}`] ?? code)
  expect(said.filter((sentence) => !/^\p{Script=Han}.*。.*。$/u.test(sentence))).toEqual([])
  expect(new Set(said).size).toBe(IMPORT_REFUSALS.length)
})

test('[HT1] every field that can be wrong has a name for a person', () => {
  const names = (Object.values(ENDPOINTS) as Endpoint[]).flatMap(({ request }) => [
    ...Object.keys(request.query?.shape ?? {}),
    ...(request.json && 'shape' in request.json ? Object.keys(request.json.shape as object) : []),
  ])
  // The device is named by the page itself; nobody types it.
  expect([...new Set(names)].filter((name) => name !== 'device' && !isServerWord(`server.field.${name}`))).toEqual([])
})
