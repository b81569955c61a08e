import { setTimeout as sleep } from 'node:timers/promises'
import { listOpenRoomEvents } from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import { parseDocumentName, roomEventId } from '@gongyan/domain'
import type { RoomEventKind } from '@gongyan/domain'
import { keepRoomEvent } from './receive-notice.ts'
import type { RoomEvent } from './receive-notice.ts'
import type { Rooms } from './rooms.ts'

export interface ReconcileWorld {
  readonly sql: Sql
  readonly rooms: Rooms
  nowMs(): number
}

/** A notice that is on its way says more than a look into the room: it gets this long. */
const NOTICE_MS = 2_000

/**
 * Compares who is in the rooms with who is on record, and keeps what nobody told: notices were lost while this server was
 * away, or LiveKit died without one. Such an event says `found`, and stands where it was found: its own moment is unknown,
 * LiveKit's time of coming in is in the payload. Returns the plans whose rooms are open; rejects when LiveKit is away.
 */
export async function reconcile(world: ReconcileWorld, signal?: AbortSignal): Promise<readonly string[]> {
  const first = await lookForUntold(world)
  if (first.events.length > 0) {
    await sleep(NOTICE_MS, undefined, signal ? { signal } : {})
    const untold = new Set(first.events.map(({ id }) => id))
    const { events } = await lookForUntold(world)
    for (const event of events) if (untold.has(event.id)) await keepRoomEvent(world.sql, event)
  }
  return first.planIds
}

async function lookForUntold({ sql, rooms, nowMs }: ReconcileWorld) {
  // The record first: who leaves between the two questions is on record as there, and gone when LiveKit is asked.
  const open = new Map(
    (await listOpenRoomEvents(sql)).map((event) => [roomEventId(event.kind, event.lessonId, event.sid), event]),
  )
  const atMs = nowMs()
  const found = (kind: RoomEventKind, lessonId: string, sid: string, payload: RoomEvent['payload']): RoomEvent => ({
    lessonId,
    kind,
    atMs,
    identity: typeof payload['identity'] === 'string' ? payload['identity'] : null,
    id: roomEventId(kind, lessonId, sid),
    payload: { ...payload, found: true },
  })
  const events: RoomEvent[] = []
  const planIds: string[] = []
  for (const room of await rooms.list()) {
    const plan = parseDocumentName(room.name)
    if (!plan) continue
    planIds.push(plan.id)
    if (!open.delete(roomEventId('room.started', plan.id, room.sid)))
      events.push(found('room.started', plan.id, room.sid, { roomSid: room.sid }))
    for (const { sid, identity, joinedAtMs, isHidden, isIn } of await rooms.people(room.name)) {
      const isOnRecord = open.delete(roomEventId('participant.joined', plan.id, sid))
      if (isIn && !isOnRecord)
        events.push(
          found('participant.joined', plan.id, sid, { roomSid: room.sid, sid, identity, joinedAtMs, hidden: isHidden }),
        )
    }
  }
  for (const { kind, lessonId, sid, payload } of open.values())
    events.push(found(kind === 'room.started' ? 'room.finished' : 'participant.left', lessonId, sid, payload))
  return { events, planIds }
}
