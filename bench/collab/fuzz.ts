import * as Y from 'yjs'
import { wire } from './sinks.ts'

/** Numbers at which readers of lengths, counts and clocks go wrong. */
const EDGES = [0, 1, 2, 127, 128, 255, 65_535, 2 ** 20, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER]

/** Makes messages of the Hocuspocus wire that are nearly right, behind the address of `document`; on /yjs without it. */
export function createFuzzer(document: string, random: () => number): () => Uint8Array {
  const below = (n: number): number => Math.floor(random() * n)
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const some = (most: number): Uint8Array => Uint8Array.from({ length: below(most) }, () => below(256))
  /** Mostly small, sometimes where it hurts. */
  const number = (): number => (random() < 0.7 ? below(6) : one(EDGES))

  const ydoc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  text.insert(0, '种子种子')
  paragraph.insert(0, [text])
  ydoc.getXmlFragment('body').insert(0, [paragraph])
  text.format(1, 2, { strong: {} })
  text.delete(0, 1)
  const update = Y.encodeStateAsUpdate(ydoc)
  const corpus = [
    wire(0, 0, Y.encodeStateVector(ydoc)),
    wire(0, 1, update),
    wire(0, 2, update),
    wire(0, 2, Y.encodeStateAsUpdateV2(ydoc)),
    wire(4, 2, update),
    wire(1, wire(1, ydoc.clientID, 1, '{"cursor":null}')),
    wire(3),
    wire(5, 'x'),
    wire(2, 0, 'ticket'),
    wire(8, 1),
  ]

  /** A struct of any kind with numbers and references of any size. */
  const struct = (): Uint8Array => {
    const ref = below(12)
    const info = ref | (random() < 0.3 ? 0x80 : 0) | (random() < 0.3 ? 0x40 : 0) | (random() < 0.3 ? 0x20 : 0)
    const parts: (number | string)[] = []
    if (info & 0x80) parts.push(number(), number())
    if (info & 0x40) parts.push(number(), number())
    if (!(info & 0xc0)) parts.push(...(random() < 0.7 ? [1, one(['body', 't', ''])] : [0, number(), number()]))
    if (info & 0x20) parts.push('key')
    parts.push(...(random() < 0.5 ? ['abc'] : [number(), number()]))
    return Buffer.concat([Buffer.from([info]), wire(...parts)])
  }
  const structured = (): Uint8Array => {
    const structs = Array.from({ length: below(5) }, struct)
    const count = random() < 0.8 ? structs.length : number()
    const deleted = random() < 0.7 ? [0] : [1, number(), 1, number(), number()]
    const made = Buffer.concat([
      wire(random() < 0.9 ? 1 : number(), count, below(5), number()),
      ...structs,
      wire(...deleted),
    ])
    switch (below(5)) {
      case 0:
        return wire(0, 0, wire(number(), number(), number()))
      case 1:
        return wire(1, wire(number(), number(), number(), one(['null', '{"user":{"id":"x"}}', '[', '"'])))
      default:
        return wire(0, 1 + below(2), made)
    }
  }
  const message = (): Uint8Array => {
    const kind = below(4)
    if (kind === 0) return structured()
    if (kind === 1) return some(64)
    const bent = Buffer.from(one(corpus))
    const at = below(bent.length)
    if (kind === 2) return bent.subarray(0, at)
    for (let flips = 1 + below(3); flips > 0; flips--) {
      const place = below(bent.length)
      bent[place] = (bent[place] ?? 0) ^ (1 << below(8))
    }
    return bent
  }
  const address = document === '' ? new Uint8Array() : wire(document)
  return () => Buffer.concat([address, message()])
}
