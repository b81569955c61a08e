import { recordLessonEvent, startLessonClock, type Sql } from '@gongyan/db'
import {
  ok,
  parseDocumentName,
  refuse,
  roomEventKind,
  startsClock,
  type Result,
  type RoomEventKind,
} from '@gongyan/domain'
import type { LiveKitConfig } from '@gongyan/config'
import { TrackSource, WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk'
import { userOf } from './grants.ts'

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

  const lessonId = document.id
  const atMs = world.nowMs
  const kept = await world.sql.begin(async (tx) => {
    if (startsClock(kind)) await startLessonClock(tx, { lessonId, atMs, from: 'room', startedBy: null })
    return recordLessonEvent(tx, {
      lessonId,
      kind,
      rowId: null,
      atMs,
      actorId: event.participant ? userOf(event.participant.identity) : null,
      source: 'livekit',
      externalId: event.id,
      payload: payloadOf(event),
    })
  })
  return ok({ planId: lessonId, kind, kept: kept !== undefined })
}

/** What attendance will be counted from, and no names. */
function payloadOf({ createdAt, room, participant, track }: WebhookEvent): Record<string, unknown> {
  return {
    sentAtSeconds: Number(createdAt),
    roomSid: room?.sid ?? null,
    ...(participant && {
      sid: participant.sid,
      identity: participant.identity,
      joinedAtMs: Number(participant.joinedAtMs || participant.joinedAt * 1000n),
      hidden: participant.permission?.hidden ?? false,
      // The enum's name, which the SDK exports only through this form.
      reason: (participant.toJson() as { disconnectReason?: string }).disconnectReason ?? null,
    }),
    ...(track && { trackSid: track.sid, trackSource: TrackSource[track.source] ?? null }),
  }
}
