import { describe, expect, test } from 'vitest'
import { en } from './en/index.ts'
import { createFormatters, createI18n, fill, holesOf, loadDictionary, loadPlanWords } from './index.ts'
import { zhCN } from './zh-CN/index.ts'

const FORBIDDEN = /您|请稍候|请稍后|操作成功|操作失败|！|!/

describe('dictionaries', () => {
  test('[I1] every sentence has the same holes in every language', () => {
    for (const [key, text] of Object.entries(zhCN))
      expect([key, holesOf(en[key as keyof typeof zhCN])]).toEqual([key, holesOf(text)])
  })

  test('[I2] no sentence is empty, and English knows no other keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zhCN).sort())
    for (const [key, text] of [...Object.entries(zhCN), ...Object.entries(en)])
      expect([key, text.trim().length > 0]).toEqual([key, true])
  })

  test('[I3] Chinese is said by a colleague: no 您, no exclamation mark, no 操作成功', () => {
    expect(Object.entries(zhCN).filter(([, text]) => FORBIDDEN.test(text))).toEqual([])
  })

  test('[I4] numbers stand next to 汉字 without a typed space only where a hole has one on both sides', () => {
    // A hole between 汉字 is set off by text-autospace or by a space on both sides, never on one.
    const lopsided = Object.entries(zhCN).filter(([, text]) =>
      /\p{Script=Han} \{\w+\}\p{Script=Han}|\p{Script=Han}\{\w+\} \p{Script=Han}/u.test(text),
    )
    expect(lopsided).toEqual([])
  })

  test('[I5] holes are filled by name, numbers by locale, plurals by the rule', async () => {
    const { t } = createI18n('zh-CN')
    expect(t('shell.undo', { seconds: 9 })).toBe('撤销（9 秒）')
    expect(fill('{count} {count|plan|plans}', { count: 1 }, 'en')).toBe('1 plan')
    expect(fill('{count} {count|plan|plans}', { count: 1200 }, 'en')).toBe('1,200 plans')
    expect(fill('{a}{b}', { a: '{b}', b: 'x' }, 'en')).toBe('{b}x')
    expect(fill('《{missing}》', {}, 'en')).toBe('《{missing}》')
    expect(fill('打开《{title}》', { title: '梯形的面积' }, 'zh-CN')).toBe('打开《梯形的面积》')
    expect(fill('打开《{title}》', { title: '《海燕》第 2 课时' }, 'zh-CN')).toBe('打开《海燕》第 2 课时')
    expect((await loadDictionary('en'))['shell.close']).toBe('Close')
  })
})

test('[I10] the plan page’s words are there once they have been fetched', async () => {
  const { t } = createI18n()
  await loadPlanWords()
  expect((t as (key: string) => string)('room.name')).toBe(zhCN['room.name'])
})

describe('formatters', () => {
  const zh = createFormatters('zh-CN', 'Asia/Shanghai')
  const now = '2026-11-24T02:32:00.000Z'

  test.each([
    ['2026-11-24T02:31:30.000Z', '刚刚'],
    ['2026-11-24T02:33:00.000Z', '刚刚'],
    ['2026-11-24T02:20:00.000Z', '今天 10:20'],
    ['2026-11-23T15:59:59.000Z', '昨天'],
    ['2026-11-23T16:00:00.000Z', '今天 00:00'],
    ['2026-11-22T04:00:00.000Z', '周日'],
    ['2026-11-18T04:00:00.000Z', '周三'],
    ['2026-11-17T04:00:00.000Z', '11月17日'],
    ['2025-12-31T04:00:00.000Z', '2025年12月31日'],
    ['2026-11-25T04:00:00.000Z', '11月25日'],
  ])('[F1] %s is %s on 11月24日 10:32', (at, expected) => expect(zh.when(at, now)).toBe(expected))

  test('[F2] days follow the reader’s clock across the end of a year', () => {
    expect(zh.when('2026-12-31T15:00:00.000Z', '2026-12-31T17:00:00.000Z')).toBe('昨天')
    expect(zh.when('2026-12-30T04:00:00.000Z', '2027-01-02T04:00:00.000Z')).toBe('周三')
  })

  test('[F3] dates, weekdays, minutes and moments are written as the design says', () => {
    expect(zh.date('2026-11-24T02:00:00.000Z', now)).toBe('11月24日')
    expect(zh.weekday('2026-11-24T02:00:00.000Z')).toBe('星期二')
    expect(zh.moment('2026-11-18T02:20:00.000Z', now)).toBe('11月18日 10:20')
    expect(zh.minuteMark(15)).toBe('15′')
    expect(zh.lessonMoment(860_000)).toBe('14′20″')
    expect(zh.lessonMoment(-5)).toBe('0′00″')
    expect(zh.lessonMoment(3_725_999)).toBe('62′05″')
    expect(zh.percent(0.375)).toBe('38%')
    expect([zh.fileSize(0), zh.fileSize(999), zh.fileSize(1_234_000), zh.fileSize(50_000_000)]).toEqual([
      '0 B',
      '999 B',
      '1.2 MB',
      '50 MB',
    ])
    expect(zh.list(['周敏', '林静', '吴岩'])).toBe('周敏、林静和吴岩')
    expect(['周', '林', '安'].sort(zh.compare)).toEqual(['安', '林', '周'])
  })
})
