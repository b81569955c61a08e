import { describe, expect, test } from 'vitest'
import { hasTool, launchChromium, openPerson } from './index.ts'

describe.skipIf(!hasTool('chromium'))('the test browser', () => {
  test('speaks Chinese and has a camera and a microphone that nobody has to allow', async () => {
    const browser = await launchChromium()
    try {
      const person = await openPerson(browser, 'http://127.0.0.1:9')
      await person.route('**/*', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>t</title>' }),
      )
      const page = await person.newPage()
      await page.goto('/')
      expect(await page.evaluate(() => navigator.language)).toBe('zh-CN')
      const kinds = await page.evaluate(async () => {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
        return stream.getTracks().map((track) => track.kind)
      })
      expect(kinds.toSorted()).toEqual(['audio', 'video'])
    } finally {
      await browser.close()
    }
  })

  test('keeps the Chinese name of a file, in whatever locale the tests were started', async () => {
    const locale = process.env['LC_ALL']
    process.env['LC_ALL'] = 'C'
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      await page.setContent('<a href="data:text/plain,x" download="平行四边形的面积.txt">x</a>')
      const download = page.waitForEvent('download')
      await page.click('a')
      expect((await download).suggestedFilename()).toBe('平行四边形的面积.txt')
    } finally {
      await browser.close()
      if (locale === undefined) delete process.env['LC_ALL']
      else process.env['LC_ALL'] = locale
    }
  })
})
