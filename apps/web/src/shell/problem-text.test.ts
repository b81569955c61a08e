import { PROBLEMS, type ProblemCode } from '@gongyan/contract'
import { createI18n, loadDictionary } from '@gongyan/i18n'
import { expect, test } from 'vitest'
import { problemText } from './problem-text.ts'

const codes = Object.keys(PROBLEMS) as ProblemCode[]

test('[I7] every refusal of the API has its sentence in both languages, and none is left over', async () => {
  const [zhCN, en] = await Promise.all([loadDictionary('zh-CN'), loadDictionary('en')])
  const said = (dictionary: object) =>
    Object.keys(dictionary)
      .filter((key) => key.startsWith('problem.'))
      .sort()
  const expected = [...codes, 'network/unreachable'].map((code) => `problem.${code}`).sort()
  expect(said(zhCN)).toEqual(expected)
  expect(said(en)).toEqual(expected)
})

test('[I8] the server’s own sentence comes first in Chinese, the dictionary’s in English', async () => {
  const problem = {
    code: 'session/wrong-credentials',
    detail: '账号和密码对不上。再错 4 次，要等 10 分钟才能再试。',
  } as const
  expect(problemText(createI18n(), problem)).toBe(problem.detail)
  expect(problemText(createI18n('en', await loadDictionary('en')), problem)).toMatch(/^Account and password/)
})

test('[I9] a fault names its number and hides the rest', () => {
  expect(problemText(createI18n(), { code: 'server/fault', traceId: 'ab12', detail: 'stack' })).toContain('ab12')
  expect(problemText(createI18n(), { code: 'server/fault', traceId: 'ab12', detail: 'stack' })).not.toContain('stack')
})
