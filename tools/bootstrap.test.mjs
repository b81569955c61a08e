import { expect, test } from 'vitest'
import { isNodeNewEnough } from './bootstrap.mjs'

test('Node 20.19 is the oldest that starts us', () => {
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.21.0']) expect(isNodeNewEnough(version)).toBe(true)
  for (const version of ['18.20.4', '20.18.3', '9.99.9']) expect(isNodeNewEnough(version)).toBe(false)
})
