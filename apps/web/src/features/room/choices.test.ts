import { expect, test } from 'vitest'
import { keepChoices, readChoices } from './choices.ts'

test('[RM1] the first time somebody comes in with voice and without a picture', () => {
  for (const kept of [
    null,
    '',
    'nonsense',
    '{}',
    'null',
    '[]',
    '{"voice":"shout","camera":"yes","devices":{"microphone":7}}',
  ])
    expect(readChoices({ getItem: () => kept })).toEqual({
      voice: 'on',
      camera: false,
      savesData: false,
      devices: { microphone: null, camera: null, speaker: null },
    })
})

test('[RM1] the last choices come back', () => {
  let kept = ''
  const choices = {
    voice: 'muted',
    camera: true,
    savesData: true,
    devices: { microphone: 'a', camera: null, speaker: 'b' },
  } as const
  keepChoices(
    {
      setItem: (_, value) => {
        kept = value
      },
    },
    choices,
  )
  expect(readChoices({ getItem: () => kept })).toEqual(choices)
})

test('[RM1] a storage that is full is no reason not to join', () => {
  keepChoices(
    {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    },
    readChoices({ getItem: () => null }),
  )
})
