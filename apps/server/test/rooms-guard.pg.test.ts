import { hasTool } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFindAsker } from '../src/features/media/find-asker.ts'
import { createRoomGuard } from '../src/features/media/guard.ts'
import { createRooms, LiveKitFault } from '../src/features/media/rooms.ts'
import { TestRooms } from './rooms.ts'

describe.skipIf(!hasTool('livekit'))('who is in a room, on a real LiveKit', () => {
  let rooms: TestRooms
  beforeAll(async () => {
    rooms = await TestRooms.open()
  })
  afterAll(() => rooms?.close())
  beforeEach(() => rooms.begin())

  test('[MR5] whoever loses access is out of the room within a second and gets no new ticket', async () => {
    const owner = rooms.joinBySignal(await rooms.ticketOf('owner'))
    const editor = rooms.joinBySignal(await rooms.ticketOf('editor'))
    const editorsPhone = rooms.joinBySignal(await rooms.ticketOf('editor', 'phone'))
    await waitUntil('all three to be in', () => owner.isIn() && editor.isIn() && editorsPhone.isIn())
    await rooms.county.setMember('editor', null)
    const began = performance.now()
    rooms.media.accessChanged(rooms.county.planId)
    await waitUntil('the editor to be out', () => editor.isOut() && editorsPhone.isOut(), {
      timeoutMs: 5000,
      everyMs: 5,
    })
    expect(performance.now() - began).toBeLessThan(1000)
    expect(owner.isIn()).toBe(true)
    expect(await rooms.ask(rooms.county.people.editor)).toMatchObject({
      ok: false,
      refusal: { code: 'media/unknown-room' },
    })
    owner.close()
  })

  test('[MR5] an editor who becomes a commenter stays and can no longer publish, and back', async () => {
    const editor = rooms.joinBySignal(await rooms.ticketOf('editor'))
    await waitUntil('the editor to be in', () => editor.isIn())
    const permission = async () => {
      const { canPublish, canSubscribe, canPublishData, canPublishSources, canUpdateMetadata } =
        (await rooms.client.listParticipants(rooms.room))[0]?.permission ?? {}
      return { canPublish, canSubscribe, canPublishData, sources: canPublishSources?.length, canUpdateMetadata }
    }
    const speaks = { canPublish: true, canSubscribe: true, canPublishData: true, sources: 4, canUpdateMetadata: false }
    const listens = { ...speaks, canPublish: false, canPublishData: false, sources: 0 }
    expect(await permission()).toEqual(speaks)
    for (const [role, expected] of [
      ['commenter', listens],
      ['editor', speaks],
    ] as const) {
      await rooms.county.setMember('editor', role)
      rooms.media.accessChanged(rooms.county.planId)
      await waitUntil(role, async () => (await permission()).canPublish === expected.canPublish)
      expect(await permission()).toEqual(expected)
    }
    expect(editor.isIn()).toBe(true)
    editor.close()
  })

  test('[MR5] a room that is not open has nobody to look at, and a LiveKit that is away is asked again', async () => {
    const faults: unknown[] = []
    const asked: number[] = []
    const guard = createRoomGuard(
      {
        ...createRooms(
          { url: rooms.liveKit.url, apiKey: rooms.liveKit.apiKey, apiSecret: rooms.liveKit.apiSecret },
          60,
        ),
        async people(room) {
          asked.push(performance.now())
          if (asked.length < 3) throw new LiveKitFault('list people', null)
          expect(await rooms.client.listRooms([room])).toEqual([])
          return []
        },
      },
      createFindAsker(rooms.sql),
      (error) => faults.push(error),
    )
    await guard.review(rooms.county.planId)
    expect([asked.length, faults]).toEqual([3, []])
  })

  test('[MR8] who comes in on a ticket from before is shown out again', async () => {
    const ticket = await rooms.ticketOf('editor')
    await rooms.county.setMember('editor', null)
    const editor = rooms.joinBySignal(ticket)
    await waitUntil('the editor to be in', () => editor.isIn())
    const { body, authorization } = await rooms.signed({
      event: 'participant_joined',
      id: 'EV_late',
      room: { name: rooms.room },
    })
    await rooms.media.receive(body, authorization)
    await waitUntil('the editor to be out', () => editor.isOut())
  })
})
