import { expect, test } from 'vitest'
import { fileNameOf } from './save-file.ts'

test('a title becomes a name that Windows takes, and never none', () => {
  expect(fileNameOf('Unit 4: At the farm / Part A?', '教案')).toBe('Unit 4 At the farm Part A')
  expect(fileNameOf('平行四边形\n的面积…', '教案')).toBe('平行四边形 的面积…')
  expect(fileNameOf('  ?? ', '教案')).toBe('教案')
  expect(fileNameOf('', '教案')).toBe('教案')
  // Windows drops dots and spaces at the end, and then does not find its own file.
  expect(fileNameOf('草稿. .', '教案')).toBe('草稿')
})

test('a long title is cut between characters, never inside one', () => {
  const name = fileNameOf('𠮷'.repeat(200), '教案')
  expect([...name]).toHaveLength(80)
  expect(name).not.toMatch(/[\uD800-\uDBFF]$/)
})
