import { lessonPlanTemplate } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { expect, test } from 'vitest'
import { createBookThread } from './book-thread.ts'

/** A plan of many words, no two of them alike for a packer. */
function aPlan(seed: number): DocJson {
  let state = seed + 1
  const letter = () => String.fromCharCode(0x4e00 + ((state = (state * 48_271) % 2_147_483_647) % 20_000))
  const words = () => Array.from({ length: 400 }, letter).join('')
  const template = lessonPlanTemplate('standard', { title: `第${seed}课`, subject: null, grade: null, lead: null })
  return {
    ...template,
    content: [
      ...(template.content ?? []),
      ...Array.from({ length: 40 }, () => ({ type: 'paragraph', content: [{ type: 'text', text: words() }] })),
    ],
  }
}

const spent = ({ user, system }: { user: number; system: number }) => user + system

test('[PR10] a book is packed away from the thread that answers people', async () => {
  const book = createBookThread(new AbortController().signal)
  try {
    for (let index = 0; index < 20; index++) await book.add(aPlan(index), new Map())
    const [all, own] = [process.cpuUsage(), process.threadCpuUsage()]
    const bytes = await book.bytes({ title: '一册', front: '' })
    const [whole, here] = [spent(process.cpuUsage(all)), spent(process.threadCpuUsage(own))]
    console.log(`packing: ${whole / 1_000} ms of processor time, ${here / 1_000} ms of it in the server's own thread`)
    expect(bytes.length).toBeGreaterThan(500_000)
    expect(here).toBeLessThan(whole / 3)
  } finally {
    book.close()
  }
}, 60_000)

test('[PR10] a book that is given up, or whose thread fails, leaves nobody waiting', async () => {
  const givingUp = new AbortController()
  const book = createBookThread(givingUp.signal)
  const asked = book.bytes({ title: '一册', front: '' })
  givingUp.abort(new Error('given up'))
  await expect(asked).rejects.toThrow('given up')
  await expect(book.add(aPlan(1), new Map())).rejects.toThrow('given up')
  const broken = createBookThread(new AbortController().signal)
  await expect(broken.add({ type: 'doc', content: 'none' } as never, new Map())).rejects.toThrow(/./)
  await expect(broken.bytes({ title: '', front: '' })).rejects.toThrow(/./)
})
