import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  brokenWordFile,
  healthyFile,
  oldWordFile,
  picture,
  sixtyMegabytes,
  truncated,
  withDtd,
  zipBomb,
} from './support/docx-attacks.ts'
import { WAYS, type Person } from './support/hands.ts'
import { call, enter, readyToWrite, visit } from './support/visit.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

const TOO_LARGE = '六十兆.docx'
const GOOD = '好的教案.docx'
/** What a teacher might really choose, and the sentence that answers it. */
const WRONG = [
  { name: '压缩炸弹改名.docx', make: zipBomb, says: '文件解开后太大，没有导入。把图片压小一点再试。' },
  { name: '有实体声明.docx', make: withDtd, says: '文件里有不安全的内容，没有导入。用 Word 打开另存一份再试。' },
  { name: '没下载完.docx', make: truncated, says: '文件坏了，打不开。用 Word 打开看看能不能修复，再存一份。' },
  { name: TOO_LARGE, make: sixtyMegabytes, says: /^文件太大/ },
  { name: '旧格式教案.docx', make: oldWordFile, says: '这是旧版 Word 或 WPS 的文件。打开它，另存为 .docx 再导入。' },
  {
    name: '照片改名.docx',
    make: picture,
    says: '这不是 Word 文件（.docx）。用 Word 或 WPS 打开，另存为 .docx 再导入。',
  },
]

/** The files on a disk, as a person has them. */
let folder: string
let server: TestServer
let browser: Browser
beforeAll(async () => {
  if (!hasTool('chromium')) return
  folder = await mkdtemp(join(tmpdir(), 'gongyan-wrong-'))
  for (const { name, make } of [...WRONG, { name: GOOD, make: healthyFile }])
    await writeFile(join(folder, name), make())
  ;[server, browser] = await Promise.all([startTestServer({ env: { GONGYAN_SEED: 'demo' } }), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

describe.skipIf(!hasTool('chromium'))('wrong input, as people really give it', () => {
  /** 周远 has a mouse, 何晓棠 only a keyboard; both do the same at the same time. */
  let people: readonly Person[]
  const each = (act: (person: Person) => Promise<void>) => Promise.all(people.map(act))
  beforeAll(async () => {
    people = await Promise.all(WAYS.map(({ come }) => come(browser, server.url)))
    const accounts = ['zhubei', 'jiaoshi']
    await Promise.all(people.map((person, at) => enter(person, accounts[at] ?? '')))
    await each(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']))
  })

  const countPlans = async (person: Person) =>
    (await call<{ items: unknown[] }>(person, 'GET', '/lesson-plans?scope=owned&limit=100')).items.length

  test('[WR1] each wrong file is answered with a sentence, none becomes a plan, and the next file goes in', async () => {
    await each(async (person) => {
      const { page, hands, isKeyboard } = person
      const before = await countPlans(person)
      await page.goto('/import')
      const choose = (name: string) =>
        hands.give(page.getByRole('button', { name: /^(选文件|再选几份)$/ }), join(folder, name))
      for (const { name, says } of WRONG) {
        // The largest is dropped where there is a hand to drop it.
        if (name === TOO_LARGE && !isKeyboard)
          await page.evaluate(handOver, {
            name,
            type: DOCX,
            head: [...healthyFile().subarray(0, 9_000)],
            size: 60_000_000,
          })
        else await choose(name)
        const line = page.locator('.import-group').getByRole('listitem').filter({ hasText: name })
        await line.getByText(/没能读|没传上去/).waitFor({ timeout: 60_000 })
        await line.getByText(says).waitFor()
        expect(await line.textContent()).not.toMatch(/[a-z]+\/[a-z-]+|Error|\d{3} /)
      }
      expect(await countPlans(person)).toBe(before)
      await choose(GOOD)
      const look = page.getByRole('link', { name: `看一看：${GOOD}` })
      await look.waitFor({ timeout: 60_000 })
      await hands.press(look)
      await hands.press(page.getByRole('button', { name: '收下，打开教案' }))
      await readyToWrite(page)
      expect(await countPlans(person)).toBe(before + 1)
    })
  })

  test('[WR2] a title of 10,000 characters in the dialog of a new plan is refused in words, and stays to be shortened', async () => {
    await each(async ({ page, hands }) => {
      await page.goto('/plans?do=new')
      const dialog = page.getByRole('dialog', { name: '新建教案' })
      const title = dialog.getByRole('textbox', { name: '课题' })
      await hands.write(title, '长'.repeat(10_000))
      await hands.press(dialog.getByRole('button', { name: '开始写' }))
      await dialog.getByText(/题目最多 \d+ 个字，短一点再试。/).waitFor()
      expect(await title.inputValue()).toHaveLength(10_000)
      expect(await title.getAttribute('aria-invalid')).toBe('true')
      expect(await title.evaluate((input) => document.activeElement === input)).toBe(true)
      await hands.write(title, '短一点的课题')
      await hands.press(dialog.getByRole('button', { name: '开始写' }))
      await readyToWrite(page)
      await page.getByRole('heading', { level: 1, name: '短一点的课题' }).waitFor()
    })
  })

  test('[WR3] 10,000 characters pasted into the title of a plan are kept, and the page and the lists stay usable', async () => {
    await each(async (person) => {
      const { page, hands, context } = person
      const long = '极长的课题'.repeat(2_000)
      await hands.goBehind(page.locator('.ProseMirror h1'))
      await page.evaluate((text) => navigator.clipboard.writeText(text), long)
      await page.keyboard.press('Control+v')
      await page.waitForFunction(
        (length) => (document.querySelector('.ProseMirror h1')?.textContent?.length ?? 0) >= length,
        long.length,
      )
      await page.locator('.ui-save-chip[data-kind=saved]').waitFor()
      const id = new URL(page.url()).pathname.split('/').at(-1)
      await expect
        .poll(async () => (await call<{ title: string }>(person, 'GET', `/lesson-plans/${id}`)).title.length)
        .toBeGreaterThan(0)
      const isKept = async () =>
        (await (await context.request.get(`/api/v1/lesson-plans/${id}/document`)).text()).includes(long)
      await expect.poll(isKept, { timeout: 30_000 }).toBe(true)
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
      expect(await fits()).toBe(true)
      await page.goto('/plans')
      await page
        .getByRole('list', { name: '教案列表' })
        .getByRole('link', { name: /^短一点的课题极长的课题/ })
        .first()
        .waitFor()
      expect(await fits()).toBe(true)
      await page.goto('/')
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await fits()).toBe(true)
    })
  })

  test('[WR4] nothing went wrong on either page, and one of them was never pointed at', () => {
    expect(people.map(({ faults }) => faults)).toEqual([[], []])
    expect(people.find(({ isKeyboard }) => isKeyboard)?.pointed).toEqual([])
  })
})

describe.skipIf(!hasTool('chromium'))('an old Word file', () => {
  const OLD = '旧版本.doc'
  const says = async (at: TestServer) => {
    const person = await visit(browser, at.url)
    try {
      await enter(person, 'zhubei')
      await person.page.goto('/import')
      const [chooser] = await Promise.all([
        person.page.waitForEvent('filechooser'),
        person.page.getByRole('button', { name: '选文件', exact: true }).click(),
      ])
      await chooser.setFiles({ name: OLD, mimeType: 'application/msword', buffer: brokenWordFile() })
      const line = person.page.locator('.import-group').getByRole('listitem').filter({ hasText: OLD })
      await line.getByText('没能读').waitFor({ timeout: 60_000 })
      expect(person.faults).toEqual([])
      return await line.locator('.import-why').innerText()
    } finally {
      await person.context.close()
    }
  }

  test('[WR5] is answered with what to do where LibreOffice is missing', async () => {
    const without = await startTestServer({ env: { GONGYAN_SEED: 'demo', SOFFICE_PATH: 'absent' } })
    try {
      expect(await says(without)).toBe('这是旧版 Word 或 WPS 的文件。打开它，另存为 .docx 再导入。')
    } finally {
      await without.stop()
    }
  })

  test.skipIf(!hasTool('libreoffice'))(
    '[WR5] is opened where LibreOffice is, and is called broken where it is',
    async () => {
      expect(await says(server)).toBe('文件坏了，打不开。用 Word 打开看看能不能修复，再存一份。')
    },
  )
})

/** Puts a large file into the dialog the way a drop does. Runs in the page. */
function handOver(file: { name: string; type: string; head: number[]; size: number }): void {
  const data = new DataTransfer()
  data.items.add(
    new File([new Uint8Array(file.head), new Uint8Array(file.size - file.head.length)], file.name, { type: file.type }),
  )
  document
    .querySelector('.import-drop')
    ?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
}
