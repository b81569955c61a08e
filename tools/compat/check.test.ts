import { describe, expect, test } from 'vitest'
import { checkBundle } from './check.ts'

const found = (source: string) => checkBundle(source).map(({ name }) => name)

describe('the gate against Chrome 108 and Safari 16', () => {
  test('[BC1] syntax they cannot read is refused', () => {
    expect(found('class A { static { this.x = 1 } }')).toEqual(['static {}'])
    expect(found('const x = /(?<=a)b/')).toEqual(['/(?<=a)b/'])
    expect(checkBundle('const x = /[\\p{L}--[a-z]]/v')[0]?.kind).toBe('syntax')
    expect(checkBundle('await using x = y')[0]?.kind).toBe('syntax')
  })
  test('[BC2] calls they do not know are refused', () => {
    expect(found('const { promise } = Promise.withResolvers()')).toEqual(['Promise.withResolvers'])
    expect(found('const b = [3, 1].toSorted()')).toEqual(['toSorted'])
    expect(found('URL.canParse("x")')).toEqual(['URL.canParse'])
    expect(found('const d = new CloseWatcher()')).toEqual(['CloseWatcher'])
    expect(found('Object.groupBy([], (x) => x)')).toEqual(['Object.groupBy'])
  })
  test('[BC3] what they know passes, and so does a call that is asked about first', () => {
    expect(
      found(
        'const a = [1].at(-1); structuredClone(a); crypto.randomUUID(); a?.b ?? 1; class B { #p = 1; q(x) { return #p in x } }',
      ),
    ).toEqual([])
    expect(
      found('if (URL.canParse) URL.canParse("x"); const s = a.toSorted ? a.toSorted() : a.sort(); b.toReversed?.()'),
    ).toEqual([])
    expect(found('try { new CloseWatcher() } catch { fallback() }')).toEqual([])
  })
})
