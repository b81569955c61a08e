import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok, refuse } from '@gongyan/domain'
import type { Office, OfficeRefusalCode } from '@gongyan/office'
import { expect, onTestFinished, test } from 'vitest'
import { createPagePictures } from './page-pictures.ts'

const SHA = new Uint8Array(32).fill(7)
const bytes = async () => new Uint8Array([1, 2, 3])

/** Pictures over programs that answer as they are told and write down what they were asked for. */
function aCache(answer: { code: OfficeRefusalCode | null }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'gongyan-pages-test-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const asked: string[] = []
  const answerTo = <T>(what: string, value: T) => {
    asked.push(what)
    return answer.code === null ? ok(value) : refuse({ code: answer.code, detail: null })
  }
  const office = {
    convert: async () => [answerTo('convert', new Uint8Array([37]))],
    countPages: async () => answerTo('count', 3),
    drawPage: async (_: Uint8Array, page: number) => answerTo(`draw ${page}`, new Uint8Array([page])),
  } as unknown as Office
  return { pages: createPagePictures({ config: { dataDir }, office }), asked }
}

test('[PR1] what nothing can be made of is not tried again by everybody who looks, and is after a while', async () => {
  for (const code of ['office/timeout', 'office/failed', 'office/encrypted'] as const) {
    const answer: { code: OfficeRefusalCode | null } = { code }
    const { pages, asked } = aCache(answer)
    for (let time = 0; time < 4; time++) {
      expect(await pages.count(SHA, bytes), code).toMatchObject({ refusal: { code } })
      expect(await pages.page(SHA, 1, bytes), code).toMatchObject({ refusal: { code } })
    }
    expect(asked).toEqual(['convert'])
    answer.code = null
    await pages.sweep(Date.now())
    expect(await pages.count(SHA, bytes)).toEqual(ok(3))
    expect(asked).toEqual(['convert', 'convert', 'count'])
  }
})

test('[PR1] a server that is busy says nothing of a file', async () => {
  const answer: { code: OfficeRefusalCode | null } = { code: 'office/busy' }
  const { pages, asked } = aCache(answer)
  expect(await pages.page(SHA, 2, bytes)).toMatchObject({ refusal: { code: 'office/busy' } })
  answer.code = null
  expect(await pages.page(SHA, 2, bytes)).toMatchObject({ ok: true })
  expect(asked).toEqual(['convert', 'convert', 'draw 2'])
})

test('[PR1] pages are counted once, whoever asks and however often', async () => {
  const { pages, asked } = aCache({ code: null })
  expect(await Promise.all([pages.count(SHA, bytes), pages.count(SHA, bytes)])).toEqual([ok(3), ok(3)])
  expect(await pages.count(SHA, bytes)).toEqual(ok(3))
  expect(asked).toEqual(['convert', 'count'])
})
