import { ROOM_EVENT_ENDS } from '@gongyan/domain'
import type { RoomEventKind } from '@gongyan/domain'
import type { Queryable } from '../client.ts'

/** A room that has started, or somebody who has come in, without an end on record. */
export interface OpenRoomEvent {
  readonly kind: keyof typeof ROOM_EVENT_ENDS
  readonly lessonId: string
  /** LiveKit's id of this life of the room, or of this stay in it. */
  readonly sid: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Everything that has begun in a room and has no end on record, of all lessons; ids as `roomEventId` makes them. */
export async function listOpenRoomEvents(sql: Queryable): Promise<readonly OpenRoomEvent[]> {
  const kinds = Object.entries(ROOM_EVENT_ENDS) as [OpenRoomEvent['kind'], readonly RoomEventKind[]][]
  const lists = await Promise.all(
    kinds.map(
      ([kind, ends]) => sql<OpenRoomEvent[]>`
        SELECT e.kind, e.lesson_id AS "lessonId", substr(e.external_id, length(${`${kind} `}) + 38) AS sid, e.payload
        FROM lesson_events e
        WHERE e.source = 'livekit' AND e.kind = ${kind} AND starts_with(e.external_id, ${`${kind} `})
          AND NOT EXISTS (SELECT 1 FROM unnest(${[...ends]}::text[]) AS ending JOIN lesson_events f
            ON f.source = 'livekit' AND f.external_id = ending || substr(e.external_id, length(${kind}) + 1))`,
    ),
  )
  return lists.flat()
}
