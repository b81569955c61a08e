import { describe, expect, test } from 'vitest'
import { excerptOf, fold, foldWithOrigin, gramsOf, gramsOfTerm, searchTerms } from './fold.ts'

describe('[SR1] what a teacher would call the same word folds to the same text', () => {
  test.each([
    ['ＰＥＰ教材', 'pep教材'],
    ['１２３', '123'],
    ['第 2 课时', '第2课时'],
    ['第2课时', '第2课时'],
    ['《富饶的西沙群岛》', '富饶的西沙群岛'],
    ['「富饶」的『西沙』', '富饶的西沙'],
    ['“富饶”的‘西沙’', '富饶的西沙'],
    ['加、减法', '加减法'],
    ['CO₂', 'co2'],
    ['5㎝', '5cm'],
    ['½', '1⁄2'],
    ['Unit 4', 'unit4'],
    ['at the farm', 'at the farm'],
    ['At　The', 'at the'],
    ['①导入', '1导入'],
    ['ﾃｽﾄ', 'テスト'],
    ['２×３＝６', '2×3=6'],
    ['3.5元', '3.5元'],
    ['一　二', '一二'],
    ['課題：光合作用', '課題光合作用'],
    ['教-学-评', '教学评'],
    ['well-known', 'well known'],
    ['Ⅳ', 'iv'],
    ['ǎ', 'ǎ'],
    ['　 ', ''],
    ['。，！', ''],
    ['第一行\n第二行', '第一行\n第二行'],
    ['第一行\r\n\n第二行\n', '第一行\n第二行'],
    ['10%', '10%'],
    ['x²+y²', 'x2+y2'],
    ['\u200b零\ufeff宽', '零宽'],
    ['𠮷野家', '𠮷野家'],
  ])('%s → %s', (source, expected) => {
    expect(fold(source)).toBe(expected)
  })

  test('every unit of the folded text knows the character it came from', () => {
    const source = '《Ｕnit ４》𠮷第 ½ 课'
    const { text, origin } = foldWithOrigin(source)
    expect(origin).toHaveLength(text.length)
    expect([...text].every((_, index) => (origin[index] ?? -1) >= 0 && (origin[index] ?? 0) < source.length)).toBe(true)
    expect(source.slice(origin[text.indexOf('𠮷')] ?? 0)).toMatch(/^𠮷/u)
    expect(source.slice(origin[text.indexOf('课')] ?? 0)).toBe('课')
  })
})

test('[SR2] a query is words; all its punctuation may be nothing', () => {
  expect(searchTerms(' 《异分母分数》 加、减法 ')).toEqual(['异分母分数', '加减法'])
  expect(searchTerms('unit4 UNIT４ Unit')).toEqual(['unit4', 'unit'])
  expect(searchTerms('well-known')).toEqual(['well', 'known'])
  expect(searchTerms('《》。 ')).toEqual([])
})

test('[SR3] a text has every gram of each of its pieces, and no gram reaches over a line or a gap', () => {
  const folded = fold('异分母 abc\n分数加 de')
  const grams = new Set(gramsOf(folded))
  const chars = [...folded]
  for (let from = 0; from < chars.length; from++)
    for (let to = from + 1; to <= chars.length; to++) {
      const term = chars.slice(from, to).join('')
      if (/[\n ]/.test(term)) continue
      expect(
        gramsOfTerm(term).every((gram) => grams.has(gram)),
        term,
      ).toBe(true)
    }
  expect([...grams].some((gram) => /\s/.test(gram))).toBe(false)
  expect(grams.has('c分')).toBe(false)
})

describe('[SR4] an excerpt shows the original around the first hit', () => {
  const source = `${'前文'.repeat(60)}，《富饶的西沙群岛》（第２课时），${'后文'.repeat(60)}`
  test('hits are marked in the original, at a length that fits a line', () => {
    const excerpt = excerptOf(source, ['第2课时', '西沙群岛']) ?? ''
    expect(excerpt).toContain('《富饶的⟪西沙群岛⟫》（⟪第２课时⟫）')
    expect(excerpt).toMatch(/^….*…$/)
    expect([...excerpt].length).toBeLessThan(100)
  })
  test('what stands beside it anyway is no place for an excerpt', () => {
    const plan = '平行四边形的面积\n平行四边形的面积\n五年级\n剪拼以后，平行四边形的面积没有变。\n板书：五年级'
    const shown = ['平行四边形的面积', '五年级']
    expect(excerptOf(plan, ['平行四边形'], 80, shown)).toBe('剪拼以后，⟪平行四边形⟫的面积没有变。 板书：五年级')
    expect(excerptOf(plan, ['五年级'], 80, shown)).toBe('板书：⟪五年级⟫')
    expect(excerptOf('《方程》\n用字母表示数', ['方程'], 80, ['方程'])).toBeNull()
  })
  test('of several words it is the place where most of them stand together', () => {
    const plan = `面积\n${'周长，'.repeat(40)}\n先量底和高，再求面积`
    expect(excerptOf(plan, ['面积', '底和高'])).toBe('先量⟪底和高⟫，再求⟪面积⟫')
  })
  test('a hundred words, each a thousand times, are answered at once', () => {
    const words = Array.from({ length: 100 }, (_, n) => String.fromCodePoint(0x4e00 + n))
    const begun = performance.now()
    expect(excerptOf(words.join('').repeat(1000), words)).toContain('⟪')
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
  test('a line without an end, hit two hundred times, is compared once with what stands beside it', () => {
    const line = '秋天的雨，是一把钥匙。'.repeat(100_000)
    const excerpt = excerptOf(line, ['钥匙'], 80, ['秋天的雨', '三年级'])
    expect(excerpt).toMatch(/^秋天的雨，是一把⟪钥匙⟫。/)
    expect(excerpt).toMatch(/…$/)
    // Lines that are said beside it are known as before.
    expect(excerptOf(`秋天的雨\n${line}`, ['秋天'], 80, ['秋天的雨'])).toMatch(/^⟪秋天⟫的雨，是/)
  })
  test('marks in the text itself are not taken for ours', () => {
    expect(excerptOf('a⟪b⟫c课', ['课'])).toBe('abc⟪课⟫')
  })
  test('nothing found, no excerpt; a surrogate pair stays whole', () => {
    expect(excerptOf('没有', ['有没'])).toBeNull()
    const excerpt = excerptOf(`${'𠮷'.repeat(100)}课${'𠮷'.repeat(100)}`, ['课']) ?? ''
    expect(excerpt.isWellFormed()).toBe(true)
    expect(excerptOf('𠮷课', ['𠮷'])).toBe('⟪𠮷⟫课')
  })
})
