import { expect, test } from 'vitest'
import { returnAddress } from './return-address.ts'

const ORIGIN = 'http://127.0.0.1:3000'

test.each([
  ['/plans/1?x=2#row', '/plans/1?x=2#row'],
  ['/', '/'],
  [undefined, '/'],
  ['', '/'],
  ['plans', '/'],
  ['//evil.example/a', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?to=/sign-in', '/'],
  ['/\t/evil.example', '/'],
])('[SS1] after signing in, %s leads to %s', (wanted, expected) => expect(returnAddress(wanted, ORIGIN)).toBe(expected))
