import { expect, test } from 'vitest'
import { element, getAttribute, printKept, setAttribute } from './tree.ts'

test('[WD43] an attribute holds whatever is set, and is read as it was', () => {
  for (const value of ['宋体', 'a "b" & <c>', "it's", '$1$&$`', '一\n二']) {
    for (const xml of ['<a b="1" c="2"/>', "<a  b = '1'>x</a>", '<a>x</a>']) {
      const node = element(xml)
      setAttribute(node, 'b', value)
      expect(getAttribute(element(printKept(node)), 'b'), `${value} in ${xml}`).toBe(value)
    }
    const kept = element('<a b="1" c="2"/>')
    setAttribute(kept, 'b', value)
    expect(getAttribute(kept, 'c')).toBe('2')
  }
})

test('[WD43] what looks like an attribute inside a value is none', () => {
  const node = element(`<p name="图 id='9' w:val='8'" id="3"/>`)
  expect([getAttribute(node, 'id'), getAttribute(node, 'w:val')]).toEqual(['3', undefined])
  setAttribute(node, 'id', '4')
  expect(node.open).toBe(`<p name="图 id='9' w:val='8'" id="4"/>`)
})
