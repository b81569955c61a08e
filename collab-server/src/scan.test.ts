import * as decoding from 'lib0/decoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { scanUpdate } from './scan.ts'

/** Updates of an editor's kind: text, marks, elements, attributes, deletions, maps, binary, nested documents. */
function updates(seed: number): Uint8Array[] {
  let state = seed
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return state % below
  }
  const doc = new Y.Doc()
  const all: Uint8Array[] = []
  doc.on('update', (update) => void all.push(update))
  const text = doc.getText('text')
  const body = doc.getXmlFragment('body')
  const map = doc.getMap('map')
  for (let i = 0; i < 200; i++) {
    const kind = random(8)
    if (kind === 0) text.insert(random(text.length + 1), `字${i}😀`)
    else if (kind === 1 && text.length > 2) text.delete(random(text.length - 1), 1)
    else if (kind === 2 && text.length > 2) text.format(0, 1 + random(text.length - 1), { bold: i % 2 === 0 || null })
    else if (kind === 3) {
      const element = new Y.XmlElement('paragraph')
      element.setAttribute('section', `s${i}`)
      body.insert(random(body.length + 1), [element])
    } else if (kind === 4 && body.length > 1) body.delete(random(body.length), 1)
    else if (kind === 5) map.set(`k${random(5)}`, [i, null, 'x', { a: [1.5, true, 2n] }][random(4)])
    else if (kind === 6) map.set('binary', new Uint8Array(random(20)))
    else if (kind === 7) text.insertEmbed(0, { image: i })
    else map.set('doc', new Y.Doc())
  }
  return [...all, Y.encodeStateAsUpdate(doc), Y.mergeUpdates(all.filter((_, index) => index % 3 !== 1))]
}

test('[LIM11] reads of every update what the library reads of it', () => {
  for (const seed of [1, 2, 3, 4, 5])
    for (const update of updates(seed)) {
      const scan = scanUpdate(update, 100_000)
      const { structs, ds } = Y.decodeUpdate(update)
      const real = structs.filter((struct) => !(struct instanceof Y.Skip))
      expect(scan.structs).toBe(structs.length)
      const clocks = (all: readonly { from: number; to: number }[]) =>
        all.reduce((sum, { from, to }) => sum + to - from, 0)
      expect(clocks(scan.inserts)).toBe(real.reduce((sum, { length }) => sum + length, 0))
      for (const { id, length } of real)
        expect(scan.inserts).toSatisfy((ranges: typeof scan.inserts) =>
          ranges.some(({ client, from, to }) => client === id.client && from <= id.clock && id.clock + length <= to),
        )
      const deletes = [...ds.clients].flatMap(([client, items]) =>
        items.map(({ clock, len }) => `${client} ${clock} ${len}`),
      )
      expect(scan.deletes.map(({ client, clock, length }) => `${client} ${clock} ${length}`).sort()).toEqual(
        deletes.sort(),
      )
    }
})

test('[LIM11] refuses what is cut, what has more behind it, and what has too many parts', () => {
  for (const update of updates(7).slice(-2)) {
    for (let end = 0; end < update.length; end += 7)
      expect(() => scanUpdate(update.subarray(0, end), 100_000)).toThrow(/./)
    expect(() => scanUpdate(Uint8Array.of(...update, 0), 100_000)).toThrow('bytes behind')
    expect(() => scanUpdate(update, 3)).toThrow('too many')
  }
})

test('[LIM11] five megabytes of structs without content are refused before they are looked at', () => {
  const count = 2_500_000
  const bytes = new Uint8Array(12 + 2 * count)
  bytes.set([1, 0xa0, 0xcb, 0x98, 0x01, 7, 0])
  for (let i = 7; i < bytes.length; i++) bytes[i] = i % 2 === 1 ? 0 : 1
  expect(decoding.readVarUint(decoding.createDecoder(bytes.subarray(1)))).toBe(count)
  const begun = performance.now()
  expect(() => scanUpdate(bytes, 200_000)).toThrow('too many structs')
  expect(performance.now() - begun).toBeLessThan(50)
})
