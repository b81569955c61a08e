import { expect, test } from 'vitest'
import { addressForBrowser } from './address.ts'

test.each([
  ['ws://127.0.0.1:7880', 'http://127.0.0.1:3000', 'ws://127.0.0.1:7880'],
  ['ws://127.0.0.1:7880', 'http://localhost:3000', 'ws://127.0.0.1:7880'],
  ['ws://127.0.0.1:7880', 'http://10.3.0.9:3000', 'ws://10.3.0.9:7880'],
  ['ws://127.0.0.1:7880', 'http://[fd00::7]:3000', 'ws://[fd00::7]:7880'],
  ['ws://10.3.0.9:7880', 'http://gongyan.example:3000', 'ws://10.3.0.9:7880'],
  ['https://media.example', 'https://gongyan.example', 'wss://media.example'],
  ['wss://media.example/rtc-here', 'http://10.0.0.1', 'wss://media.example/rtc-here'],
])('a LiveKit at %s is for a page of %s at %s', (liveKit, origin, expected) => {
  expect(addressForBrowser(liveKit, origin)).toBe(expected)
})
