/**
 * What the media server reports, by the name it gives it, and the kind under which a lesson keeps it. Anything else it
 * may report is acknowledged and not kept.
 */
export const ROOM_EVENT_KINDS = {
  room_started: 'room.started',
  room_finished: 'room.finished',
  participant_joined: 'participant.joined',
  participant_left: 'participant.left',
  participant_connection_aborted: 'participant.connectionAborted',
  track_published: 'track.published',
  track_unpublished: 'track.unpublished',
} as const
export type RoomEventKind = (typeof ROOM_EVENT_KINDS)[keyof typeof ROOM_EVENT_KINDS]

/** The kind a notice of the media server is kept as, or null when a lesson has no use for it. */
export const roomEventKind = (event: string): RoomEventKind | null =>
  Object.hasOwn(ROOM_EVENT_KINDS, event) ? ROOM_EVENT_KINDS[event as keyof typeof ROOM_EVENT_KINDS] : null

/**
 * The id under which a room's or a person's coming and going is kept: whoever tells it, LiveKit's notice or our own look
 * into its rooms, the same one is kept once (CL6). `sid` is LiveKit's id of this life of the room, or of this stay in it.
 */
export const roomEventId = (kind: RoomEventKind, lessonId: string, sid: string): string => `${kind} ${lessonId} ${sid}`

/** What ends what has begun. */
export const ROOM_EVENT_ENDS = {
  'room.started': ['room.finished'],
  'participant.joined': ['participant.left', 'participant.connectionAborted'],
} as const satisfies Partial<Record<RoomEventKind, readonly RoomEventKind[]>>

/** Whether this is the room coming to life, which starts a lesson's clock unless a person already has (CL5). */
export const startsClock = (kind: string): boolean => kind === 'room.started' || kind === 'participant.joined'

/**
 * The server instant at which something is put on record, ms since the epoch. A page that was offline names the moment
 * itself, on the server clock as it knows it; what lies ahead of the server is taken as now, and what lies further
 * back than `maxAgeMs` is refused as null (CL7).
 */
export function instantOfEvent(claimedMs: number | undefined, nowMs: number, maxAgeMs: number): number | null {
  if (claimedMs === undefined) return nowMs
  if (!Number.isFinite(claimedMs) || claimedMs < nowMs - maxAgeMs) return null
  return Math.min(claimedMs, nowMs)
}
