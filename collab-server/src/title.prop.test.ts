import { titleOf } from '@gongyan/documents'
import { seededBelow } from '@gongyan/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Content } from './content.ts'
import { scanUpdate } from './scan.ts'
import { Title } from './title.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
console.log(`title: seed ${seed}`)

const element = (name: string, words: string): Y.XmlElement => {
  const node = new Y.XmlElement(name)
  node.insert(0, [new Y.XmlText(words)])
  return node
}

/** One step of somebody who writes: mostly into some text, sometimes nodes come and go, titles among them. */
function step(doc: Y.Doc, random: (below: number) => number): void {
  const body = doc.getXmlFragment('body')
  const kind = random(40)
  const name = random(2) === 0 ? 'title' : 'paragraph'
  if (body.length === 0 || kind === 0) return body.insert(random(body.length + 1), [element(name, '首')])
  const at = random(body.length)
  if (kind === 1 && body.length > 2) return body.delete(at)
  const node = body.get(at)
  if (!(node instanceof Y.XmlElement)) return
  if (kind === 2) return node.insert(random(node.length + 1), [new Y.XmlText('又')])
  const text = node.get(random(Math.max(1, node.length)))
  if (!(text instanceof Y.XmlText)) return
  const place = random(text.length + 1)
  if (kind < 25) return text.insert(place, random(6) === 0 ? '😀 ' : '字')
  if (kind < 30 && text.length > 0) return text.delete(random(text.length), 1)
  if (kind < 32 && text.length > 0) return text.format(0, text.length, { bold: random(2) === 0 || null })
  const other = body.get(random(body.length))
  const into = other instanceof Y.XmlElement ? other.get(0) : null
  // Written over, or moved elsewhere: taken out and put in at once.
  doc.transact(() => {
    if (text.length > 0) text.delete(0, Math.min(text.length, 1 + random(3)))
    if (into instanceof Y.XmlText) into.insert(into.length, '换')
  })
}

test('[LOG3] whatever is written, the title is what stands in the document, and text elsewhere never has it read again', () => {
  let [changes, readings] = [0, 0]
  for (let run = 0; run < 60; run++) {
    const random = seededBelow(seed + run * 7919)
    const content = new Content([])
    const title = new Title(content)
    const readAgain = (): void => {
      const { doc } = content
      expect({ seed, run, title: title.read() }).toEqual({ seed, run, title: titleOf(doc) })
    }
    const writers = Array.from({ length: 3 }, () => new Y.Doc())
    for (const [index, doc] of writers.entries()) {
      doc.clientID = 1000 + index
      doc.on('update', (update: Uint8Array) => {
        const scan = scanUpdate(update, 100_000)
        const { bytes, isPlain } = content.take(update, scan)
        if (!bytes) return
        changes += 1
        title.see(scan, isPlain)
        if (!title.isKnown) readings += 1
        if (random(3) === 0) readAgain()
      })
    }
    for (let i = 0; i < 150; i++) {
      const [writer, other] = [writers[random(3)], writers[random(3)]]
      if (!writer || !other) continue
      if (random(4) > 0) step(writer, random)
      // He hears of the others late: what he writes then stands beside what was written meanwhile.
      else Y.applyUpdate(writer, Y.encodeStateAsUpdate(other, Y.encodeStateVector(writer)))
      if (random(60) === 0) content.sleep(Infinity)
    }
    readAgain()
  }
  // Else the law would hold of one that always reads.
  expect(readings).toBeLessThan(changes * 0.7)
})

test('[LOG3] a long plan that is typed into has its title read once', () => {
  const doc = new Y.Doc()
  doc.getXmlFragment('body').insert(0, [element('title', '分数'), element('paragraph', '导入')])
  const content = new Content([Y.encodeStateAsUpdate(doc)])
  const title = new Title(content)
  expect(title.read()).toBe('分数')
  doc.on('update', (update: Uint8Array) => {
    const scan = scanUpdate(update, 100)
    title.see(scan, content.take(update, scan).isPlain)
  })
  const [heading, paragraph] = doc.getXmlFragment('body').toArray() as Y.XmlElement[]
  const textOf = (node: Y.XmlElement | undefined) => node?.get(0) as Y.XmlText
  for (let i = 0; i < 1000; i++) textOf(paragraph).insert(i % 7, '字')
  expect(title.isKnown).toBe(true)
  textOf(heading).insert(2, '的意义')
  expect(title.isKnown).toBe(false)
  expect(title.read()).toBe('分数的意义')
  textOf(heading).delete(0, 2)
  expect(title.read()).toBe('的意义')
})
