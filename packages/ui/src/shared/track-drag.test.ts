import { expect, test } from 'vitest'
import { trackDrag, type DragPoint } from './track-drag.ts'

/** A window and a handle in it, as far as a drag knows them: something events are sent to. */
function aPlace() {
  const view = new EventTarget()
  const captured: number[] = []
  const handle = {
    ownerDocument: { defaultView: view },
    setPointerCapture: (id: number) => captured.push(id),
  } as unknown as HTMLElement
  const pointer = (type: string, x: number, y = 0, pointerId = 1) =>
    Object.assign(new Event(type, { cancelable: true }), { pointerId, clientX: x, clientY: y }) as PointerEvent
  const key = (name: string) => Object.assign(new Event('keydown', { cancelable: true }), { key: name })
  const moves: DragPoint[] = []
  const ends: boolean[] = []
  const begin = (threshold?: number) =>
    trackDrag(pointer('pointerdown', 100), handle, {
      threshold,
      onMove: (at) => moves.push(at),
      onEnd: (isKept) => ends.push(isKept),
    })
  const send = (event: Event) => view.dispatchEvent(event)
  /** Whether a click gets through to the page. */
  const clicks = () => send(new Event('click', { cancelable: true }))
  return { captured, pointer, key, moves, ends, begin, send, clicks }
}

test('a press that stays near is a press: nothing moves, nothing is kept, its click gets through', () => {
  const { begin, send, pointer, moves, ends, clicks, captured } = aPlace()
  begin(6)
  send(pointer('pointermove', 104))
  send(pointer('pointerup', 104))
  expect(captured).toEqual([1])
  expect(moves).toEqual([])
  expect(ends).toEqual([false])
  expect(clicks()).toBe(true)
})

test('a drag is followed, kept once, and its click is swallowed, the next one is not', () => {
  const { begin, send, pointer, moves, ends, clicks } = aPlace()
  begin(6)
  send(pointer('pointermove', 110, 3))
  send(pointer('pointermove', 101, 1))
  send(pointer('pointerup', 101, 1))
  send(pointer('pointermove', 300))
  send(pointer('pointerup', 300))
  expect(moves).toEqual([
    { x: 110, y: 3 },
    { x: 101, y: 1 },
  ])
  expect(ends).toEqual([true])
  expect(clicks()).toBe(false)
  expect(clicks()).toBe(true)
})

test('a click that never comes does not cost the next one', async () => {
  const { begin, send, pointer, clicks } = aPlace()
  begin()
  send(pointer('pointermove', 120))
  send(pointer('pointerup', 120))
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(clicks()).toBe(true)
})

test('Esc puts it back, and the click of letting go afterwards is swallowed', () => {
  const { begin, send, pointer, key, ends, clicks } = aPlace()
  begin()
  send(pointer('pointermove', 120))
  const escape = key('Escape')
  send(escape)
  expect(escape.defaultPrevented).toBe(true)
  expect(ends).toEqual([false])
  send(pointer('pointerup', 120))
  expect(clicks()).toBe(false)
})

test('other keys, other fingers and the end from outside', () => {
  const { begin, send, pointer, key, moves, ends } = aPlace()
  const end = begin()
  send(key('ArrowLeft'))
  send(pointer('pointermove', 50, 0, 2))
  send(pointer('pointerup', 50, 0, 2))
  expect([moves, ends]).toEqual([[], []])
  end()
  end()
  send(pointer('pointermove', 130))
  expect([moves, ends]).toEqual([[], [false]])
})

test('a pointer that the system takes away is not kept', () => {
  const { begin, send, pointer, ends } = aPlace()
  begin()
  send(pointer('pointermove', 120))
  send(pointer('pointercancel', 120))
  expect(ends).toEqual([false])
})
