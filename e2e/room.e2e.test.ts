import { hasTool, launchChromium } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  grows,
  joinRoom,
  leaveRoom,
  openBeside,
  received,
  signIn,
  startRoomPlace,
  tileOf,
  type RoomPlace,
  type Somebody,
} from './support/room.ts'

describe.skipIf(!hasTool('chromium') || !hasTool('livekit'))('a room beside a plan', () => {
  let place: RoomPlace
  let browser: Browser
  /** 主备人 of one school, a rural teacher of another, and somebody who may only comment. */
  let zhubei: Somebody
  let jiaoshi: Somebody
  let mingshi: Somebody
  let planId: string

  beforeAll(async () => {
    ;[place, browser] = await Promise.all([
      startRoomPlace(),
      launchChromium({ flags: ['--auto-select-desktop-capture-source=Entire screen'] }),
    ])
    ;[zhubei, jiaoshi, mingshi] = (await Promise.all(
      ['zhubei', 'jiaoshi', 'mingshi'].map((account) => signIn(browser, place, account)),
    )) as [Somebody, Somebody, Somebody]
    planId = await aPlan()
  })
  afterAll(async () => {
    await browser?.close()
    await place?.stop()
  })

  /** A plan of zhubei's in which the other two write and comment. */
  async function aPlan(): Promise<string> {
    const { id } = await zhubei.api<{ id: string }>('POST', '/lesson-plans', { title: '平行四边形的面积' })
    await zhubei.api('PUT', `/lesson-plans/${id}/members/${jiaoshi.id}`, { role: 'editor' })
    await zhubei.api('PUT', `/lesson-plans/${id}/members/${mingshi.id}`, { role: 'commenter' })
    return id
  }
  const open = (who: Pick<Somebody, 'page'>) => openBeside(who, planId)
  /** Whether something a page receives stands still for two seconds; asked until it does. */
  const standsStill = (page: Page, what: 'frames' | 'energy', tolerance: number) =>
    waitUntil(
      `${what} to stand still`,
      async () => {
        const before = (await received(page))[what]
        await page.waitForTimeout(2000)
        return (await received(page))[what] - before <= tolerance
      },
      { timeoutMs: 40_000, everyMs: 10 },
    )

  test('[RM2] two people of two schools check their devices, join from the plan, and hear and see each other', async () => {
    await Promise.all([open(zhubei), open(jiaoshi)])
    await zhubei.page.getByRole('button', { name: '进研讨室' }).click()
    const check = zhubei.page.getByRole('dialog', { name: '进研讨室，大家会听见你' })
    await waitUntil(
      'the microphone to be heard',
      async () => Number(await check.getByRole('meter', { name: '话筒音量' }).getAttribute('aria-valuenow')) > 2,
    )
    await check.getByRole('checkbox', { name: '带上画面' }).check()
    await waitUntil('the preview', () =>
      check.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth > 0),
    )
    await check.getByRole('button', { name: '试听' }).click()
    await check.getByRole('button', { name: '进去', exact: true }).click()
    await zhubei.page.locator('[data-link=inside]').waitFor()
    await joinRoom(jiaoshi, { camera: true })

    await Promise.all(
      [zhubei.page, jiaoshi.page].flatMap((page) => [grows(page, 'frames', 30), grows(page, 'energy', 0.0001)]),
    )
    for (const [page, other] of [
      [zhubei.page, jiaoshi],
      [jiaoshi.page, zhubei],
    ] as const) {
      expect(await tileOf(page, other).locator('.name').textContent()).toBe(other.name)
      await waitUntil('the tile to show the picture', () =>
        tileOf(page, other)
          .locator('video')
          .evaluate((video: HTMLVideoElement) => video.videoWidth > 0 && !video.paused),
      )
      // A tile of 72 px takes the small picture off the network.
      expect((await received(page)).widest).toBeLessThanOrEqual(640)
    }
    expect(await zhubei.page.getByRole('heading', { name: /^研讨 \d\d:\d\d$/ }).count()).toBe(1)
  })

  test('[RM3] who is muted is not heard, and is heard again', async () => {
    await zhubei.page.getByRole('button', { name: '静音' }).click()
    await tileOf(jiaoshi.page, zhubei).and(jiaoshi.page.locator('[data-voice=muted]')).waitFor()
    await standsStill(jiaoshi.page, 'energy', 0)
    await zhubei.page.getByRole('button', { name: '打开话筒' }).click()
    await grows(jiaoshi.page, 'energy', 0.0001)
  })

  test('[RM4] a shared screen opens at the others, is larger than a tile, and goes', async () => {
    await zhubei.page.getByRole('button', { name: '展示屏幕' }).click()
    const stage = jiaoshi.page.getByRole('region', { name: `${zhubei.name}的屏幕` })
    await stage.waitFor()
    await waitUntil('the screen to be seen', () =>
      stage.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth >= 640),
    )
    await stage.getByRole('button', { name: '收起屏幕' }).click()
    await tileOf(jiaoshi.page, zhubei)
      .getByRole('button', { name: `看${zhubei.name}的屏幕` })
      .click()
    await stage.waitFor()
    await zhubei.page.getByRole('button', { name: '停止展示' }).click()
    await stage.waitFor({ state: 'detached' })
  })

  test('[RM5] saving data takes pictures off the network and keeps the sound', async () => {
    await jiaoshi.page.getByRole('button', { name: '设备和流量' }).click()
    await jiaoshi.page.getByRole('menuitemcheckbox', { name: /省流量/ }).click()
    await jiaoshi.page.getByText('省流量：只听，不收画面').waitFor()
    await standsStill(jiaoshi.page, 'frames', 0)
    await grows(jiaoshi.page, 'energy', 0.0001)
    await jiaoshi.page.getByRole('button', { name: '打开画面' }).click()
    await grows(jiaoshi.page, 'frames', 10)
  })

  test('[RM6] who may only comment listens, and is seen to', async () => {
    await open(mingshi)
    await joinRoom(mingshi, { enter: '进去听' })
    await tileOf(zhubei.page, mingshi).and(zhubei.page.locator('[data-voice=none]')).waitFor()
    await grows(mingshi.page, 'energy', 0.0001)
    expect(await mingshi.page.getByRole('button', { name: /话筒|静音|摄像头|展示/ }).count()).toBe(0)
    await leaveRoom(mingshi)
    await tileOf(zhubei.page, mingshi).waitFor({ state: 'detached' })
  })

  test('[MR7] coming and going is on record, each with its place on the lesson clock', async () => {
    const events = await waitUntil('the notices', async () => {
      const { items } = await zhubei.api<{
        items: { kind: string; tMs: number | null; source: string; person: { id: string } | null }[]
      }>('GET', `/lesson-plans/${planId}/events?limit=100`)
      return items.some((event) => event.kind === 'participant.left') && items
    })
    const first = events.find((event) => event.kind === 'room.started')
    expect(first).toMatchObject({ tMs: 0, source: 'livekit' })
    const joined = events.filter((event) => event.kind === 'participant.joined').map((event) => event.person?.id)
    expect(joined.slice(0, 3)).toEqual([zhubei.id, jiaoshi.id, mingshi.id])
    expect(events.every((event) => event.tMs !== null && event.tMs >= 0)).toBe(true)
    expect(events.map((event) => event.tMs)).toEqual(
      events.map((event) => event.tMs).toSorted((a, b) => Number(a) - Number(b)),
    )
  })

  test('[MR5] an invitation withdrawn takes somebody out of the room within a second, in words', async () => {
    const began = performance.now()
    await zhubei.api('DELETE', `/lesson-plans/${planId}/members/${jiaoshi.id}`)
    await tileOf(zhubei.page, jiaoshi).waitFor({ state: 'detached' })
    expect(performance.now() - began).toBeLessThan(1000)
    await jiaoshi.page.getByText('你已经不在这间研讨室里了').first().waitFor()
    await zhubei.api('PUT', `/lesson-plans/${planId}/members/${jiaoshi.id}`, { role: 'editor' })
  })

  test('[ML2] LiveKit goes away and comes back: the page returns by itself with sound and voice', async () => {
    await open(jiaoshi)
    await joinRoom(jiaoshi, { camera: false })
    await place.stopLiveKit()
    await zhubei.page.getByText('断了，正在重新连', { exact: true }).waitFor({ timeout: 60_000 })
    expect(await zhubei.page.getByText('教案照常写，连上会自己回来。').count()).toBe(1)
    await place.startLiveKit()
    for (const { page } of [zhubei, jiaoshi]) await page.locator('[data-link=inside]').waitFor({ timeout: 60_000 })
    await Promise.all([zhubei.page, jiaoshi.page].map((page) => grows(page, 'energy', 0.0001)))
    await Promise.all([leaveRoom(zhubei), leaveRoom(jiaoshi)])
  })

  test('[MR4] a service that is being prepared is said to be, and opens by itself', async () => {
    place.server.sayLiveKit({ state: 'building' })
    await mingshi.page.goto(`/plans/${planId}`)
    await mingshi.page.getByText('会议服务准备中').first().waitFor()
    expect(await mingshi.page.getByRole('button', { name: '进研讨室' }).count()).toBe(0)
    place.server.sayLiveKit({ state: 'ready' })
    await mingshi.page.getByRole('button', { name: '进研讨室' }).waitFor()
    place.server.sayLiveKit({ state: 'absent' })
    await mingshi.page.reload()
    await mingshi.page.getByText('这台服务器没有装会议服务').first().waitFor()
    place.server.sayLiveKit({ state: 'external' })
  })
})
