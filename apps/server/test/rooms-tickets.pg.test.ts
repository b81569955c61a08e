import { randomUUID } from 'node:crypto'
import type { LessonPlanState } from '@gongyan/domain'
import { hasTool } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PersonKey } from '../src/testing/county.ts'
import { TestRooms } from './rooms.ts'

describe.skipIf(!hasTool('livekit'))('tickets for rooms, on a real LiveKit', () => {
  let rooms: TestRooms
  beforeAll(async () => {
    rooms = await TestRooms.open()
  })
  afterAll(() => rooms?.close())
  beforeEach(() => rooms.begin())

  const EXPECTED: [
    LessonPlanState,
    Record<PersonKey, 'speaks' | 'listens' | 'permission/denied' | 'media/unknown-room'>,
  ][] = [
    [
      'drafting',
      {
        owner: 'speaks',
        editor: 'speaks',
        commenter: 'listens',
        researcher: 'media/unknown-room',
        colleague: 'media/unknown-room',
        stranger: 'media/unknown-room',
        foreigner: 'media/unknown-room',
      },
    ],
    [
      'studying',
      {
        owner: 'speaks',
        editor: 'speaks',
        commenter: 'listens',
        researcher: 'listens',
        colleague: 'permission/denied',
        stranger: 'media/unknown-room',
        foreigner: 'media/unknown-room',
      },
    ],
    [
      'finalized',
      {
        owner: 'speaks',
        editor: 'speaks',
        commenter: 'listens',
        researcher: 'listens',
        colleague: 'permission/denied',
        stranger: 'permission/denied',
        foreigner: 'media/unknown-room',
      },
    ],
  ]
  test.each(EXPECTED)(
    '[MR1] in the state %s the policy decides who speaks, who listens and who stays outside',
    async (planState, expected) => {
      await rooms.county.setState(planState)
      const seen: Record<string, string> = {}
      for (const person of Object.keys(expected) as PersonKey[]) {
        const asked = await rooms.ask(rooms.county.people[person])
        seen[person] = asked.ok
          ? (await rooms.claimsOf(asked.value.body.token)).video?.canPublish
            ? 'speaks'
            : 'listens'
          : asked.refusal.code
      }
      expect(seen).toEqual(expected)
    },
  )

  test('[MR1] nobody gets into the room of a plan in the bin, and a room nobody made up is unknown', async () => {
    await rooms.county.setBinned(true)
    expect(await rooms.ask(rooms.county.people.owner)).toMatchObject({
      ok: false,
      refusal: { code: 'permission/denied' },
    })
    expect(await rooms.ask(rooms.county.people.editor)).toMatchObject({
      ok: false,
      refusal: { code: 'media/unknown-room' },
    })
    for (const room of [
      '',
      'x',
      'lessonPlan:',
      `lessonPlan:${randomUUID()}`,
      `observation:${rooms.county.planId}`,
      `${rooms.room} `,
      `lessonPlan:${rooms.county.planId}:x`,
    ])
      expect(await rooms.ask(rooms.county.people.owner, { room })).toMatchObject({
        ok: false,
        refusal: { code: 'media/unknown-room' },
      })
  })

  test('[MR2] a token names its holder, opens one room for ten minutes and governs nothing', async () => {
    await rooms.county.setState('studying')
    for (const [person, speaks, role] of [
      ['owner', true, 'owner'],
      ['editor', true, 'editor'],
      ['commenter', false, 'commenter'],
      ['researcher', false, 'guest'],
    ] as const) {
      const claims = await rooms.claimsOf(await rooms.ticketOf(person, 'page-1'))
      expect(claims.sub).toBe(`u:${rooms.county.people[person]}:page-1`)
      expect(claims.name).toBe(`${person}老师`)
      expect(claims.attributes).toEqual({ uid: rooms.county.people[person], role })
      expect(Math.abs((claims.exp ?? 0) - Date.now() / 1000 - 600)).toBeLessThan(5)
      expect(claims.video).toEqual({
        room: rooms.room,
        roomJoin: true,
        canSubscribe: true,
        canPublish: speaks,
        canPublishData: speaks,
        canUpdateOwnMetadata: false,
        ...(speaks ? { canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'] } : {}),
      })
    }
    const [one, two] = await Promise.all([
      rooms.ticketOf('owner').then((token) => rooms.claimsOf(token)),
      rooms.ticketOf('owner').then((token) => rooms.claimsOf(token)),
    ])
    expect(one.sub).not.toBe(two.sub)
  })

  test('[MR3] the room exists before anybody joins it, and outlasts a break of the network', async () => {
    await rooms.ticketOf('owner')
    const [room] = await rooms.client.listRooms([rooms.room])
    expect(room).toMatchObject({ emptyTimeout: 900, departureTimeout: 300, maxParticipants: 60 })
  })

  test('[MR3] a full room is told to whoever comes next, and not to somebody who comes back', async () => {
    const small = rooms.createMedia({ LIMIT_ROOM_PARTICIPANTS: '1' })
    const owner = rooms.joinBySignal(await rooms.ticketOf('owner', 'page-1'))
    await waitUntil('the owner to be in', () => owner.isIn())
    expect(await rooms.ask(rooms.county.people.editor, { from: small })).toMatchObject({
      ok: false,
      refusal: { code: 'media/full' },
    })
    expect(await rooms.ask(rooms.county.people.owner, { device: 'page-1', from: small })).toMatchObject({ ok: true })
    owner.close()
  })

  test('[MR4] absent, preparing and ready are told apart, after the question who asks', async () => {
    rooms.state.set({ state: 'preparing', reason: null })
    expect(await rooms.ask(rooms.county.people.owner)).toMatchObject({
      ok: false,
      refusal: { code: 'media/preparing', retryAfterSeconds: 3 },
    })
    expect(await rooms.ask(rooms.county.people.stranger)).toMatchObject({
      ok: false,
      refusal: { code: 'media/unknown-room' },
    })
    rooms.state.set({ state: 'absent', reason: 'no Go' })
    expect(await rooms.ask(rooms.county.people.owner)).toMatchObject({ ok: false, refusal: { code: 'media/absent' } })
  })

  test('[MR4] a browser on another machine is sent to the address it came by', async () => {
    const asked = await rooms.ask(rooms.county.people.owner, { origin: 'http://10.7.0.2:3000' })
    expect(asked).toMatchObject({
      ok: true,
      value: { body: { url: rooms.liveKit.url.replace('127.0.0.1', '10.7.0.2') } },
    })
  })
})
