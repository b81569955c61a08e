import { recordLessonEvent, startLessonClock, type Sql } from '@gongyan/db'
import {
  ok,
  parseDocumentName,
  refuse,
  roomEventId,
  roomEventKind,
  startsClock,
  type Result,
  type RoomEventKind,
} from '@gongyan/domain'
import type { LiveKitConfig } from '@gongyan/config'
import { TrackSource, WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk'
import { userOf } from './grants.ts'
import { joinedAtMs } from './rooms.ts'

/**
 * The signature covers the body, and an event is kept once however often it comes; so a LiveKit whose clock is wrong by
 * some minutes may still be believed.
 */
const CLOCK_TOLERANCE_SECONDS = 600

export interface NoticeWorld {
  readonly liveKit: LiveKitConfig
  readonly sql: Sql
  /** Server instant at which the notice arrived. */
  readonly nowMs: number
}

/** What became of a notice; `planId` where it was about the room of a plan. */
export interface Receipt {
  readonly planId: string | null
  readonly kind: RoomEventKind | null
  /** False for what is kept already or not needed. */
  readonly kept: boolean
}

/**
 * Keeps one notice of LiveKit as an event of its lesson. The event stands where the notice arrived on the server's clock;
 * LiveKit's own times stay in the payload, where they are good for durations but not for the place on the lesson's clock.
 * The room coming to life starts that clock, in the same commit as the event. Refuses what LiveKit has not signed.
 */
export async function receiveNotice(
  world: NoticeWorld,
  body: string,
  authorization: string | undefined,
): Promise<Result<Receipt, 'hook/unverified'>> {
  let event: WebhookEvent
  try {
    event = await new WebhookReceiver(world.liveKit.apiKey, world.liveKit.apiSecret).receive(
      body,
      authorization,
      false,
      CLOCK_TOLERANCE_SECONDS,
    )
  } catch {
    return refuse('hook/unverified')
  }
  const kind = roomEventKind(event.event)
  const document = parseDocumentName(event.room?.name ?? '')
  if (kind === null || document === null || event.id === '')
    return ok({ planId: document?.id ?? null, kind, kept: false })

  const sid = event.participant ? event.participant.sid : event.room?.sid
  const isTrack = event.track !== undefined
  const kept = await keepRoomEvent(world.sql, {
    lessonId: document.id,
    kind,
    atMs: world.nowMs,
    identity: event.participant?.identity ?? null,
    id: sid && !isTrack ? roomEventId(kind, document.id, sid) : event.id,
    payload: payloadOf(event),
  })
  return ok({ planId: document.id, kind, kept })
}

export interface RoomEvent {
  readonly lessonId: string
  readonly kind: RoomEventKind
  /** Server instant. */
  readonly atMs: number
  readonly identity: string | null
  readonly id: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Keeps what happened in a room; false when it is kept already. The room coming to life starts the lesson's clock in the same commit. */
export async function keepRoomEvent(sql: Sql, event: RoomEvent): Promise<boolean> {
  const { lessonId, kind, atMs } = event
  const kept = await sql.begin(async (tx) => {
    if (startsClock(kind)) await startLessonClock(tx, { lessonId, atMs, from: 'room', startedBy: null })
    return recordLessonEvent(tx, {
      lessonId,
      kind,
      rowId: null,
      atMs,
      actorId: event.identity === null ? null : userOf(event.identity),
      source: 'livekit',
      externalId: event.id,
      payload: event.payload,
    })
  })
  return kept !== undefined
}

/** What attendance will be counted from, and no names. */
function payloadOf({ createdAt, room, participant, track }: WebhookEvent): Record<string, unknown> {
  return {
    sentAtSeconds: Number(createdAt),
    roomSid: room?.sid ?? null,
    ...(participant && {
      sid: participant.sid,
      identity: participant.identity,
      joinedAtMs: joinedAtMs(participant),
      hidden: participant.permission?.hidden ?? false,
      // The enum's name, which the SDK exports only through this form.
      reason: (participant.toJson() as { disconnectReason?: string }).disconnectReason ?? null,
    }),
    ...(track && { trackSid: track.sid, trackSource: TrackSource[track.source] ?? null }),
  }
}
