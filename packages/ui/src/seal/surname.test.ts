import { expect, test } from 'vitest'
import { hueOf, sealCharacter, surnameOf } from './surname.ts'

test.each([
  ['周敏', '周', '周'],
  ['周老师', '周', '周'],
  ['欧阳明', '欧阳', '欧'],
  ['司马光远', '司马', '司'],
  ['欧阳', '欧', '欧'],
  ['买买提·艾力', '买买提', '买'],
  ['阿卜杜拉•热合曼', '阿卜杜拉', '阿'],
  ['John Smith', 'Smith', 'S'],
  ['émile zola', 'zola', 'Z'],
  ['𠮷野', '𠮷', '𠮷'],
  ['  林静 ', '林', '林'],
  ['', '', '？'],
])('[SE1] %s has the surname %s and the seal %s', (name, surname, seal) => {
  expect(surnameOf(name)).toBe(surname)
  expect(sealCharacter(name)).toBe(seal)
})

test('[SE2] a hue is one of the twelve and stays the same', () => {
  const hues = ['a', 'b', '', '0190c6a2-7e1c-7cc4-b1f7-5f1c6f5b2e11', '周敏'].map(hueOf)
  for (const hue of hues) expect(hue).toBeGreaterThanOrEqual(1)
  for (const hue of hues) expect(hue).toBeLessThanOrEqual(12)
  expect(hueOf('周敏')).toBe(hues[4])
})
