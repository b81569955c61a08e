import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fittingTicks, layOutRuler, moveJoint, partAt, type RulerSegment } from './ruler.ts'

const rows = (...minutes: (number | null)[]): RulerSegment[] =>
  minutes.map((each, at) => ({ id: `r${at}`, label: `环节${at + 1}`, minutes: each }))

describe('lesson ruler', () => {
  test('[RU1] a full lesson has its rows end to end and a tick at every end', () => {
    const layout = layOutRuler(rows(5, 15, 8, 9, 3), 40)
    expect(layout).toMatchObject({ scale: 40, total: 40, over: 0, free: 0, ticks: [0, 5, 20, 28, 37, 40] })
    expect(layout.parts.map((part) => [part.start, part.end])).toEqual([
      [0, 5],
      [5, 20],
      [20, 28],
      [28, 37],
      [37, 40],
    ])
    expect(layout.parts.some((part) => part.isOverTime)).toBe(false)
  })

  test('[RU2] a plan longer than the period stretches the scale and marks what comes after the bell', () => {
    const layout = layOutRuler(rows(20, 15, 10), 40)
    expect(layout).toMatchObject({ scale: 45, over: 5, free: 0 })
    expect(layout.parts.map((part) => part.isOverTime)).toEqual([false, false, true])
    expect(layout.ticks).toContain(40)
  })

  test('[RU3] unwritten minutes take no room but keep their row number', () => {
    const layout = layOutRuler(rows(5, null, 0, 10), 40)
    expect(layout.parts.map((part) => part.number)).toEqual([1, 4])
    expect(layout.free).toBe(25)
  })

  test('[RU4] no rows and no period still give a drawable scale', () => {
    expect(layOutRuler([], 0)).toMatchObject({ parts: [], scale: 1, total: 0, ticks: [0, 1] })
    expect(layOutRuler(rows(Number.NaN, Infinity, -3), 40).parts).toEqual([])
  })

  test('[RU5] tick labels never come closer than the gap, and both ends stay', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
        fc.integer({ min: 60, max: 1200 }),
        (minutes, width) => {
          const layout = layOutRuler(rows(...minutes), 40)
          const ticks = fittingTicks(layout, 40, width)
          expect(ticks[0]).toBe(0)
          expect(ticks.at(-1)).toBe(layout.scale)
          ticks
            .slice(1)
            .forEach((tick, at) =>
              expect(((tick - (ticks[at] ?? 0)) / layout.scale) * width).toBeGreaterThanOrEqual(22),
            )
        },
      ),
      { verbose: 1 },
    )
  })

  test('[RU6] moving a joint keeps the sum of both rows and leaves each at least a minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -200, max: 200 }),
        (a, b, to) => {
          const [left, right] = layOutRuler(rows(a, b), 40).parts
          if (!left || !right) throw new Error('two rows expected')
          const moved = moveJoint(left, right, to)
          expect(moved.left + moved.right).toBe(a + b)
          expect(Math.min(moved.left, moved.right)).toBeGreaterThanOrEqual(1)
        },
      ),
      { verbose: 1 },
    )
  })

  test('[RU7] half minutes survive a move: the rest stays with the right row', () => {
    const [left, right] = layOutRuler(rows(4.5, 3), 40).parts
    if (!left || !right) throw new Error('two rows expected')
    expect(moveJoint(left, right, 6)).toEqual({ left: 6, right: 1.5 })
  })
})

describe('which part a press means', () => {
  /** On a bar of 400 pixels: 18, 1, 1 and 20 minutes. */
  const bar = [
    { left: 0, right: 180 },
    { left: 180, right: 190 },
    { left: 190, right: 200 },
    { left: 200, right: 400 },
  ]
  const at = (x: number, target: number) => partAt(bar, x, target)

  test('without need for room each part is itself', () => {
    expect([10, 179, 185, 195, 300].map((x) => at(x, 0))).toEqual([0, 0, 1, 2, 3])
  })
  test('a narrow part takes room from wide neighbours, and two of them share it in the middle', () => {
    expect([150, 166, 175, 189, 191, 210, 220].map((x) => at(x, 40))).toEqual([0, 1, 1, 1, 2, 2, 3])
  })
  test('a place that no row fills means none', () => {
    expect(partAt([{ left: 0, right: 100 }], 300, 40)).toBe(-1)
    expect(partAt([], 3, 40)).toBe(-1)
  })
})
