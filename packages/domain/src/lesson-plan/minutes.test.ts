import { asked } from '@gongyan/testing/asked'
import { describe, expect, test } from 'vitest'
import {
  clockOf,
  minutesOfRows,
  oneLine,
  phaseName,
  readMinutes,
  readMinutesColumn,
  readPeriodMinutes,
} from './minutes.ts'

describe('[MI1] minutes as teachers write them', () => {
  test.each([
    ['5分钟', 5],
    ['（5分钟）', 5],
    ['(5 分钟)', 5],
    ['约7分钟', 7],
    ['8′', 8],
    ['（8′）', 8],
    ["8'", 8],
    ['10min', 10],
    ['约5min', 5],
    ['10 mins.', 10],
    ['５分钟', 5],
    ['１０ｍｉｎ', 10],
    ['3.5分钟', 3.5],
    ['十五分钟', 15],
    ['十分钟', 10],
    ['二十分钟', 20],
    ['两分钟', 2],
    ['三十五分', 35],
    ['导入（5分钟）', 5],
    ['一、导入 5分', 5],
  ])('%s → %s', (text, expected) => {
    expect(readMinutes(text)?.minutes ?? null).toBe(expected)
  })
})

describe('[MI2] a range counts its own length', () => {
  test.each([
    ['第6—20分', 15],
    ['第1-5分钟', 5],
    ['第六至二十分', 15],
    ['6—20分钟', 14],
    ['0~5min', 5],
    ['第1—第3分钟', 3],
  ])('%s → %i', (text, expected) => {
    expect(readMinutes(text)?.minutes).toBe(expected)
  })
})

describe('[MI8] a range that says how long counts with the greater, one that says from when to when with its length', () => {
  test.each([
    ['（3～5分钟）', 5],
    ['约10-15分钟', 15],
    ['20—25min', 25],
    ['5—12分钟', 7],
    ['0—5分钟', 5],
    ['第3—5分钟', 3],
    ['8:00—8:05', 5],
    ['00:00-05:00', 5],
    ['（０:０５～０:２０）', 15],
  ])('%s → %s', (text, expected) => {
    expect(readMinutes(text)?.minutes).toBe(expected)
  })
  test.each([
    ['3-5', 5],
    ['0-3', 3],
    ['10—35', 25],
    ['0:05', 5],
    ['12:30', 12.5],
    ['5m', 5],
    ['1-2-3', null],
  ])('%s → %s where minutes are expected', (text, expected) => {
    expect(readMinutes(text, { bare: true })?.minutes ?? null).toBe(expected)
    expect(readMinutes(text)).toBeNull()
  })
  test('m is minutes in brackets, a metre elsewhere', () => {
    expect(readMinutes('Warming up (5m)')).toEqual({ minutes: 5, text: '5m' })
    expect(readMinutes('50m跑')).toBeNull()
    expect(readMinutes('折返跑 10m×4')).toBeNull()
  })
})

describe('[MI10] times at which steps begin last until the next one', () => {
  test.each([
    [
      ['0:00', '0:05', '0:25', '0:40'],
      [5, 20, 15, null],
    ],
    [
      ['8:00', '8:05', '8:40'],
      [5, 35, null],
    ],
    [
      ['00:00', '05:00', '25:00'],
      [5, 20, null],
    ],
    [
      ['0', '5', '25'],
      [5, 20, null],
    ],
    [
      ['0′', '8′', '40′'],
      [8, 32, null],
    ],
    [
      ['5', '20', '35'],
      [5, 20, 35],
    ],
    [
      ['5:00', '8:00', '10:00'],
      [5, 8, 10],
    ],
    [
      ['0:00', '0:05'],
      [0, 5],
    ],
  ])('%j → %j', (texts, expected) => {
    expect(readMinutesColumn(texts, { bare: true })).toEqual(expected)
  })
})

test('[MI11] m in brackets is a metre behind a distance, and above what a step may take', () => {
  for (const text of ['慢跑(200m)', '往返跑（10m）', '球场(50m)', '走道宽(1m)']) expect(readMinutes(text)).toBeNull()
  expect(readMinutes('Practice (15m)')?.minutes).toBe(15)
  expect(readMinutes('导入（5m）')?.minutes).toBe(5)
})

test('[MI12] an endless gap or sum is read like any other', () => {
  const gap = ' '.repeat(50_000)
  expect(readMinutes(`导入${gap}（5${gap}分钟）`)?.minutes).toBe(5)
  expect(readMinutes(`${'3+'.repeat(20_000)}3`)).toBeNull()
  expect(readMinutes(`${'3+'.repeat(9)}3分钟`)?.minutes).toBe(30)
})

describe('[MI9] ranges of a column that run on are parts of one clock', () => {
  const column = (texts: string[], bare = true) =>
    texts.map((text) => readMinutes(text, { bare, clock: clockOf(texts, { bare }) })?.minutes ?? null)
  test.each([
    [
      ['0—5', '5—12', '12—30', '30—40'],
      [5, 7, 18, 10],
    ],
    [
      ['1-5', '6-20', '21-40'],
      [5, 15, 20],
    ],
    [
      ['0-5', '', '5—10'],
      [5, null, 5],
    ],
    [
      ['3～5', '5～8', '10～15'],
      [5, 8, 15],
    ],
    [
      ['3～5', '8～10'],
      [5, 10],
    ],
    [
      ['5', '10'],
      [5, 10],
    ],
  ])('%j → %j', (texts, expected) => {
    expect(column(texts)).toEqual(expected)
  })
  test('in the cells of the phases too', () => {
    expect(column(['导入（0-3分钟）', '新授（3—5分钟）', '练习（5～10分钟）'], false)).toEqual([3, 2, 5])
  })
})

describe('[MI3] a number alone counts only where minutes are expected', () => {
  test.each([
    ['5', 5],
    ['（约10）', 10],
    [' 8 ', 8],
    ['5个', null],
    ['第2课时', null],
    ['', null],
    ['—', null],
  ])('%s → %s', (text, expected) => {
    expect(readMinutes(text, { bare: true })?.minutes ?? null).toBe(expected)
    expect(readMinutes(text)).toBeNull()
  })
})

describe('[MI7] sums and words of time', () => {
  test.each([
    ['3+5分钟', 8, 8],
    ['5分钟+3分钟', 8, 8],
    ['5＋3′', 8, 8],
    ['五+三分钟', 8, 8],
    ['5+3', 8, null],
    ['半小时', 30, null],
    ['导入（半小时）', 30, 30],
    ['1小时', 60, null],
    ['一个半小时', 90, null],
    ['一刻钟', 15, null],
    ['讨论（约一刻钟）', 15, 15],
    ['90秒', 1.5, null],
    ['（2分30秒）', 2.5, 2.5],
    ['七', 7, null],
    ['5左右', 5, null],
    ['24小时便利店', null, null],
    ['跳绳30秒', null, null],
    ['口算9+1、10+3', null, null],
  ])('%s → %s where minutes are expected, %s elsewhere', (text, expected, elsewhere) => {
    expect(readMinutes(text, { bare: true })?.minutes ?? null).toBe(expected)
    expect(readMinutes(text)?.minutes ?? null).toBe(elsewhere)
  })
  test.each(['检测90分以上', '满分100分', '每题5分', '30分制', '认二分之一'])('%s is a mark', (text) => {
    expect(readMinutes(text)).toBeNull()
  })
  test('what was written is given back as it stands', () => {
    expect(readMinutes('导入（３+５分钟）')?.text).toBe('３+５分钟')
    expect(readMinutes('导入（约半小时）')?.text).toBe('半小时')
  })
  test('sums of any parts in any writing are their sum, whatever stands around them', () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
    console.log(`[MI7] seed ${seed}`)
    let state = seed
    const below = (limit: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * limit)
    }
    const pick = (...choices: string[]) => choices[below(choices.length)] ?? ''
    for (let run = 0; run < 2000; run++) {
      const parts = Array.from({ length: 2 + below(3) }, () => 1 + below(45))
      const unit = pick('分钟', '分', '′', 'min')
      const written = parts.map((part) => `${part}${pick('', unit)}`).join(pick('+', '＋', ' + ')) + unit
      const text =
        pick('', '导入（', '一、新授 约') + (written.endsWith(unit + unit) ? written.slice(0, -unit.length) : written)
      expect([text, readMinutes(text)?.minutes]).toEqual([text, parts.reduce((sum, part) => sum + part, 0)])
    }
  })
})

describe('[MI4] what is no time is none', () => {
  test.each(['第3单元', '2025年11月5日', '百分之五', '分数的加法', '五年级', '共12人'])('%s', (text) => {
    expect(readMinutes(text)).toBeNull()
  })
  test('what was written is given back as it stands', () => {
    expect(readMinutes('导入（约５分钟）')?.text).toBe('５分钟')
  })
})

test('[MI13] minutes told in the steps are those of their row where neither a column nor the 环节 tells them', () => {
  const steps = '1.示范（5分钟）\n看清手的位置。\n2.学生制作（20分钟）'
  const row = (own: string | null, phase: string, told: string | null = steps) => ({ own, phase, steps: told })
  expect(minutesOfRows([row('制作', '制作')], { bare: false })).toEqual([25])
  expect(minutesOfRows([row('制作（30分钟）', '制作（30分钟）')], { bare: false })).toEqual([30])
  // A 环节 merged over two rows told the minutes of both.
  expect(
    minutesOfRows([row('制作（30分钟）', '制作（30分钟）', '讲'), row(null, '制作（30分钟）')], { bare: false }),
  ).toEqual([30, null])
  expect(minutesOfRows([row('制作', '制作', '讲'), row(null, '制作')], { bare: false })).toEqual([null, 25])
  // A column of minutes is what it says, empty or not.
  expect(minutesOfRows([row('', '制作')], { bare: true })).toEqual([null])
})

test('[MI5] the name of a phase: the lines of its cell as one, without the minutes', () => {
  expect(oneLine('Step 1\nWarm-up')).toBe('Step 1 Warm-up')
  expect(oneLine('情境\n引入')).toBe('情境引入')
  expect(oneLine('Step 2\n新授\n\n（12分钟）')).toBe('Step 2 新授 （12分钟）')
  expect(phaseName(oneLine('Step 2\n新授\n（12分钟）'))).toBe('Step 2 新授')
  expect(oneLine('')).toBe('')
})

describe('[MI12] gaps', () => {
  const gap = ' '.repeat(40)
  test('are one space in a name, and what is left of brackets goes', () => {
    expect(phaseName(`导入${gap}（${gap}约${gap}）${gap}新课`)).toBe('导入 新课')
    expect(phaseName(`导入${gap}（${gap}约${gap}5分钟${gap}）`)).toBe('导入')
  })
  test('no expression that can go back is asked about a long one', () => {
    const questions = asked(() => phaseName(`导入（${gap}（${gap}约${gap}新课${gap}`))
    const aboutGaps = questions.filter(({ text }) => text.includes(gap)).map(({ expression }) => expression.source)
    // One class of characters, and a quantifier only at its end: such a one never goes back.
    expect(aboutGaps.filter((source) => !/^(?:\\.|\[[^\]]*\])(?:[+*]|\{\d+,\})?$/.test(source))).toEqual([])
    expect(aboutGaps).not.toEqual([])
  })
  test('lines are joined with one question for each', () => {
    const cost = (lines: number) =>
      asked(() => oneLine(Array.from({ length: lines }, () => 'a').join('\n'))).reduce(
        (sum, { walked }) => sum + walked,
        0,
      )
    expect(cost(2000)).toBeLessThan(3 * cost(1000))
  })
})

test.each([
  ['40', 40],
  ['４５', 45],
  [' 600 ', 600],
  ['1', 1],
  ['0', null],
  ['601', null],
  ['40.5', null],
  ['-3', null],
  ['四十', null],
  ['40分钟', null],
  ['', null],
  ['1e2', null],
])('[MI6] a period typed as %j is %s', (text, expected) => {
  expect(readPeriodMinutes(text)).toBe(expected)
})
