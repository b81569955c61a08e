import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasTool, launchChromium } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEYBOARD, type Person } from './support/hands.ts'
import { keyboardOf } from './support/keyboard.ts'
import {
  grows,
  joinRoom,
  KEEP_CONNECTIONS,
  leaveRoom,
  openBeside,
  signIn,
  startRoomPlace,
  tileOf,
  type RoomPlace,
  type Somebody,
} from './support/room.ts'
import { enter } from './support/visit.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Two seconds of something like a voice, as a WAV file: harmonics of 140 Hz that swell four times a second. */
function voice(): Buffer {
  const rate = 48_000
  const samples = new Int16Array(rate * 2)
  for (let n = 0; n < samples.length; n++) {
    const at = n / rate
    const swell = 0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * at)
    const sound = [1, 0.8, 0.6, 0.5, 0.35, 0.25, 0.2, 0.1].reduce(
      (sum, strength, k) => sum + strength * Math.sin(2 * Math.PI * 140 * (k + 1) * at),
      0,
    )
    samples[n] = Math.round((9000 * swell * sound) / 2)
  }
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.byteLength, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([head, Buffer.from(samples.buffer)])
}

describe.skipIf(!hasTool('chromium') || !hasTool('livekit'))('a room, whoever comes to it and with what', () => {
  let place: RoomPlace
  let browser: Browser
  /** 主备人 of one school, and a rural teacher of another. */
  let zhubei: Somebody
  let jiaoshi: Somebody
  let planId: string

  beforeAll(async () => {
    ;[place, browser] = await Promise.all([
      startRoomPlace(),
      launchChromium({
        flags: [
          '--auto-select-desktop-capture-source=Entire screen',
          '--host-resolver-rules=MAP school.example 127.0.0.1',
        ],
      }),
    ])
    ;[zhubei, jiaoshi] = await Promise.all([signIn(browser, place, 'zhubei'), signIn(browser, place, 'jiaoshi')])
    planId = await aPlan()
  })
  afterAll(async () => {
    await browser?.close()
    await place?.stop()
  })

  /** A plan of zhubei's in which the other one writes. */
  async function aPlan(): Promise<string> {
    const { id } = await zhubei.api<{ id: string }>('POST', '/lesson-plans', { title: '平行四边形的面积' })
    await zhubei.api('PUT', `/lesson-plans/${id}/members/${jiaoshi.id}`, { role: 'editor' })
    return id
  }
  const open = (who: Pick<Somebody, 'page'>, id = planId) => openBeside(who, id)

  describe('by keyboard alone', () => {
    let zhou: Person
    let he: Person
    const come = async (account: string): Promise<Person> => {
      const person = await KEYBOARD.come(browser, place.server.url)
      await person.page.addInitScript(KEEP_CONNECTIONS)
      await enter(person, account)
      return person
    }
    beforeAll(async () => {
      const id = await aPlan()
      ;[zhou, he] = await Promise.all([come('zhubei'), come('jiaoshi')])
      await Promise.all([open(zhou, id), open(he, id)])
    })
    afterAll(async () => {
      await Promise.all([zhou, he].map((person) => person?.context.close()))
    })
    const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })

    test('[RM7] going in: Esc leaves the check and gives the keyboard back, and the keyboard follows into the room', async () => {
      const keys = keyboardOf(zhou.page)
      await zhou.hands.press(button(zhou, '进研讨室'))
      await zhou.page.getByRole('dialog').waitFor()
      await keys.press('Escape')
      await zhou.page.getByRole('dialog').waitFor({ state: 'detached' })
      await keys.isOn('进研讨室')
      for (const [{ page, hands }, voice, enterBy] of [
        [zhou, '开着话筒', '进去'],
        [he, '先静音', '静音进去'],
      ] as const) {
        await hands.press(page.getByRole('button', { name: '进研讨室' }))
        const check = page.getByRole('dialog')
        await hands.tick(check.getByRole('radio', { name: voice }))
        await hands.tick(check.getByRole('checkbox', { name: '带上画面' }))
        await page.waitForFunction(
          () => Number(document.querySelector('dialog[open] [role=meter]')?.getAttribute('aria-valuenow')) > 2,
        )
        await hands.press(check.getByRole('button', { name: '试听' }))
        await hands.press(check.getByRole('button', { name: enterBy, exact: true }))
        await page.locator('[data-link=inside]').waitFor()
        await keyboardOf(page).isOn(voice === '开着话筒' ? '静音' : '打开话筒')
      }
      await Promise.all([grows(he.page, 'frames', 10), grows(zhou.page, 'frames', 10)])
    })

    test('[RM7] microphone, screen and saving data', async () => {
      const his = zhou.page.locator('.room-tile').nth(1)
      await his.and(zhou.page.locator('[data-voice=muted]')).waitFor()
      await he.hands.press(button(he, '打开话筒'))
      await his.and(zhou.page.locator('[data-voice=on]')).waitFor()
      await keyboardOf(he.page).isOn('静音')
      await grows(zhou.page, 'energy', 0.0001)
      expect(await he.page.locator('[data-channel=room]').textContent()).toContain('话筒开了')

      await zhou.hands.press(button(zhou, '展示屏幕'))
      const stage = he.page.getByRole('region', { name: `${zhubei.name}的屏幕` })
      await stage.waitFor()
      await he.hands.press(stage.getByRole('button', { name: '收起屏幕' }))
      await stage.waitFor({ state: 'detached' })
      await he.hands.press(he.page.getByRole('button', { name: `看${zhubei.name}的屏幕` }))
      await stage.waitFor()
      await keyboardOf(he.page).reach(stage.getByRole('button', { name: '全屏看' }))
      await he.page.keyboard.press('Enter')
      await he.page.waitForFunction(() => document.fullscreenElement !== null)
      // The key that ends it is the browser's own.
      await he.page.evaluate(() => document.exitFullscreen())
      await keyboardOf(he.page).isOn('全屏看')
      await keyboardOf(he.page).press('Escape')
      await stage.waitFor({ state: 'detached' })
      await zhou.hands.press(button(zhou, '停止展示'))
      await keyboardOf(zhou.page).isOn('展示屏幕')

      await he.hands.pick(button(he, '设备和流量'), he.page.getByRole('menuitemcheckbox', { name: /省流量/ }))
      await he.page.getByText('省流量：只听，不收画面').waitFor()
      await he.hands.press(button(he, '打开画面'))
      await grows(he.page, 'frames', 10)
    })

    test('[RM7] leaving: the keyboard follows out of the room', async () => {
      for (const person of [zhou, he]) {
        await person.hands.press(button(person, '离开'))
        await keyboardOf(person.page).isOn('进研讨室')
        expect([person.pointed, person.faults]).toEqual([[], []])
      }
    })
  })

  test('[RM8] axe finds nothing in the check, the dock and the sheet, in three themes', async () => {
    const found: string[] = []
    const look = async (page: Page, where: string, scope: string) => {
      for (const theme of ['light', 'dark', 'contrast']) {
        await page.evaluate((name) => {
          document.documentElement.dataset.theme = name
        }, theme)
        await page.waitForTimeout(300)
        // Evaluated by the test's own channel, past the page's policy on scripts.
        await page.evaluate(AXE)
        const violations = await page.evaluate(async (within) => {
          const result = await (
            globalThis as unknown as {
              axe: { run(scope: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
            }
          ).axe.run(within)
          return result.violations.map(
            (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 120)).join(' ')}`,
          )
        }, scope)
        found.push(...violations.map((violation) => `${where} ${theme} ${violation}`))
      }
    }
    await open(jiaoshi)
    await look(jiaoshi.page, 'outside', '.room-dock')
    await jiaoshi.page.getByRole('button', { name: '进研讨室' }).click()
    await look(jiaoshi.page, 'check', 'dialog')
    await jiaoshi.page
      .getByRole('dialog')
      .getByRole('button', { name: /^(静音)?进去$/ })
      .click()
    await jiaoshi.page.locator('[data-link=inside]').waitFor()
    await look(jiaoshi.page, 'inside', '.room-dock')
    await leaveRoom(jiaoshi)
    const phone = await signIn(browser, place, 'jiaoshi', { phone: true })
    await open(phone)
    await joinRoom(phone)
    // Nothing of it makes the page wider than the phone.
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await phone.page.getByRole('button', { name: /看研讨室里的人/ }).click()
    await look(phone.page, 'sheet', 'dialog')
    await leaveRoom(phone)
    await phone.page.getByRole('button', { name: '进研讨室' }).waitFor()
    await phone.page.context().close()
    expect(found).toEqual([])
  })

  test('[RM9] a browser that refuses the microphone lets one in to listen, and says what to do', async () => {
    const refused = await signIn(browser, place, 'jiaoshi', {
      init: 'navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotAllowedError") }',
    })
    await open(refused)
    await refused.page.getByRole('button', { name: '进研讨室' }).click()
    await refused.page.getByText('浏览器没给话筒').waitFor()
    await refused.page.getByRole('dialog').getByRole('button', { name: '进去', exact: true }).click()
    await refused.page.locator('[data-link=inside]').waitFor()
    await refused.page.getByText('浏览器没给话筒').waitFor()
    await refused.page.locator('.room-tile[data-voice=none]').waitFor()
    await refused.page.context().close()
  })

  test('[RM9] on plain http from another machine the panel says why there is no microphone, and listening works', async () => {
    await open(zhubei)
    await joinRoom(zhubei, { camera: false })
    const far = await signIn(browser, place, 'jiaoshi', {
      baseURL: place.server.url.replace('127.0.0.1', 'school.example'),
    })
    expect(await far.page.evaluate(() => window.isSecureContext)).toBe(false)
    await open(far)
    await far.page.getByText('浏览器只在 https 或本机上给摄像头和话筒').first().waitFor()
    await joinRoom(far, { enter: '进去听' })
    await grows(far.page, 'energy', 0.0001)
    await far.page.context().close()
    await leaveRoom(zhubei)
  })

  test('[RM11] who speaks has a ring, and a screen reader is told on asking', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gongyan-voice-'))
    const file = join(folder, 'voice.wav')
    await writeFile(file, voice())
    const speaking = await launchChromium({ flags: [`--use-file-for-fake-audio-capture=${file}`] })
    try {
      const speaker = await signIn(speaking, place, 'zhubei')
      await Promise.all([open(speaker), open(jiaoshi)])
      await Promise.all([joinRoom(speaker, { camera: false }), joinRoom(jiaoshi, { camera: false, enter: '静音进去' })])
      const lit = tileOf(jiaoshi.page, zhubei).and(jiaoshi.page.locator('[data-speaking]'))
      await lit.waitFor()
      expect(await lit.textContent()).toContain('在说话')
      expect(await lit.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
      await speaker.page.getByRole('button', { name: '静音' }).click()
      await lit.waitFor({ state: 'detached' })
      await leaveRoom(jiaoshi)
    } finally {
      await speaking.close()
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('[RM10] LiveKit’s client is fetched by joining and not before', async () => {
    const fresh = await signIn(browser, place, 'jiaoshi')
    const sizes: number[] = []
    fresh.page.on('response', (response) => {
      if (response.url().endsWith('.js'))
        void response.body().then(
          (body) => sizes.push(body.byteLength),
          () => {},
        )
    })
    await open(fresh)
    const before = sizes.filter((size) => size > 400_000).length
    await joinRoom(fresh, { camera: false })
    await waitUntil('the client', () => sizes.filter((size) => size > 400_000).length > before)
    await fresh.page.context().close()
  })
})
