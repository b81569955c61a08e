import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inTeachingOrder, readLesson, readUnit } from './teaching-order.ts'
import type { OrderedPlan } from './teaching-order.ts'

const SEED = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

describe('[TO2] units', () => {
  test.each([
    ['第六单元 多边形的面积', '上册', '上册第6单元', 6],
    ['第6单元', '五年级上册', '上册第6单元', 6],
    ['六、多边形的面积', '五上', '上册第6单元', 6],
    ['6 多边形的面积', undefined, '第6单元', 6],
    ['五年级上册第六单元', undefined, '上册第6单元', 6],
    ['第 １２ 单元', '下册', '下册第12单元', 12],
    ['第二章 声现象', '上册', '上册第2章', 2],
    ['Unit 4 We love animals', '全一册', '第4单元', 4],
    ['Module 3', undefined, '第3模块', 3],
    ['第五组', '下册', '下册第5单元', 5],
    ['多边形的面积', '上册', '上册多边形的面积', null],
    ['《数学广角》', undefined, '数学广角', null],
    ['三角形的面积', undefined, '三角形的面积', null],
  ])('%s of %s', (unit, volume, key, number) => {
    expect(readUnit(unit, volume)).toEqual({ key, number })
  })

  test('nothing is no unit, and no name is longer than an address takes', () => {
    expect([readUnit(undefined, '上册'), readUnit('  ', '上册'), readUnit('……', '上册')]).toEqual([null, null, null])
    expect(readUnit('长'.repeat(90_000), '上册')?.key).toHaveLength(32)
    expect(readUnit(' '.repeat(200_000), undefined)).toBeNull()
  })
})

describe('[TO3] lessons and periods', () => {
  test.each([
    ['三角形的面积', '第3课时', null, 3],
    ['正确认识广告（第1课时）', '第2课时，共2课时', null, 2],
    ['正确认识广告（第一课时）', undefined, null, 1],
    ['第5课 一个豆荚里的五粒豆', '2课时', 5, null],
    ['18 牛和鹅', undefined, 18, null],
    ['18.牛和鹅', undefined, 18, null],
    ['机械摆钟', '第5课，1课时', 5, null],
    ['声音的特性', '第2节，1课时', 2, null],
    ['3的倍数', '共9课时', null, null],
    ['长度单位', '第1—2课时', null, 1],
  ])('%s, %s', (title, period, lesson, number) => {
    expect(readLesson(title, period)).toEqual({ lesson, period: number })
  })
})

const plan = (id: string, more: Partial<OrderedPlan> = {}): OrderedPlan => ({
  id,
  title: id,
  template: 'standard',
  subject: '数学',
  grade: '五年级',
  unitKey: '上册第6单元',
  unitNumber: 6,
  lesson: null,
  period: null,
  createdAt: new Date(0),
  ...more,
})
const idsOf = (plans: readonly OrderedPlan[]) => inTeachingOrder(plans).map(({ id }) => id)

describe('[TO4] the order of teaching', () => {
  test('units by number, the design of the whole unit first, then its lessons', () => {
    expect(
      idsOf([
        plan('面积之三', { period: 3 }),
        plan('无单元', { unitKey: null, unitNumber: null }),
        plan('下册一', { unitKey: '下册第1单元', unitNumber: 1 }),
        plan('面积之一', { period: 1 }),
        plan('整体', { template: 'unit' }),
        plan('第十', { unitKey: '上册第10单元', unitNumber: 10 }),
        plan('第二', { unitKey: '上册第2单元', unitNumber: 2 }),
      ]),
    ).toEqual(['第二', '整体', '面积之一', '面积之三', '第十', '下册一', '无单元'])
  })

  test('periods of one lesson stand together, lessons in the order of the book or as they were begun', () => {
    const of = (id: string, title: string, period: number, minute: number, lesson: number | null = null) =>
      plan(id, { title, period, lesson, createdAt: new Date(minute * 60_000) })
    expect(
      idsOf([
        of('b2', '牛和鹅（第2课时）', 2, 1),
        of('a2', '一只窝囊的大老虎 第二课时', 2, 9),
        of('b1', '牛和鹅（第1课时）', 1, 8),
        of('a1', '一只窝囊的大老虎', 1, 7),
        of('c1', '陀螺', 1, 0, 20),
      ]),
    ).toEqual(['c1', 'b1', 'b2', 'a1', 'a2'])
  })

  test('subjects and grades apart, grades as they are counted', () => {
    expect(
      idsOf([
        plan('九', { grade: '九年级' }),
        plan('无', { grade: null }),
        plan('一', { grade: '一年级' }),
        plan('三', { grade: '三年级' }),
        plan('语', { subject: '语文', grade: '一年级' }),
      ]),
    ).toEqual(['一', '三', '九', '无', '语'])
  })

  test(`loses and doubles nothing, and does not depend on the order plans came in (seed ${SEED})`, () => {
    const pick = <T>(...values: T[]) => fc.constantFrom(...values)
    const some = fc.record({
      title: pick('甲', '甲（第1课时）', '甲（第2课时）', '乙', '3 丙'),
      template: pick('standard' as const, 'unit' as const),
      subject: pick('数学', '语文', null),
      grade: pick('五年级', '三年级', '高一', null),
      unit: pick(
        { unitKey: '上册第6单元', unitNumber: 6 },
        { unitKey: '声现象', unitNumber: null },
        { unitKey: null, unitNumber: null },
      ),
      lesson: pick(null, 1, 2),
      period: pick(null, 1, 2, 3),
      minute: fc.nat(2),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 14 }), fc.infiniteStream(fc.nat()), (records, numbers) => {
        const plans = records.map(({ unit, minute, ...rest }, index) =>
          plan(`p${index}`, { ...rest, ...unit, createdAt: new Date(minute) }),
        )
        const mixed = plans
          .map((each) => [numbers.next().value as number, each] as const)
          .toSorted(([a], [b]) => a - b)
          .map(([, each]) => each)
        const ordered = idsOf(plans)
        expect(idsOf(mixed)).toEqual(ordered)
        expect(ordered.toSorted()).toEqual(plans.map(({ id }) => id).toSorted())
      }),
      { seed: SEED, numRuns: 300 },
    )
  })
})
