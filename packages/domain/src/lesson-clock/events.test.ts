import { describe, expect, test } from 'vitest'
import { ROOM_EVENT_KINDS, instantOfEvent, roomEventKind, startsClock } from './events.ts'

describe('what a lesson keeps', () => {
  test('[CL5] only the room coming to life starts the clock', () => {
    expect(Object.values(ROOM_EVENT_KINDS).filter(startsClock)).toEqual(['room.started', 'participant.joined'])
    expect(['row.entered', 'page.opened', 'page.hidden', 'mark'].filter(startsClock)).toEqual([])
  })

  test('[CL6] notices a lesson has no use for are not kept', () => {
    expect(roomEventKind('participant_joined')).toBe('participant.joined')
    expect(['egress_started', 'toString', '__proto__', ''].map(roomEventKind)).toEqual([null, null, null, null])
  })

  test('[CL7] a page may place an event back in time, never ahead, and not for ever', () => {
    const now = 1_800_000_000_000
    expect(instantOfEvent(undefined, now, 1000)).toBe(now)
    expect(instantOfEvent(now - 400, now, 1000)).toBe(now - 400)
    expect(instantOfEvent(now + 300_000, now, 1000)).toBe(now)
    expect(instantOfEvent(now - 1001, now, 1000)).toBeNull()
    expect(instantOfEvent(Number.NaN, now, 1000)).toBeNull()
    expect(instantOfEvent(Number.POSITIVE_INFINITY, now, 1000)).toBeNull()
  })
})
